import Clinical

/// An Observation as JSON, whose members a test changes.
struct TestObservation {
    /// JSON by the name of the member.
    var members: [String: String]

    init(_ measurement: NucleusMeasurement, _ value: Double, subject: String = "Patient/1", id: String? = nil) {
        members = [
            "resourceType": #""Observation""#, "status": #""final""#,
            "id": "\"\(id ?? measurement.code)\"",
            "code": Self.code(measurement.code),
            "subject": #"{"reference":"\#(subject)","display":"Jane Doe"}"#,
            "valueQuantity": #"{"value":\#(value),"unit":"1","system":"\#(Canonical.ucum)","code":"1"}"#,
        ]
    }

    var json: String {
        "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    static func code(_ codes: String..., system: String = Canonical.measurements) -> String {
        let codings = codes.map { #"{"system":"\#(system)","code":"\#($0)"}"# }
        return #"{"coding":[\#(codings.joined(separator: ","))],"text":"a measurement"}"#
    }

    /// The Observations of a row, which is the data's first if no other is given.
    static func row(_ values: [Double] = firstRow, subject: String = "Patient/1") -> [TestObservation] {
        zip(NucleusMeasurement.all, values).map { TestObservation($0, $1, subject: subject) }
    }

    /// The first row of the Wisconsin data, which is malignant.
    static let firstRow = [
        17.99, 10.38, 122.8, 1001.0, 0.1184, 0.2776, 0.3001, 0.1471, 0.2419, 0.07871, 1.095, 0.9053, 8.589, 153.4, 0.006399,
        0.04904,
        0.05373, 0.01587, 0.03003, 0.006193, 25.38, 17.33, 184.6, 2019.0, 0.1622, 0.6656, 0.7119, 0.2654, 0.4601, 0.1189,
    ]

    /// A Bundle of Observations.
    static func bundle(_ observations: [TestObservation], type: String = "collection", fullUrls: Bool = false) -> String {
        let entries = observations.enumerated().map { index, observation in
            let url = fullUrls ? #""fullUrl":"https://ehr.example/fhir/Observation/\#(index)","# : ""
            return "{\(url)\"resource\":\(observation.json)}"
        }
        return #"{"resourceType":"Bundle","type":"\#(type)","entry":[\#(entries.joined(separator: ","))]}"#
    }

    /// A RiskAssessment that contains Observations.
    static func assessment(_ observations: [TestObservation], basis: [String]? = nil) -> String {
        let basis =
            basis.map { ids in #""basis":[\#(ids.map { ##"{"reference":"#\##($0)"}"## }.joined(separator: ","))],"# } ?? ""
        let contained = observations.map(\.json).joined(separator: ",")
        return #"{"resourceType":"RiskAssessment","status":"registered","subject":{"reference":"Patient/1"},"#
            + #"\#(basis)"contained":[\#(contained)]}"#
    }
}

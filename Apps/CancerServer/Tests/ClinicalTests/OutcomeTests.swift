import Clinical
import StrictJSON
import Testing

/// An Observation with something wrong, and the issue that names it.
struct WrongObservation: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let member: String
    let json: String?
    let issue: String

    init(_ description: String, _ member: String, _ json: String?, _ issue: String) {
        (testDescription, self.member, self.json, self.issue) = (description, member, json, issue)
    }

    private static func quantity(_ json: String) -> String { json.replacing("UCUM", with: Canonical.ucum) }

    static let all = [
        WrongObservation(
            "a unit", "valueQuantity", quantity(#"{"value":1,"system":"UCUM","code":"mm"}"#),
            "error: value at RESOURCE.value.code"),
        WrongObservation(
            "units of another system", "valueQuantity", #"{"value":1,"system":"urn:x","code":"1"}"#,
            "error: value at RESOURCE.value.system"),
        WrongObservation(
            "a unit in words", "valueQuantity", #"{"value":1,"unit":"mm"}"#, "error: value at RESOURCE.value.unit"),
        WrongObservation("qty-3", "valueQuantity", #"{"value":1,"code":"1"}"#, "error: invariant at RESOURCE.value"),
        WrongObservation(
            "a comparator", "valueQuantity", #"{"value":1,"comparator":"<"}"#, "error: value at RESOURCE.value.comparator"),
        WrongObservation("a number in quotes", "valueQuantity", #"{"value":"1"}"#, "error: structure at RESOURCE.value.value"),
        WrongObservation("a Quantity without value", "valueQuantity", "{}", "error: required at RESOURCE.value"),
        WrongObservation("a Quantity that is a number", "valueQuantity", "1", "error: structure at RESOURCE.value"),
        WrongObservation("no value", "valueQuantity", nil, "error: required at RESOURCE.value"),
        WrongObservation("no status", "status", nil, "error: required at RESOURCE"),
        WrongObservation("a status of its own", "status", #""done""#, "error: code-invalid at RESOURCE.status"),
        WrongObservation("a status that is a number", "status", "1", "error: structure at RESOURCE.status"),
        WrongObservation("cancelled", "status", #""cancelled""#, "warning: business-rule at RESOURCE.status"),
        WrongObservation("entered in error", "status", #""entered-in-error""#, "error: required at nowhere"),
        WrongObservation(
            "an unknown code", "code", TestObservation.code("mean-width"), "error: code-invalid at RESOURCE.code.coding[0].code"
        ),
        WrongObservation(
            "two codes", "code", TestObservation.code("mean-radius", "mean-area"), "error: code-invalid at RESOURCE.code"),
        WrongObservation("no code", "code", nil, "error: required at nowhere"),
        WrongObservation(
            "a modifier", "modifierExtension", #"[{"url":"urn:x"}]"#, "error: extension at RESOURCE.modifierExtension"),
        WrongObservation("rules", "implicitRules", #""urn:x""#, "error: extension at RESOURCE.implicitRules"),
        WrongObservation("obs-6", "dataAbsentReason", "{}", "error: invariant at RESOURCE.dataAbsentReason"),
        WrongObservation(
            "obs-7", "component", "[{\"code\":\(TestObservation.code("mean-radius"))}]",
            "error: invariant at RESOURCE.component[0]"),
        WrongObservation("components that are none", "component", "1", "error: structure at RESOURCE.component"),
        WrongObservation("no subject", "subject", nil, "error: required at RESOURCE"),
        WrongObservation(
            "a contained subject", "subject", ##"{"reference":"#p"}"##, "error: value at RESOURCE.subject.reference"),
        WrongObservation(
            "a subject with an identifier without value", "subject", #"{"identifier":{"system":"urn:x"}}"#,
            "error: required at RESOURCE.subject"),
        WrongObservation(
            "a subject with an identifier that is none", "subject", #"{"identifier":{"system":"a b","value":"1"}}"#,
            "error: value at RESOURCE.subject.identifier"),
        WrongObservation("an empty subject", "subject", "{}", "error: required at RESOURCE.subject"),
        WrongObservation("a device", "subject", #"{"reference":"Device/1"}"#, "error: value at RESOURCE.subject.reference"),
        WrongObservation(
            "a subject with spaces", "subject", #"{"reference":"Patient 1"}"#, "error: value at RESOURCE.subject.reference"),
    ]
}

@Suite("FHIR: what is wrong is said with its expression")
struct OutcomeTests {
    @Test("A wrong Observation", arguments: WrongObservation.all)
    func observation(wrong: WrongObservation) async throws {
        let service = try FHIRService.test(StubModel(probability: 0.5))
        var row = TestObservation.row()
        row[0].members[wrong.member] = wrong.json
        let response = try await service.assess(TestObservation.bundle(row))
        #expect(response.status == 422)
        #expect(try response.issues().contains(wrong.issue.replacing("RESOURCE", with: "Bundle.entry[0].resource")))
    }

    @Test("Nothing but Observations that do not stand, of nobody")
    func nothingStands() async throws {
        var observation = TestObservation(NucleusMeasurement.all[0], 1)
        observation.members["subject"] = nil
        observation.members["status"] = #""cancelled""#
        let response = try await FHIRService.test(StubModel(probability: 0.5)).assess(TestObservation.bundle([observation]))
        #expect(response.status == 422)
        #expect(
            try response.issues() == [
                "warning: business-rule at Bundle.entry[0].resource.status", "error: not-found at nowhere",
            ])
    }

    @Test("A measurement that is there twice")
    func duplicate() async throws {
        let row = TestObservation.row() + [TestObservation(NucleusMeasurement.all[4], 1, id: "again")]
        let response = try await FHIRService.test(StubModel(probability: 0.5)).assess(TestObservation.bundle(row))
        #expect(response.status == 422)
        #expect(try response.issues() == ["error: duplicate at Bundle.entry[30].resource"])
    }

    @Test("Missing measurements are named one by one")
    func missing() async throws {
        let response = try await FHIRService.test(StubModel(probability: 0.5)).assess(
            TestObservation.bundle(Array(TestObservation.row().dropFirst(3))))
        let codes = (try response.json()["issue"]?.elements ?? []).map { $0["details"]?["coding"]?[0]?["code"]?.string }
        #expect(codes == ["mean-radius", "mean-texture", "mean-perimeter"])
    }

    @Test(
        "Requests that are none",
        arguments: [
            ("", 400, "fatal: structure at nowhere"), ("{", 400, "fatal: structure at nowhere"),
            ("[]", 400, "error: structure at nowhere"),
            ("{}", 400, "error: structure at nowhere"), (#"{"resourceType":1}"#, 400, "error: structure at nowhere"),
            (#"{"resourceType":"Bundle","resourceType":"Bundle"}"#, 400, "fatal: structure at nowhere"),
            (#"{"resourceType":"Patient"}"#, 422, "error: not-supported at nowhere"),
            (#"{"resourceType":"Bundle"}"#, 400, "error: required at Bundle"),
            (#"{"resourceType":"Bundle","type":"transaction"}"#, 422, "error: not-supported at Bundle.type"),
            (#"{"resourceType":"Bundle","type":"collection"}"#, 422, "error: not-found at nowhere"),
            (
                #"{"resourceType":"Bundle","type":"searchset","link":[{"relation":"self","url":"a"},{"relation":"next","url":"b"}]}"#,
                400, "error: incomplete at Bundle.link[1]"
            ),
            (#"{"resourceType":"Bundle","type":"collection","entry":{}}"#, 400, "error: structure at Bundle.entry"),
            (#"{"resourceType":"Bundle","type":"collection","entry":[1]}"#, 400, "error: structure at Bundle.entry"),
            (#"{"resourceType":"Bundle","type":"collection","entry":[{}]}"#, 400, "error: invariant at Bundle.entry[0]"),
            (
                #"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{}}]}"#, 400,
                "error: structure at Bundle.entry[0].resource"
            ),
            (
                #"{"resourceType":"Bundle","type":"collection","implicitRules":"urn:x"}"#, 400,
                "error: extension at Bundle.implicitRules"
            ),
            (#"{"resourceType":"RiskAssessment"}"#, 400, "error: required at RiskAssessment"),
            (
                #"{"resourceType":"RiskAssessment","subject":{"reference":"Patient/1"}}"#, 400,
                "error: required at RiskAssessment"
            ),
            (
                ##"{"resourceType":"RiskAssessment","subject":{"reference":"Patient/1"},"basis":[{"reference":"#a"}]}"##, 400,
                "error: invariant at RiskAssessment.basis"
            ),
        ])
    func request(body: String, status: Int, issue: String) async throws {
        let response = try await FHIRService.test(StubModel(probability: 0.5)).assess(body)
        #expect(response.status == status)
        #expect(try response.issues() == [issue])
    }

    @Test("Two entries with one fullUrl")
    func fullUrls() async throws {
        let entry = #"{"fullUrl":"urn:x","resource":{"resourceType":"Patient"}}"#
        let body = #"{"resourceType":"Bundle","type":"collection","entry":[\#(entry),\#(entry)]}"#
        let response = try await FHIRService.test(StubModel(probability: 0.5)).assess(body)
        #expect(try response.issues() == ["error: invariant at Bundle.entry[1].fullUrl"])
        let version = entry.replacing("{\"resourceType\"", with: #"{"meta":{"versionId":"2"},"resourceType""#)
        let versions = #"{"resourceType":"Bundle","type":"collection","entry":[\#(entry),\#(version)]}"#
        #expect(try await FHIRService.test(StubModel(probability: 0.5)).assess(versions).status == 422)
    }

    @Test(
        "What contained resources must not have",
        arguments: [
            ("contained", "[]", "RiskAssessment.contained[0].contained"),
            ("meta", #"{"versionId":"1"}"#, "RiskAssessment.contained[0].meta.versionId"),
            ("meta", #"{"lastUpdated":"2026-01-01T00:00:00Z"}"#, "RiskAssessment.contained[0].meta.lastUpdated"),
            ("meta", #"{"security":[]}"#, "RiskAssessment.contained[0].meta.security"),
        ])
    func contained(member: String, json: String, path: String) async throws {
        var row = TestObservation.row()
        row[0].members[member] = json
        let response = try await FHIRService.test(StubModel(probability: 0.5)).assess(TestObservation.assessment(row))
        #expect(response.status == 400)
        #expect(try response.issues() == ["error: invariant at \(path)"])
    }

    @Test("Contained resources have ids of their own, are in the basis, and of the assessment's subject")
    func containedReferences() async throws {
        let service = try FHIRService.test(StubModel(probability: 0.5))
        var row = TestObservation.row()
        row[0].members["id"] = nil
        #expect(
            try await service.assess(TestObservation.assessment(row)).issues() == [
                "error: required at RiskAssessment.contained[0]"
            ])
        row[0].members["id"] = row[1].members["id"]
        #expect(
            try await service.assess(TestObservation.assessment(row)).issues() == [
                "error: duplicate at RiskAssessment.contained[1].id"
            ])
        row = TestObservation.row()
        let unlisted = try await service.assess(TestObservation.assessment(Array(row[..<1]), basis: [])).issues()
        #expect(unlisted == ["error: invariant at RiskAssessment.contained[0]"])
        row[0].members["subject"] = #"{"reference":"Patient/2"}"#
        let other = try await service.assess(TestObservation.assessment(row))
        #expect(try other.issues().contains("error: business-rule at RiskAssessment.contained[0].subject"))
    }

    @Test("More subjects than the service assesses at a time")
    func bound() async throws {
        let rows = (1...3).flatMap { TestObservation.row(subject: "Patient/\($0)") }
        let response = try await FHIRService.test(StubModel(probability: 0.5), maximumSubjects: 2).assess(
            TestObservation.bundle(rows))
        #expect(response.status == 413)
        #expect(try response.issues() == ["error: too-costly at nowhere"])
    }

    @Test("No more issues than a reader can use")
    func manyIssues() async throws {
        let rows = (1...300).map { TestObservation(NucleusMeasurement.all[0], 1, subject: "Device/\($0)") }
        let issues = try await FHIRService.test(StubModel(probability: 0.5)).assess(TestObservation.bundle(rows)).issues()
        #expect(issues.count == 101)
        #expect(issues.last == "information: informational at nowhere")
    }

    @Test("What a message quotes is short and visible")
    func quoting() async throws {
        var row = TestObservation.row()
        row[0].members["status"] = "\"\u{202E}\u{FFFF}\\u0007<\(String(repeating: "a", count: 1000))\""
        let response = try await FHIRService.test(StubModel(probability: 0.5)).assess(TestObservation.bundle(row))
        let text = try response.json()["issue"]?[0]?["details"]?["text"]?.string
        let shown = #"\u{202e}\u{ffff}\u{7}<"# + String(repeating: "a", count: 56)
        #expect(text == "\"\(shown)\"... is not a status of an Observation")
    }

    @Test("Errors that have their cause elsewhere have FHIR's form, too")
    func failure() throws {
        let response = FHIRService.failure(status: 503, .transient, "the queue is full <&>")
        #expect(response.status == 503)
        #expect(try response.issues() == ["fatal: transient at nowhere"])
        #expect(response.text.contains("the queue is full &lt;&amp;&gt;"))
    }
}

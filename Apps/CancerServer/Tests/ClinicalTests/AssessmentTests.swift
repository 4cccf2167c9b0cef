import Clinical
import Foundation
import StrictJSON
import Testing

@Suite("FHIR: Observations in, RiskAssessments out")
struct AssessmentTests {
    @Test("A bundle of one patient's Observations becomes a RiskAssessment, in percent")
    func bundle() async throws {
        let model = StubModel(probability: 0.93)
        let response = try await FHIRService.test(model).assess(TestObservation.bundle(TestObservation.row()))
        #expect(response.status == 200)
        #expect(response.contentType == "application/fhir+json; charset=utf-8")
        #expect(response.text.contains(#""probabilityDecimal":93,"#))
        let json = try response.json()
        #expect(json["resourceType"]?.string == "RiskAssessment")
        #expect(json["status"]?.string == "final")
        #expect(json["subject"]?["reference"]?.string == "Patient/1")
        #expect(json["occurrenceDateTime"]?.string == "2027-01-15T08:00:00Z")
        #expect(json["meta"]?["security"]?[0]?["code"]?.string == "AIAST")
        #expect(json["meta"]?["security"]?[0]?["system"]?.string == "http://terminology.hl7.org/CodeSystem/v3-ObservationValue")
        #expect(json["method"]?["text"]?.string == "ensemble-12, version 3")
        #expect(json["basis"]?.elements.count == 30)
        #expect(json["basis"]?[0]?["reference"]?.string == "Observation/mean-radius")
        let prediction = try #require(json["prediction"]?[0])
        #expect(prediction["outcome"]?["coding"]?[0]?["code"]?.string == "malignant")
        #expect(prediction["qualitativeRisk"]?["coding"]?[0]?["code"]?.string == "high")
        #expect(json["contained"] == nil)
        #expect(model.subjects == [MeasuredSubject(subject: "Patient/1", measurements: TestObservation.firstRow)])
    }

    @Test(
        "Percent keep every digit of the probability",
        arguments: [
            (0.93, "93"), (0.07, "7"), (0.29, "29"), (0.9312345678901234, "93.12345678901234"), (1e-9, "0.0000001"), (0, "0"),
            (1, "100"),
            (.leastNonzeroMagnitude, "0"),
        ])
    func percent(probability: Double, text: String) async throws {
        let service = try FHIRService.test(StubModel(probability: probability))
        let response = try await service.assess(TestObservation.bundle(TestObservation.row()))
        #expect(response.text.contains("\"probabilityDecimal\":\(text),"))
    }

    @Test("An ensemble's interval is a range in percent, beside the probability")
    func interval() async throws {
        let estimate = RiskEstimate(
            probability: 0.93, interval: .init(low: 0.88, high: 0.97, share: 0.9),
            contributions: [.init(feature: "worst radius", logOdds: 1.25), .init(feature: "mean texture", logOdds: -2.5)],
            outOfRange: ["worst area"])
        let response = try await FHIRService.test(StubModel(estimate)).assess(TestObservation.bundle(TestObservation.row()))
        let json = try response.json()
        let prediction = try #require(json["prediction"]?[0])
        #expect(prediction["probabilityDecimal"] == nil)
        for (bound, percent) in [("low", 88.0), ("high", 97.0)] {
            let quantity = prediction["probabilityRange"]?[bound]
            #expect(quantity?["value"]?.number == percent)
            #expect(quantity?["code"]?.string == "%")
            #expect(quantity?["system"]?.string == "http://unitsofmeasure.org")
        }
        #expect(prediction["extension"]?[0]?["url"]?.string == Canonical.pointEstimate)
        #expect(prediction["extension"]?[0]?["valueDecimal"]?.number == 93)
        #expect(
            prediction["rationale"]?.string
                == "Probability of malignancy: 93 % (90 % of the ensemble: 88 % to 97 %). Malignant at the threshold of 50 %. "
                + "What moved it most, in log odds: mean texture -2.50, worst radius +1.25.")
        #expect(
            json["note"]?[0]?["text"]?.string == "worst area lies outside the range of the rows that the model was trained on.")
    }

    @Test(
        "A probability that is not certain never reads as certain",
        arguments: [(0.99996, "more than 99.9 %"), (1e-6, "less than 0.1 %")])
    func wording(probability: Double, text: String) async throws {
        let service = try FHIRService.test(StubModel(probability: probability))
        let json = try await service.assess(TestObservation.bundle(TestObservation.row())).json()
        #expect(json["prediction"]?[0]?["rationale"]?.string?.contains("malignancy: \(text);") == true)
    }

    @Test(
        "HL7's words for probabilities",
        arguments: [
            (0.0, "negligible"), (0.01, "low"), (0.1, "moderate"), (0.5, "moderate"), (0.51, "high"), (0.99, "certain"),
        ])
    func qualitative(probability: Double, word: String) async throws {
        let service = try FHIRService.test(StubModel(probability: probability))
        let json = try await service.assess(TestObservation.bundle(TestObservation.row())).json()
        let coding = try #require(json["prediction"]?[0]?["qualitativeRisk"]?["coding"]?[0])
        #expect(coding["code"]?.string == word)
        #expect(coding["system"]?.string == "http://terminology.hl7.org/CodeSystem/risk-probability")
    }

    @Test("A RiskAssessment that contains its Observations comes back with them")
    func contained() async throws {
        let service = try FHIRService.test(StubModel(probability: 0.25))
        let row = TestObservation.row()
        for basis in [nil, row.map { String($0.members["id"]!.dropFirst().dropLast()) }] {
            let json = try await service.assess(TestObservation.assessment(row, basis: basis)).json()
            #expect(json["resourceType"]?.string == "RiskAssessment")
            #expect(json["basis"]?[0]?["reference"]?.string == "#mean-radius")
            let observation = try #require(json["contained"]?[0])
            #expect(observation["id"]?.string == "mean-radius")
            #expect(observation["valueQuantity"]?["value"]?.number == 17.99)
            #expect(json["contained"]?.elements.count == 30)
        }
    }

    @Test("Contained Observations without a subject are of the assessment's")
    func inheritedSubject() async throws {
        let model = StubModel(probability: 0.25)
        let row = TestObservation.row().map { observation in
            var observation = observation
            observation.members["subject"] = nil
            return observation
        }
        let response = try await FHIRService.test(model).assess(TestObservation.assessment(row))
        #expect(response.status == 200)
        #expect(model.subjects.map(\.subject) == ["Patient/1"])
    }

    @Test("Observations are referred to by fullUrl, then by id, and contained where they have neither")
    func references() async throws {
        let service = try FHIRService.test(StubModel(probability: 0.25))
        let urls = try await service.assess(TestObservation.bundle(TestObservation.row(), type: "searchset", fullUrls: true))
            .json()
        #expect(urls["basis"]?[3]?["reference"]?.string == "https://ehr.example/fhir/Observation/3")
        var row = TestObservation.row()
        row[0].members["id"] = #""no id!""#
        let json = try await service.assess(TestObservation.bundle(row)).json()
        #expect(json["basis"]?[0]?["reference"]?.string == "#observation-1")
        #expect(json["contained"]?[0]?["id"]?.string == "observation-1")
        #expect(json["contained"]?.elements.count == 1)
        #expect(json["basis"]?[1]?["reference"]?.string == "Observation/mean-texture")
    }

    @Test("Each patient of a bundle gets an assessment, whatever the order of the Observations")
    func patients() async throws {
        let model = StubModel([.success(.init(probability: 0.9)), .success(.init(probability: 0.1))])
        let (first, second) = (TestObservation.row(subject: "Patient/1"), TestObservation.row(subject: "Patient/2"))
        let mixed = zip(first, second).flatMap { [$0, $1] }
        let response = try await FHIRService.test(model).assess(TestObservation.bundle(mixed))
        let json = try response.json()
        #expect(json["resourceType"]?.string == "Bundle")
        #expect(json["type"]?.string == "collection")
        let resources = (json["entry"]?.elements ?? []).map { $0["resource"] }
        #expect(resources.map { $0?["subject"]?["reference"]?.string } == ["Patient/1", "Patient/2"])
        #expect(resources.map { $0?["prediction"]?[0]?["probabilityDecimal"]?.number } == [90, 10])
        #expect(model.subjects.map(\.subject) == ["Patient/1", "Patient/2"])
    }

    @Test("A patient who cannot be assessed does not keep others from it")
    func partial() async throws {
        let rows = TestObservation.row(subject: "Patient/1") + TestObservation.row(subject: "Patient/2").dropLast()
        let json = try await FHIRService.test(StubModel(probability: 0.9)).assess(TestObservation.bundle(rows)).json()
        let entries = try #require(json["entry"]?.elements)
        #expect(entries.map { $0["resource"]?["resourceType"]?.string } == ["RiskAssessment", "OperationOutcome"])
        let issue = entries[1]["resource"]?["issue"]?[0]
        #expect(issue?["code"]?.string == "required")
        #expect(issue?["details"]?["coding"]?[0]?["code"]?.string == "worst-fractal-dimension")
        #expect(issue?["details"]?["text"]?.string == "\"Patient/2\" has no usable Observation of worst fractal dimension")
    }

    @Test("A row that the model refuses fails alone")
    func refusedRow() async throws {
        let model = StubModel([.failure(.init("too large for the model")), .success(.init(probability: 0.1))])
        let rows = TestObservation.row(subject: "Patient/1") + TestObservation.row(subject: "Patient/2")
        let json = try await FHIRService.test(model).assess(TestObservation.bundle(rows)).json()
        let resources = (json["entry"]?.elements ?? []).map { $0["resource"] }
        #expect(resources[0]?["subject"]?["reference"]?.string == "Patient/2")
        #expect(resources[1]?["issue"]?[0]?["details"]?["text"]?.string == "\"Patient/1\": too large for the model")
        let alone = try await FHIRService.test(StubModel([.failure(.init("too large"))])).assess(
            TestObservation.bundle(TestObservation.row()))
        #expect(alone.status == 422)
        #expect(try alone.issues() == ["error: value at Bundle.entry[0].resource"])
    }

    @Test("A subject may be an identifier; versions of a reference are one subject")
    func subjects() async throws {
        let model = StubModel(probability: 0.9)
        let row = TestObservation.row().map { observation in
            var observation = observation
            observation.members["subject"] = #"{"identifier":{"system":"urn:oid:1.2.3","value":"17"}}"#
            return observation
        }
        let json = try await FHIRService.test(model).assess(TestObservation.bundle(row)).json()
        #expect(json["subject"]?["identifier"]?["value"]?.string == "17")
        #expect(model.subjects.map(\.subject) == ["urn:oid:1.2.3|17"])
        var versions = TestObservation.row()
        versions[4].members["subject"] = #"{"reference":"Patient/1/_history/2"}"#
        #expect(
            try await FHIRService.test(model).assess(TestObservation.bundle(versions)).json()["resourceType"]?.string
                == "RiskAssessment")
    }

    @Test("Observations that do not stand, and those of others, are passed over, and the answer says so")
    func passedOver() async throws {
        var cancelled = TestObservation(NucleusMeasurement.all[0], 1)
        cancelled.members["status"] = #""entered-in-error""#
        cancelled.members["dataAbsentReason"] = "{}"
        cancelled.members["modifierExtension"] = "[]"
        var height = TestObservation(NucleusMeasurement.all[1], 1)
        height.members["code"] = TestObservation.code("8302-2", system: "http://loinc.org")
        let model = StubModel(probability: 0.9)
        let json = try await FHIRService.test(model).assess(
            TestObservation.bundle([cancelled, height] + TestObservation.row())
        ).json()
        #expect(model.subjects[0].measurements == TestObservation.firstRow)
        #expect(
            (json["note"]?.elements ?? []).compactMap { $0["text"]?.string } == [
                "An Observation of mean radius was not used: it is entered-in-error.",
                "1 Observations with codes of other systems were not used.", "Demonstration, not a medical device.",
            ])
    }

    @Test("An assessment of preliminary Observations is preliminary")
    func preliminary() async throws {
        var row = TestObservation.row()
        row[7].members["status"] = #""preliminary""#
        let json = try await FHIRService.test(StubModel(probability: 0.9)).assess(TestObservation.bundle(row)).json()
        #expect(json["status"]?.string == "preliminary")
    }

    @Test("Elements that are not known and values without a unit are accepted; names of persons are not repeated")
    func tolerance() async throws {
        var row = TestObservation.row()
        row[0].members["specimenOfTomorrow"] = #"{"a":[1,2,{"b":null}]}"#
        row[1].members["valueQuantity"] = #"{"value":1.038e1}"#
        row[2].members["valueQuantity"] = #"{"value":122.80,"unit":"1"}"#
        row[3].members["note"] = "null"
        let model = StubModel(probability: 0.9)
        let response = try await FHIRService.test(model).assess(TestObservation.bundle(row))
        #expect(response.status == 200)
        #expect(model.subjects[0].measurements == TestObservation.firstRow)
        #expect(!response.text.contains("Jane Doe"))
    }

    @Test("A model's features decide which measurements are needed, and in which order")
    func features() async throws {
        let model = StubModel([.success(.init(probability: 0.5))], features: ["worst area", "mean radius"])
        let response = try await FHIRService.test(model).assess(TestObservation.bundle(TestObservation.row()))
        #expect(response.status == 200)
        #expect(model.subjects[0].measurements == [2019, 17.99])
        let error = #expect(throws: UncodedFeatures.self) {
            try FHIRService(model: StubModel([], features: ["mean radius", "age"]))
        }
        #expect(error?.features == ["age"])
    }

    @Test(
        "Estimates that are no probabilities are the service's fault",
        arguments: [
            RiskEstimate(probability: 1.5), RiskEstimate(probability: .nan),
            RiskEstimate(probability: 0.5, interval: .init(low: 0.6, high: 0.4, share: 0.9)),
        ])
    func invalidEstimates(estimate: RiskEstimate) async throws {
        let service = try FHIRService.test(StubModel(estimate))
        await #expect(throws: InvalidEstimates.self) { try await service.assess(TestObservation.bundle(TestObservation.row())) }
    }
}

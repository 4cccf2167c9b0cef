import Clinical
import Foundation
import StrictJSON
import Testing

/// A call of the hook as JSON, whose members a test changes.
private struct HookCall {
    var members = [
        "hook": #""patient-view""#, "hookInstance": #""d1577c69-dfbe-44ad-ba6d-3e05e953b2ea""#,
        "context": #"{"userId":"Practitioner/7","patientId":"1"}"#,
    ]

    init(prefetch: String?) { members["prefetch"] = prefetch.map { #"{"observations":\#($0)}"# } }
    init(_ observations: [TestObservation] = TestObservation.row()) {
        self.init(prefetch: TestObservation.bundle(observations, type: "searchset"))
    }

    var body: [UInt8] {
        Array(("{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}").utf8)
    }
}

extension CDSHooksService {
    fileprivate static func test(_ model: StubModel, page: String? = nil) throws -> CDSHooksService {
        CDSHooksService(fhir: try .test(model), page: page)
    }

    fileprivate func call(_ call: HookCall) async throws -> ClinicalResponse { try await self.call(Self.id, call.body) }
}

@Suite("CDS Hooks: cards")
struct CDSHooksTests {
    @Test("Discovery lists the service, its hook and what it needs prefetched")
    func discovery() throws {
        let response = CDSHooksService.discovery()
        #expect(response.status == 200)
        let services = try #require(try response.json()["services"]?.elements)
        #expect(services.count == 1)
        #expect(services[0]["id"]?.string == CDSHooksService.id)
        #expect(services[0]["hook"]?.string == "patient-view")
        #expect(
            services[0]["prefetch"]?["observations"]?.string
                == "Observation?patient={{context.patientId}}&code=https://kindling.example/fhir/CodeSystem/breast-mass-measurement|"
        )
        #expect(services[0]["description"]?.string?.contains("not a medical device") == true)
    }

    @Test("A patient with measurements gets a card with the estimate and what it says")
    func card() async throws {
        let estimate = RiskEstimate(
            probability: 0.93, interval: .init(low: 0.88, high: 0.97, share: 0.9),
            contributions: [.init(feature: "worst radius", logOdds: 1.25)], outOfRange: ["worst area"])
        let service = try CDSHooksService.test(StubModel(estimate), page: "https://cds.example/")
        let response = try await service.call(HookCall())
        #expect(response.status == 200)
        #expect(response.contentType == "application/json; charset=utf-8")
        let cards = try #require(try response.json()["cards"]?.elements)
        #expect(cards.count == 1)
        let card = cards[0]
        #expect(
            card["summary"]?.string
                == "Breast mass: 93 % probability of malignancy, malignant. Demonstration, not a medical device.")
        #expect(card["indicator"]?.string == "warning")
        #expect(UUID(uuidString: card["uuid"]?.string ?? "") != nil)
        #expect(
            card["detail"]?.string == """
                - Probability of malignancy: 93 % (90 % of the ensemble: 88 % to 97 %). Malignant at the threshold of 50 %.
                - What moved it most, in log odds: worst radius +1.25.
                - worst area lies outside the range of the rows that the model was trained on.
                - ensemble-12, version 3. Demonstration, not a medical device.
                """)
        #expect(card["source"]?["label"]?.string == "Kindling, classifier of breast masses")
        #expect(card["source"]?["topic"]?["code"]?.string == "malignancy-of-breast-mass")
        #expect(card["links"]?[0]?["url"]?.string == "https://cds.example/")
        #expect(card["links"]?[0]?["type"]?.string == "absolute")
        #expect(card["selectionBehavior"]?.string == "at-most-one")
        #expect((card["overrideReasons"]?.elements ?? []).allSatisfy { $0["display"] != nil && $0["system"] != nil })
    }

    @Test("The card suggests to record the estimate")
    func suggestion() async throws {
        let response = try await CDSHooksService.test(StubModel(probability: 0.93)).call(HookCall())
        let suggestion = try #require(try response.json()["cards"]?[0]?["suggestions"]?[0])
        #expect(UUID(uuidString: suggestion["uuid"]?.string ?? "") != nil)
        let action = try #require(suggestion["actions"]?[0])
        #expect(action["type"]?.string == "create")
        let resource = try #require(action["resource"])
        #expect(resource["resourceType"]?.string == "RiskAssessment")
        #expect(resource["prediction"]?[0]?["probabilityDecimal"]?.number == 93)
        #expect(R4.broken(resource) == [])
    }

    @Test("A benign estimate is information")
    func benign() async throws {
        let card = try await CDSHooksService.test(StubModel(probability: 0.01)).call(HookCall()).json()["cards"]?[0]
        #expect(card?["indicator"]?.string == "info")
        #expect(card?["summary"]?.string?.hasPrefix("Breast mass: 1 % probability of malignancy, benign.") == true)
    }

    @Test(
        "Whatever the estimate, a summary has fewer than 140 characters, and nothing is empty",
        arguments: [0, 1e-9, 0.12345, 0.99999, 1])
    func limits(probability: Double) async throws {
        let response = try await CDSHooksService.test(StubModel(probability: probability)).call(HookCall())
        let json = try response.json()
        #expect(try #require(json["cards"]?[0]?["summary"]?.string).count < 140)
        #expect(!R4.broken(json).contains("ele-1"))
        #expect(json["cards"]?[0]?["links"] == nil)
    }

    @Test("A patient without measurements gets no card")
    func nothing() async throws {
        let service = try CDSHooksService.test(StubModel(probability: 0.93))
        var height = TestObservation(NucleusMeasurement.all[1], 1)
        height.members["code"] = TestObservation.code("8302-2", system: "http://loinc.org")
        let empty = #"{"resourceType":"Bundle","type":"searchset","total":0}"#
        for call in [HookCall(prefetch: "null"), HookCall(prefetch: empty), HookCall([height])] {
            let response = try await service.call(call)
            #expect(response.status == 200)
            #expect(response.text == #"{"cards":[]}"#)
        }
    }

    @Test("Measurements that cannot be used get a card that says why")
    func unusable() async throws {
        var row = TestObservation.row()
        row[0].members["valueQuantity"] = #"{"value":1,"unit":"[x](http://y.example) *"}"#
        let response = try await CDSHooksService.test(StubModel(probability: 0.93)).call(HookCall(row))
        let card = try #require(try response.json()["cards"]?[0])
        #expect(card["indicator"]?.string == "info")
        #expect(card["summary"]?.string == "Breast mass: no estimate, since measurements are missing or cannot be used.")
        #expect(card["detail"]?.string?.contains(#"not in "\[x\](http\://y.example) \*""#) == true)
        #expect(card["suggestions"] == nil)
        let refused = try await CDSHooksService.test(StubModel([.failure(.init("too large"))])).call(HookCall())
        #expect(try refused.json()["cards"]?[0]?["detail"]?.string?.hasPrefix("- too large\n") == true)
    }

    @Test(
        "Without the prefetched Bundle the answer is 412",
        arguments: [
            nil, "{}", #"{"other":null}"#, #"{"observations":{"resourceType":"OperationOutcome"}}"#, #"{"observations":"123"}"#,
        ])
    func prefetch(prefetch: String?) async throws {
        var call = HookCall()
        call.members["prefetch"] = prefetch
        let response = try await CDSHooksService.test(StubModel(probability: 0.93)).call(call)
        #expect(response.status == 412)
        #expect(response.contentType == "application/problem+json")
        #expect(try response.json()["title"]?.string == "Precondition Failed")
    }

    @Test("Observations of another patient are refused")
    func otherPatient() async throws {
        let service = try CDSHooksService.test(StubModel(probability: 0.93))
        for subject in ["Patient/2", "Patient/11", "Group/1"] {
            let rows = TestObservation.row() + [TestObservation(NucleusMeasurement.all[0], 1, subject: subject)]
            #expect(try await service.call(HookCall(rows)).status == 400)
        }
        var row = TestObservation.row()
        row[3].members["subject"] = #"{"reference":"https://ehr.example/fhir/Patient/1"}"#
        #expect(try await service.call(HookCall(row)).json()["cards"]?[0]?["indicator"]?.string == "warning")
    }

    @Test(
        "Calls that are none",
        arguments: [
            ("hook", #""order-sign""#, #"hook must be patient-view, got "order-sign""#),
            ("hook", nil, "hook must be a string that is not empty"),
            ("hookInstance", #""7""#, "hookInstance must be a UUID"), ("context", "[]", "context must be an object"),
            ("context", #"{"patientId":"1"}"#, "context.userId must be a string that is not empty"),
            ("context", #"{"userId":"a","patientId":"Patient/1"}"#, "context.patientId must be the id of a Patient"),
            (
                "context", #"{"userId":"a","patientId":"1","encounterId":5}"#,
                "context.encounterId must be a string that is not empty"
            ),
            ("prefetch", "[]", "prefetch must be an object"), ("fhirAuthorization", "{}", "fhirAuthorization needs fhirServer"),
            ("fhirServer", "1", "fhirServer must be a string that is not empty"),
        ])
    func wrongCall(member: String, json: String?, problem: String) async throws {
        var call = HookCall()
        call.members[member] = json
        let response = try await CDSHooksService.test(StubModel(probability: 0.93)).call(call)
        #expect(response.status == 400)
        #expect(try response.json()["detail"]?.string == problem)
    }

    @Test("Other services are not found; what is no JSON is refused")
    func unknown() async throws {
        let service = try CDSHooksService.test(StubModel(probability: 0.93))
        #expect(try await service.call("other", HookCall().body).status == 404)
        #expect(try await service.call(CDSHooksService.id, Array("{".utf8)).status == 400)
        #expect(try await service.call(CDSHooksService.id, Array("[]".utf8)).status == 400)
        let bundle = HookCall(prefetch: #"{"resourceType":"Bundle","type":"batch"}"#)
        #expect(
            try await service.call(bundle).json()["detail"]?.string
                == #"the prefetched Bundle, Bundle.type: a Bundle must be a collection or a searchset, not "batch""#)
    }
}

@Suite("CDS Hooks: feedback")
struct FeedbackTests {
    private static let card = "4e0a3a1e-3283-4575-ab82-028d55fe2719"
    private static let suggestion = "e56e1945-20b3-4393-8503-a1a20fd73152"

    private func feedback(_ text: String) -> (response: ClinicalResponse, feedback: [CDSFeedback]) {
        CDSHooksService.feedback(CDSHooksService.id, Array(text.utf8))
    }

    @Test("What was accepted and what was overridden")
    func outcomes() throws {
        let (response, feedback) = feedback(
            """
            {"feedback":[
                {"card":"\(Self.card)","outcome":"accepted","acceptedSuggestions":[{"id":"\(Self.suggestion)"}],
                 "outcomeTimestamp":"2026-12-11T00:00:00Z"},
                {"card":"\(Self.card)","outcome":"overridden","outcomeTimestamp":"2026-12-11T00:00:00.250Z","overrideReason":
                 {"reason":{"system":"\(Canonical.overrideReasons)","code":"already-known"},"userComment":"seen"}}]}
            """)
        #expect(response.status == 200)
        #expect(feedback.map(\.outcome) == [.accepted, .overridden])
        #expect(feedback[0].card == UUID(uuidString: Self.card))
        #expect(feedback[0].acceptedSuggestions == [UUID(uuidString: Self.suggestion)])
        #expect(feedback[1].reason?.system == Canonical.overrideReasons)
        #expect(feedback[1].reason?.code == "already-known")
        #expect(feedback[1].comment == "seen")
        #expect(feedback[1].date.timeIntervalSince(feedback[0].date) == 0.25)
    }

    @Test(
        "Feedback that is none",
        arguments: [
            ("", "byte 0"), ("[]", "feedback must be an array"), (#"{"feedback":[]}"#, "feedback must be an array"),
            (#"{"feedback":[{}]}"#, "feedback[0].card must be a string"),
            (#"{"feedback":[{"card":"1"}]}"#, "feedback[0].card must be a UUID"),
            (#"{"feedback":[{"outcome":"seen"}]}"#, "feedback[0].outcome must be accepted or overridden"),
            (#"{"feedback":[{"outcome":"accepted"}]}"#, "feedback[0].acceptedSuggestions must name"),
            (#"{"feedback":[{"outcomeTimestamp":"yesterday"}]}"#, "feedback[0].outcomeTimestamp must be a time"),
            (#"{"feedback":[{"overrideReason":{"reason":{}}}]}"#, "feedback[0].overrideReason.reason.code must be a string"),
        ])
    func wrong(body: String, problem: String) throws {
        let (response, feedback) = feedback(body)
        #expect(response.status == 400)
        #expect(feedback.isEmpty)
        #expect(try response.json()["detail"]?.string?.contains(problem) == true)
    }

    @Test("Feedback to another service is not found")
    func unknown() { #expect(CDSHooksService.feedback("other", []).response.status == 404) }
}

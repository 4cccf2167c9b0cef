import Clinical
import Foundation
import Testing

/// An answer of each kind, for checks of what FHIR and CDS Hooks demand of all.
struct Sample: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let status: Int
    let response: @Sendable () async throws -> ClinicalResponse

    private static let interval = RiskEstimate(
        probability: 0.93, interval: .init(low: 0.88, high: 0.97, share: 0.9),
        contributions: [.init(feature: "worst radius", logOdds: 1.25)], outOfRange: ["worst area"])

    /// Every kind of answer.
    static func all() throws -> [Sample] {
        let point = try FHIRService.test(StubModel(probability: 0.93))
        let range = try FHIRService.test(StubModel(interval))
        let row = TestObservation.row()
        let patients = (1...3).flatMap { TestObservation.row(subject: "Patient/\($0)") }
        func assess(_ name: String, _ status: Int, _ service: FHIRService, _ body: String) -> Sample {
            Sample(testDescription: name, status: status) { try await service.assess(body) }
        }
        return [
            assess("assessment", 200, point, TestObservation.bundle(row)),
            assess("assessment-range", 200, range, TestObservation.bundle(row, fullUrls: true)),
            assess("assessment-contained", 200, range, TestObservation.assessment(row)),
            assess("bundle", 200, range, TestObservation.bundle(patients)),
            assess("bundle-partial", 200, point, TestObservation.bundle(patients.dropLast(5))),
            assess("outcome-missing", 422, point, TestObservation.bundle(Array(row.dropLast()))),
            assess("outcome-structure", 400, point, "{"),
            Sample(testDescription: "capabilities", status: 200) { point.capabilities() },
            Sample(testDescription: "operation", status: 200) { FHIRService.operationDefinition("assess") },
            Sample(testDescription: "outcome-failure", status: 503) {
                FHIRService.failure(status: 503, .transient, "the queue is full")
            },
        ]
            + FHIRService.codeSystems.map { name in
                Sample(testDescription: "codesystem-\(name)", status: 200) { FHIRService.codeSystem(name) }
            }
    }
}

@Suite("Samples for other checkers")
struct SampleTests {
    @Test("Answers and requests of each kind are written where CLINICAL_SAMPLES says", .enabled(if: folder != nil))
    func write() async throws {
        let folder = URL(filePath: try #require(Self.folder))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for sample in try Sample.all() {
            try await Data(sample.response().body).write(to: folder.appending(path: sample.testDescription + ".json"))
        }
        let requests = [
            "request-bundle": TestObservation.bundle(TestObservation.row()),
            "request-contained": TestObservation.assessment(TestObservation.row()),
        ]
        for (name, text) in requests { try Data(text.utf8).write(to: folder.appending(path: name + ".json")) }
    }

    static let folder = ProcessInfo.processInfo.environment["CLINICAL_SAMPLES"]
}

import Clinical
import Foundation
import StrictJSON
import Testing

/// A generator of which a seed decides everything (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension SeededGenerator {
    /// What parsers and readers trip over.
    private static let tokens = [
        "null", "1e400", "-1e999", "-0", "9007199254740993", "1e-400", "[", "]", "{", "}", "\"", "\\", "\\u0000", "\\ud800",
        ",", ":",
        "[]", "{}", "\"\"", "true", "\u{0}", "é", "\u{202E}", String(repeating: "[", count: 100),
        String(repeating: #"{"a":"#, count: 40),
        String(repeating: "9", count: 400), #""resourceType":"Bundle","#, #""fullUrl":"x","#, "Patient/1", "#mean-radius",
    ]

    /// Bytes with some of them changed, removed, repeated or replaced.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard !bytes.isEmpty else { break }
            let start = Int.random(in: 0..<bytes.count, using: &self)
            let end = min(bytes.count, start + Int.random(in: 0...20, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[start] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 3: bytes.removeLast(bytes.count - end)
            default: bytes.replaceSubrange(start..<end, with: (Self.tokens.randomElement(using: &self) ?? "").utf8)
            }
        }
        return bytes
    }
}

@Suite("Any bytes are answered")
struct FuzzingTests {
    private static let rounds = 4000

    @Test("FHIR", arguments: [1, 2] as [UInt64])
    func fhir(seed: UInt64) async throws {
        var generator = SeededGenerator(state: seed)
        let row = Array(TestObservation.row()[..<4])
        let model = StubModel(
            [.success(.init(probability: 0.5))], features: row.indices.map { NucleusMeasurement.all[$0].feature })
        let service = try FHIRService.test(model)
        let requests = [
            TestObservation.bundle(row, fullUrls: true), TestObservation.bundle(row), TestObservation.assessment(row),
        ]
        var statuses: [Int: Int] = [:]
        for _ in 0..<Self.rounds {
            let body = generator.mutated(Array(requests.randomElement(using: &generator)!.utf8))
            let response = try await service.assess(body)
            statuses[response.status, default: 0] += 1
            #expect(R4.broken(try response.json()) == [], "\(String(decoding: body, as: UTF8.self))")
        }
        // Every kind of answer was there.
        #expect(Set(statuses.keys) == [200, 400, 422])
    }

    @Test("CDS Hooks", arguments: [3, 4] as [UInt64])
    func hooks(seed: UInt64) async throws {
        var generator = SeededGenerator(state: seed)
        let row = Array(TestObservation.row()[..<3])
        let model = StubModel(
            [.success(.init(probability: 0.5))], features: row.indices.map { NucleusMeasurement.all[$0].feature })
        let service = CDSHooksService(fhir: try .test(model))
        let call =
            #"{"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"a","patientId":"1"},"#
            + #""prefetch":{"observations":\#(TestObservation.bundle(row, type: "searchset"))}}"#
        let feedback =
            #"{"feedback":[{"card":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","outcome":"overridden","overrideReason":{"reason":{"code":"a"}},"#
            + #""outcomeTimestamp":"2026-12-11T00:00:00Z"}]}"#
        var statuses: Set<Int> = []
        for _ in 0..<Self.rounds {
            let response = try await service.call(CDSHooksService.id, generator.mutated(Array(call.utf8)))
            statuses.insert(response.status)
            #expect(try response.json()[response.status == 200 ? "cards" : "detail"] != nil)
            #expect(
                try CDSHooksService.feedback(CDSHooksService.id, generator.mutated(Array(feedback.utf8))).response.json()
                    != .null)
        }
        #expect(statuses == [200, 400, 412])
    }

    @Test("Random bytes")
    func noise() async throws {
        var generator = SeededGenerator(state: 5)
        let service = try FHIRService.test(StubModel(probability: 0.5))
        for count in 0..<200 {
            let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(try await service.assess(body).status == 400)
        }
    }

    @Test("Deep nesting and large numbers")
    func extremes() async throws {
        let service = try FHIRService.test(StubModel(probability: 0.5))
        for text in [String(repeating: "[", count: 1_000_000), String(repeating: #"{"a":"#, count: 100_000)] {
            #expect(try await service.assess(text).status == 400)
        }
        var row = TestObservation.row()
        row[0].members["valueQuantity"] = #"{"value":1e400}"#
        #expect(try await service.assess(TestObservation.bundle(row)).status == 400)
        row[0].members["valueQuantity"] = #"{"value":-1.7976931348623157e308}"#
        #expect(try await service.assess(TestObservation.bundle(row)).status == 200)
        #expect(try await service.assess(TestObservation.assessment(row)).status == 200)
    }
}

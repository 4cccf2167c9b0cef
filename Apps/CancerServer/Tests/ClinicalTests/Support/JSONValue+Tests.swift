import Clinical
import Foundation
import StrictJSON
import Testing

extension JSONValue {
    init(text: String) throws { self = try Array(text.utf8).withUnsafeBytes { try JSONValue($0) } }

    subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    var string: String? { if case .string(let string) = self { string } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
    var members: [(name: String, value: JSONValue)] { if case .object(let members) = self { members } else { [] } }

    /// The value and all in it.
    var descendants: [JSONValue] { [self] + elements.flatMap(\.descendants) + members.flatMap(\.value.descendants) }
}

extension ClinicalResponse {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    func json() throws -> JSONValue { try JSONValue(text: text) }

    /// The issues of an OperationOutcome, as `code at expression`.
    func issues() throws -> [String] {
        let outcome = try json()
        #expect(outcome["resourceType"]?.string == "OperationOutcome")
        return (outcome["issue"]?.elements ?? []).map {
            let severity = $0["severity"]?.string ?? ""
            return "\(severity): \($0["code"]?.string ?? "") at \($0["expression"]?[0]?.string ?? "nowhere")"
        }
    }
}

extension FHIRService {
    /// A service at a fixed time.
    static func test(_ model: StubModel, maximumSubjects: Int = 1000) throws -> FHIRService {
        try FHIRService(model: model, maximumSubjects: maximumSubjects, now: { Date(timeIntervalSince1970: 1_800_000_000) })
    }

    func assess(_ json: String) async throws -> ClinicalResponse { try await assess(Array(json.utf8)) }
}

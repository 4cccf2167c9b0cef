import FoundationEssentials

/// Values as JSON text: keys sorted, NaN and infinities as strings, numbers with all their bits.
enum JSON {
    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func name(_ key: any CodingKey) -> String { key.intValue.map(String.init) ?? key.stringValue }

    /// What could not be decoded, and why.
    static func reason(_ error: any Error) -> String {
        let context: DecodingError.Context
        switch error {
        case DecodingError.keyNotFound(let key, let found):
            return (found.codingPath.map(name) + [key.stringValue]).joined(separator: ".") + " is missing in the checkpoint"
        case DecodingError.typeMismatch(let type, let found):
            return found.codingPath.map(name).joined(separator: ".") + " is no \(type) in the checkpoint"
        case DecodingError.valueNotFound(_, let found), DecodingError.dataCorrupted(let found): context = found
        default: return "\(error)"
        }
        let path = context.codingPath.map(name).joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return try decoder.decode(type, from: Data(text.utf8))
    }
}

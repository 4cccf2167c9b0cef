import FoundationEssentials

/// Prints one JSON value on standard output.
enum JSON {
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Console.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// A quotient, which is null where there was nothing to measure, such as the sensitivity without a malignant row.
@propertyWrapper
struct NullIfNaN: Encodable {
    var wrappedValue: Double

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if wrappedValue.isNaN { try container.encodeNil() } else { try container.encode(wrappedValue) }
    }
}

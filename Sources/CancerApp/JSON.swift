import FoundationEssentials

/// Prints one JSON value on standard output.
enum JSON {
    static func print(_ value: some Encodable) throws { Console.print(try text(value)) }

    fileprivate static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// Prints a JSON array on standard output in several steps. Only ``finish()`` closes it: an interrupted list is not mistaken
/// for a complete one.
struct JSONList {
    private var isOpen = false

    mutating func print(_ elements: [some Encodable]) throws {
        // The lines of the elements, without the brackets around them.
        let lines = try JSON.text(elements).dropFirst("[\n".count).dropLast("\n]".count)
        Console.print((isOpen ? ",\n" : "[\n") + lines, terminator: "")
        isOpen = true
    }

    func finish() { Console.print(isOpen ? "\n]" : "[]") }
}

/// A quotient that is null where it is undefined, such as the sensitivity without a malignant row.
@propertyWrapper
struct NullIfNaN: Encodable {
    var wrappedValue: Double

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if wrappedValue.isNaN { try container.encodeNil() } else { try container.encode(wrappedValue) }
    }
}

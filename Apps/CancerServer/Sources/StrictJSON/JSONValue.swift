/// A JSON value as a tree, for requests whose form is not known before.
///
/// The members of an object keep their order. A name that appears twice is an error.
public enum JSONValue: Equatable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A finite number.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object([(name: String, value: JSONValue)])

    /// Reads the one value that the bytes hold.
    public init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = 32) throws(JSONError) {
        var reader = JSONReader(bytes, maximumDepth: maximumDepth)
        self = try JSONValue(reading: &reader)
        try reader.end()
    }

    /// Reads the reader's next value.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        switch try reader.kind() {
        case .null, .bool: self = reader.null() ? .null : .bool(try reader.bool())
        case .number: self = .number(try reader.number())
        case .string: self = .string(try reader.string())
        case .array:
            var elements: [JSONValue] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try JSONValue(reading: &reader)) }
            self = .array(elements)
        case .object:
            var members: [(name: String, value: JSONValue)] = []
            var names: Set<String> = []
            try reader.beginObject()
            while let member = try reader.nextMember() {
                let name = try member.string()
                guard names.insert(name).inserted else {
                    throw JSONError(offset: member.offset, problem: "\(name.debugDescription) appears twice")
                }
                members.append((name, try JSONValue(reading: &reader)))
            }
            self = .object(members)
        }
    }

    /// The value of an object's member; nil where there is none, or where this is no object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    public static func == (a: JSONValue, b: JSONValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }
}

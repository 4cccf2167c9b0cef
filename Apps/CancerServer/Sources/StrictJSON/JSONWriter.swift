/// Writes JSON into bytes: members and elements in the order of the calls, numbers digit for digit as Foundation's `JSONEncoder`
/// writes them.
///
/// ```swift
/// var json = JSONWriter()
/// json.object { json in
///     json.member("probability") { $0.write(0.93) }
///     json.member("interval") { $0.array { $0.write(0.9); $0.write(0.95) } }
/// }
/// json.bytes      // {"probability":0.93,"interval":[0.9,0.95]}
/// ```
public struct JSONWriter: Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A writer without bytes.
    public init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func enclose<E: Error>(
        _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        separate()
        bytes.append(open)
        needsComma = false
        try body(&self)
        bytes.append(close)
        needsComma = true
    }

    /// Writes an object, whose members `body` writes.
    public mutating func object<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
        try enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// Writes an array, whose elements `body` writes.
    public mutating func array<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
        try enclose(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// Writes a member of an object, whose value `body` writes.
    public mutating func member<E: Error>(_ name: String, _ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
        write(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        try body(&self)
        needsComma = true
    }

    /// Writes a member that is a string.
    public mutating func member(_ name: String, _ value: String) { member(name) { $0.write(value) } }

    /// Writes a member that is a number.
    public mutating func member(_ name: String, _ value: Double) { member(name) { $0.write(value) } }

    /// Writes a member that is a whole number.
    public mutating func member(_ name: String, _ value: Int) { member(name) { $0.write(value) } }

    /// Writes a member that is true or false.
    public mutating func member(_ name: String, _ value: Bool) { member(name) { $0.write(value) } }

    /// Writes a member that is an array of strings.
    public mutating func member(_ name: String, _ values: [String]) {
        member(name) { $0.array { json in values.forEach { json.write($0) } } }
    }

    /// Writes a member that is an array of numbers.
    public mutating func member(_ name: String, _ values: [Double]) {
        member(name) { $0.array { json in values.forEach { json.write($0) } } }
    }

    /// Writes `null`.
    public mutating func writeNull() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes `true` or `false`.
    public mutating func write(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes a whole number.
    public mutating func write(_ value: Int) {
        separate()
        bytes.append(contentsOf: "\(value)".utf8)
    }

    /// Writes the shortest number that reads back as the same `Double`; `null` for what JSON cannot say, infinities and NaN.
    public mutating func write(_ value: Double) {
        guard value.isFinite else { return writeNull() }
        separate()
        bytes.append(contentsOf: value.description.utf8)
        // A whole number: 5, not 5.0.
        if bytes.suffix(2) == [UInt8(ascii: "."), UInt8(ascii: "0")] { bytes.removeLast(2) }
    }

    /// Writes a string.
    public mutating func write(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
            case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
            case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
            case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
            case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
            case 0..<0x20:
                bytes.append(contentsOf: #"\u00"#.utf8)
                bytes.append(contentsOf: [byte >> 4, byte & 15].map { Array("0123456789abcdef".utf8)[Int($0)] })
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a tree.
    public mutating func write(_ value: JSONValue) {
        switch value {
        case .null: writeNull()
        case .bool(let value): write(value)
        case .number(let value): write(value)
        case .string(let value): write(value)
        case .array(let elements): array { json in elements.forEach { json.write($0) } }
        case .object(let members):
            object { json in members.forEach { member in json.member(member.name) { $0.write(member.value) } } }
        }
    }
}

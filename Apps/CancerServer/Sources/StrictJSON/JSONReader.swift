/// Reads JSON (RFC 8259) from bytes, one value after the other, without a tree and without copies.
///
/// The caller says what it expects; anything else throws a ``JSONError`` with its offset. Stricter than the RFC demands: the depth is
/// limited, numbers must be finite as `Double`, strings must be valid UTF-8 without lone surrogates.
///
/// ```swift
/// try bytes.withUnsafeBytes { bytes in
///     var reader = JSONReader(bytes)
///     try reader.beginObject()
///     while let name = try reader.nextMember() {
///         if name.equals("mean radius") { radius = try reader.number() } else { try reader.skipValue() }
///     }
///     try reader.end()
/// }
/// ```
///
/// A reader points into the bytes that it was given and is valid only while they are.
public struct JSONReader {
    /// What a value is, as its first byte says.
    public enum Kind: Sendable {
        /// `{...}`
        case object
        /// `[...]`
        case array
        /// `"..."`
        case string
        /// A number.
        case number
        /// `true` or `false`
        case bool
        /// `null`
        case null
    }

    private let bytes: UnsafeRawBufferPointer
    private let maximumDepth: Int
    /// The offset of the next byte to be read.
    public private(set) var offset = 0
    private var depth = 0
    /// A bit for each open object or array, the innermost lowest: whether nothing of it was read yet.
    private var isAtStart: UInt64 = 0

    /// A reader at the first of some bytes.
    ///
    /// - Precondition: `maximumDepth` is at most 64.
    public init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = 32) {
        precondition(maximumDepth <= 64, "the depth must be at most 64, got \(maximumDepth)")
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    private func error(_ problem: String, at offset: Int? = nil) -> JSONError {
        JSONError(offset: offset ?? self.offset, problem: problem)
    }

    /// The byte at the offset; 0, which no JSON holds, at the end.
    private var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): offset += 1
            default: return
            }
        }
    }

    private mutating func skip(_ expected: UInt8) -> Bool {
        skipSpace()
        guard byte == expected else { return false }
        offset += 1
        return true
    }

    // MARK: Objects and arrays

    /// What the next value is.
    public mutating func kind() throws(JSONError) -> Kind {
        skipSpace()
        switch byte {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: throw error(offset < bytes.count ? "expected a value" : "expected a value, got the end")
        }
    }

    private mutating func begin(_ bracket: UInt8, _ name: String) throws(JSONError) {
        guard skip(bracket) else { throw error("expected \(name)") }
        guard depth < maximumDepth else { throw error("deeper than \(maximumDepth) levels", at: offset - 1) }
        depth += 1
        isAtStart = isAtStart << 1 | 1
    }

    /// Whether a further entry follows in the innermost object or array; if not, its end has been read.
    private mutating func hasNext(before bracket: UInt8) throws(JSONError) -> Bool {
        if skip(bracket) {
            depth -= 1
            isAtStart >>= 1
            return false
        }
        if isAtStart & 1 == 1 {
            isAtStart &= ~1
        } else if !skip(UInt8(ascii: ",")) {
            throw error("expected , or \(Character(Unicode.Scalar(bracket)))")
        }
        return true
    }

    /// Reads the start of an object, whose members ``nextMember()`` reads.
    public mutating func beginObject() throws(JSONError) { try begin(UInt8(ascii: "{"), "an object") }

    /// Reads the start of an array, whose elements follow each ``nextElement()`` that is true.
    public mutating func beginArray() throws(JSONError) { try begin(UInt8(ascii: "["), "an array") }

    /// The name of the next member of an object, whose value is to be read then; nil at the end of the object.
    public mutating func nextMember() throws(JSONError) -> JSONName? {
        guard try hasNext(before: UInt8(ascii: "}")) else { return nil }
        let name = try name()
        guard skip(UInt8(ascii: ":")) else { throw error("expected :") }
        return name
    }

    /// Whether another element of an array follows, which is to be read then.
    public mutating func nextElement() throws(JSONError) -> Bool { try hasNext(before: UInt8(ascii: "]")) }

    /// Reads to the end of the bytes, where nothing but space may be.
    public mutating func end() throws(JSONError) {
        skipSpace()
        guard offset == bytes.count else { throw error("expected the end") }
    }

    // MARK: Values

    private mutating func name() throws(JSONError) -> JSONName {
        skipSpace()
        guard byte == UInt8(ascii: "\"") else { throw error("expected a string") }
        offset += 1
        let start = offset
        var isEscaped = false
        var isASCII = true
        scan: while true {
            guard offset < bytes.count else { throw error("a string without an end", at: start - 1) }
            switch bytes[offset] {
            case UInt8(ascii: "\""): break scan
            case UInt8(ascii: "\\"):
                isEscaped = true
                offset += 2
            case 0..<0x20: throw error("a control character in a string")
            case 0x80...: isASCII = false; offset += 1
            default: offset += 1
            }
        }
        let name = JSONName(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<offset]), isEscaped: isEscaped, offset: start)
        offset += 1
        if !isASCII || isEscaped { _ = try name.string() }
        return name
    }

    /// Reads a string.
    public mutating func string() throws(JSONError) -> String { try name().string() }

    /// Reads a string that the caller compares, without a copy.
    public mutating func stringBytes() throws(JSONError) -> JSONName { try name() }

    /// Reads a finite number, rounded to the nearest `Double`.
    public mutating func number() throws(JSONError) -> Double {
        skipSpace()
        var number = JSONNumber(bytes, at: offset)
        guard let value = number.parse() else { throw error("expected a number", at: number.offset) }
        guard value.isFinite else { throw error("a number beyond the range of doubles") }
        offset = number.offset
        return value
    }

    /// Reads `true` or `false`.
    public mutating func bool() throws(JSONError) -> Bool {
        skipSpace()
        if skip(word: "true") { return true }
        if skip(word: "false") { return false }
        throw error("expected true or false")
    }

    /// Reads `null`, if that is the next value.
    public mutating func null() -> Bool {
        skipSpace()
        return skip(word: "null")
    }

    private mutating func skip(word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard bytes.count - offset >= count,
            (0..<count).allSatisfy({ bytes[offset + $0] == word.utf8Start[$0] })
        else { return false }
        offset += count
        return true
    }

    /// Reads a value of any kind, and checks it.
    public mutating func skipValue() throws(JSONError) {
        switch try kind() {
        case .object:
            try beginObject()
            while try nextMember() != nil { try skipValue() }
        case .array:
            try beginArray()
            while try nextElement() { try skipValue() }
        case .string: _ = try name()
        case .number: _ = try number()
        case .bool: _ = try bool()
        case .null: guard null() else { throw error("expected null") }
        }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a JSON string, to be compared without a copy.
public struct JSONName {
    /// What stands between the quotes.
    let bytes: UnsafeRawBufferPointer
    /// Whether there is a backslash.
    let isEscaped: Bool
    /// Where the bytes are in those of the reader.
    public let offset: Int

    /// Whether the string is the one with these bytes of UTF-8.
    public func equals(_ utf8: [UInt8]) -> Bool {
        if isEscaped { return (try? string()).map { Array($0.utf8) == utf8 } ?? false }
        guard bytes.count == utf8.count else { return false }
        guard let start = bytes.baseAddress else { return true }
        return utf8.withUnsafeBytes { other in other.baseAddress.map { memcmp(start, $0, bytes.count) == 0 } ?? true }
    }

    /// Whether the string is a literal of ASCII.
    public func equals(_ literal: StaticString) -> Bool {
        if isEscaped { return (try? string()) == "\(literal)" }
        guard bytes.count == literal.utf8CodeUnitCount else { return false }
        return bytes.baseAddress.map { memcmp($0, literal.utf8Start, bytes.count) == 0 } ?? true
    }

    /// The string, its escapes replaced.
    public func string() throws(JSONError) -> String {
        if !isEscaped {
            guard let string = String(validating: bytes, as: UTF8.self) else {
                throw JSONError(offset: offset, problem: "a string that is not UTF-8")
            }
            return string
        }
        var unescaped: [UInt8] = []
        unescaped.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                unescaped.append(bytes[index])
                index += 1
                continue
            }
            index += 2
            switch index <= bytes.count ? bytes[index - 1] : 0 {
            case UInt8(ascii: "\""): unescaped.append(UInt8(ascii: "\""))
            case UInt8(ascii: "\\"): unescaped.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "/"): unescaped.append(UInt8(ascii: "/"))
            case UInt8(ascii: "b"): unescaped.append(0x08)
            case UInt8(ascii: "f"): unescaped.append(0x0C)
            case UInt8(ascii: "n"): unescaped.append(0x0A)
            case UInt8(ascii: "r"): unescaped.append(0x0D)
            case UInt8(ascii: "t"): unescaped.append(0x09)
            case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try scalar(&index)).utf8)
            default: throw JSONError(offset: offset + index - 1, problem: "an escape that JSON does not have")
            }
        }
        guard let string = String(validating: unescaped, as: UTF8.self) else {
            throw JSONError(offset: offset, problem: "a string that is not UTF-8")
        }
        return string
    }

    /// The scalar whose four digits, or those of two surrogates, follow `\u`.
    private func scalar(_ index: inout Int) throws(JSONError) -> Character {
        let start = index
        func fail() -> JSONError {
            JSONError(offset: offset + start, problem: "\\u needs four hexadecimal digits of a character")
        }
        guard let first = unit(&index) else { throw fail() }
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard first < 0xDC00, index + 2 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw fail() }
        index += 2
        guard let second = unit(&index), (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + UInt32(first - 0xD800) << 10 + UInt32(second - 0xDC00))
        else { throw fail() }
        return Character(scalar)
    }

    private func unit(_ index: inout Int) -> UInt16? {
        guard index + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        index += 4
        return unit
    }
}

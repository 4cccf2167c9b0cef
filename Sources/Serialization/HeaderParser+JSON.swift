// The elements of JSON.
extension HeaderParser {
    mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Skips a character, after whitespace, if it is the next one.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        if position == bytes.count || bytes[position] != UInt8(ascii: character) { return false }
        position += 1
        return true
    }

    /// Skips one of `null`, `true` and `false`, after whitespace, if it comes next.
    mutating func skip(word: StaticString) -> Bool {
        skipBlanks()
        let isNext = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        if isNext { position += word.utf8CodeUnitCount }
        return isNext
    }

    mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsError) {
        if !skip(character) { throw fail(expected: "'\(character)'") }
    }

    /// Calls `member` with each key; it reads the value.
    mutating func object(
        _ member: (inout HeaderParser, String) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) {
        try expect("{")
        if skip("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try member(&self, key)
        } while skip(",")
        try expect("}")
    }

    /// An array of non-negative integers.
    mutating func integers() throws(SafetensorsError) -> [Int] {
        try expect("[")
        var numbers: [Int] = []
        if skip("]") { return numbers }
        repeat { numbers.append(try integer()) } while skip(",")
        try expect("]")
        return numbers
    }

    private mutating func integer() throws(SafetensorsError) -> Int {
        skipBlanks()
        let start = position
        var value = 0
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(bytes[position] &- UInt8(ascii: "0")))
            if overflow || carry { throw fail(expected: "a number below 2^63") }
            value = sum
            position += 1
        }
        let hasLeadingZero = position - start > 1 && bytes[start] == UInt8(ascii: "0")
        if position == start || hasLeadingZero { throw fail(expected: "a non-negative integer") }
        return value
    }

    mutating func string() throws(SafetensorsError) -> String {
        try expect("\"")
        var text = ""
        while true {
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
                if bytes[position] < 0x20 { throw fail(expected: "a control character to be escaped") }
                position += 1
            }
            text += String(decoding: bytes[start..<position], as: UTF8.self)
            if position == bytes.count { throw fail(expected: "'\"'") }
            position += 1
            if bytes[position - 1] == UInt8(ascii: "\"") { return text }
            text.unicodeScalars.append(try escaped())
        }
    }

    /// The character that an escape sequence stands for; its backslash has been read.
    private mutating func escaped() throws(SafetensorsError) -> Unicode.Scalar {
        let characters: [Unicode.Scalar: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
        ]
        if position == bytes.count { throw fail(expected: "an escaped character") }
        let name = Unicode.Scalar(bytes[position])
        position += 1
        if let character = characters[name] { return character }
        if name != "u" { throw fail(expected: "a valid JSON escape") }
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // The first half of a surrogate pair.
        if first < 0xDC00, bytes[position...].starts(with: Array("\\u".utf8)) {
            position += 2
            let second = try hexadecimal()
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return scalar
            }
        }
        throw fail(expected: "a surrogate pair")
    }

    private mutating func hexadecimal() throws(SafetensorsError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        let isHexadecimal = digits.count == 4 && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard isHexadecimal, let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw fail(expected: "four hexadecimal digits")
        }
        position += 4
        return value
    }
}

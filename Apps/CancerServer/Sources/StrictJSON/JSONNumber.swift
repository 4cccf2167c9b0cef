/// A number of JSON, parsed to the nearest `Double`.
struct JSONNumber {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset: Int
    /// The number without its sign is `mantissa` x 10^`exponent`, unless digits were left out.
    private var mantissa: UInt64 = 0
    private var exponent = 0
    private var digits = 0
    private var isTruncated = false

    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The number, or nil where JSON's grammar is broken, at `offset`.
    mutating func parse() -> Double? {
        let start = offset
        let isNegative = skip(UInt8(ascii: "-"))
        if skip(UInt8(ascii: "0")) {
            let end = offset
            if digit() != nil {
                offset = end
                return nil
            }
        } else {
            guard readDigits(scale: 0) else { return nil }
        }
        if skip(UInt8(ascii: ".")) {
            guard readDigits(scale: -1) else { return nil }
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            let isSmall = !skip(UInt8(ascii: "+")) && skip(UInt8(ascii: "-"))
            guard var value = digit() else { return nil }
            while let next = digit() { value = min(value * 10 + next, 1_000_000) }
            exponent += isSmall ? -value : value
        }
        // Clinger's fast path: both factors are exact, so that the result is rounded once.
        if !isTruncated, mantissa <= 1 << 53, abs(exponent) < powersOfTen.count {
            let power = powersOfTen[abs(exponent)]
            let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
            return isNegative ? -value : value
        }
        return Double(String(decoding: bytes[start..<offset], as: UTF8.self)) ?? .infinity
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func digit() -> Int? {
        guard offset < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[offset] else { return nil }
        offset += 1
        return Int(bytes[offset - 1] - UInt8(ascii: "0"))
    }

    /// Reads one digit or more; each moves the exponent by `scale`.
    private mutating func readDigits(scale: Int) -> Bool {
        let start = offset
        while let digit = digit() {
            if digits == 19 {
                isTruncated = true
                continue
            }
            mantissa = mantissa * 10 + UInt64(digit)
            exponent += scale
            if mantissa > 0 { digits += 1 }
        }
        return offset > start
    }
}

/// The powers of ten that a `Double` holds exactly.
private let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
    1e22,
]

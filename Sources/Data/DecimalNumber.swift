/// A number as people write it in decimal: `-12.5`, `1e-3`, `inf`, `NaN`, with blanks around it or not.
enum DecimalNumber: Equatable {
    /// The nearest double.
    case finite(Double)
    /// Infinite or not a number by name, or larger than any double.
    case notFinite
    case none

    init(_ text: UnsafeBufferPointer<UInt8>) {
        var (position, end) = (0, text.count)
        while position < end, Self.isBlank(text[position]) { position += 1 }
        while end > position, Self.isBlank(text[end - 1]) { end -= 1 }
        let start = position
        var isNegative = false
        if position < end, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
            isNegative = text[position] == UInt8(ascii: "-")
            position += 1
        }
        let unsigned = position

        // The digits as a whole number, as far as it is exact, and the power of ten that it is to be multiplied by.
        var mantissa: UInt64 = 0
        var power = 0
        var digits = 0
        var isExact = true
        func isDigit() -> Bool { position < end && text[position] &- UInt8(ascii: "0") < 10 }
        func digit() {
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            if overflow || product > UInt64.max - 9 {
                isExact = false
            } else {
                mantissa = product + UInt64(text[position] &- UInt8(ascii: "0"))
            }
            digits += 1
            position += 1
        }
        while isDigit() { digit() }
        if position < end, text[position] == UInt8(ascii: ".") {
            position += 1
            while isDigit() {
                digit()
                power -= 1
            }
        }
        if digits == 0 {
            self = Self.isNonFiniteName(text[unsigned..<end]) ? .notFinite : .none
            return
        }
        if position < end, text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            var isBelow = false
            if position < end, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
                isBelow = text[position] == UInt8(ascii: "-")
                position += 1
            }
            if !isDigit() {
                self = .none
                return
            }
            var exponent = 0
            while isDigit() {
                // Far beyond any double's; the slow path says what it is.
                exponent = min(exponent * 10 + Int(text[position] &- UInt8(ascii: "0")), 1_000_000)
                position += 1
            }
            power += isBelow ? -exponent : exponent
        }
        if position != end {
            self = .none
            return
        }

        // Both factors are exact doubles, so that the one rounding of the product or quotient is the right one.
        if isExact && mantissa <= 1 << 53 && abs(power) < Self.powersOfTen.count {
            let whole = Double(mantissa)
            let magnitude = power < 0 ? whole / Self.powersOfTen[-power] : whole * Self.powersOfTen[power]
            self = .finite(isNegative ? -magnitude : magnitude)
            return
        }
        guard let value = Double(String(decoding: text[start..<end], as: UTF8.self)) else {
            self = .none
            return
        }
        self = value.isFinite ? .finite(value) : .notFinite
    }

    /// 1 to 10²², all that are exact.
    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
        1e21, 1e22,
    ]

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func isNonFiniteName(_ text: Swift.Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        ["nan", "inf", "infinity"].contains { name in
            text.count == name.utf8.count && zip(text, name.utf8).allSatisfy { $0 | 0x20 == $1 }
        }
    }
}

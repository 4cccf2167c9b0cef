/// A decimal number, or none: `-12.5`, `1e-3`, `inf`, `NaN`, possibly with spaces around it. The decimal point may be another
/// byte.
enum DecimalNumber: Equatable {
    /// The nearest double.
    case finite(Double)
    /// Infinity, NaN, or a number larger than any double.
    case notFinite
    case none

    /// - Parameter decimal: the decimal separator.
    init(_ text: UnsafeBufferPointer<UInt8>, decimal: UInt8) {
        var (position, end) = (0, text.count)
        while position < end, Self.isBlank(text[position]) { position += 1 }
        while end > position, Self.isBlank(text[end - 1]) { end -= 1 }
        let start = position
        if position < end, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") { position += 1 }
        let unsigned = position
        func digits() -> Int {
            let first = position
            while position < end && text[position] &- UInt8(ascii: "0") < 10 { position += 1 }
            return position - first
        }

        var count = digits()
        if position < end, text[position] == decimal {
            position += 1
            count += digits()
        }
        if count == 0 {
            self = Self.isNonFiniteName(text[unsigned..<end]) ? .notFinite : .none
            return
        }
        if position < end, text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < end, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") { position += 1 }
            if digits() == 0 {
                self = .none
                return
            }
        }
        let point = UInt8(ascii: ".")
        let written = text[start..<end].lazy.map { $0 == decimal ? point : $0 }
        guard position == end, let value = Double(String(decoding: written, as: UTF8.self)) else {
            self = .none
            return
        }
        self = value.isFinite ? .finite(value) : .notFinite
    }

    /// The number; nil where it is not finite.
    var value: Double? { if case .finite(let value) = self { value } else { nil } }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func isNonFiniteName(_ text: Swift.Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        ["nan", "inf", "infinity"].contains { name in
            text.count == name.utf8.count && zip(text, name.utf8).allSatisfy { $0 | 0x20 == $1 }
        }
    }
}

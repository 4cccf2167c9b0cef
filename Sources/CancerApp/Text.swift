/// Numbers and tables for human readers.
enum Text {
    static func fixed(_ value: Double, _ digits: Int) -> String {
        if !value.isFinite { return "-" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        if abs(value) * scale >= 9e15 { return "\(value)" }
        let whole = Int((abs(value) * scale).rounded())
        let sign = value < 0 && whole != 0 ? "-" : ""
        if digits == 0 { return sign + "\(whole)" }
        let (integer, fraction) = whole.quotientAndRemainder(dividingBy: Int(scale))
        let text = String(fraction)
        return sign + "\(integer)." + String(repeating: "0", count: digits - text.count) + text
    }

    static func percent(_ share: Double) -> String { share.isFinite ? fixed(100 * share, 1) + " %" : "-" }

    /// A text of a file without the characters that a terminal would act on, and not longer than a column.
    static func line(_ text: String) -> String {
        let plain = text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
        return String(String.UnicodeScalarView(plain.prefix(40))) + (plain.count > 40 ? "..." : "")
    }

    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// A table, with the first column aligned to the left and the others to the right; each is as wide as its longest text, or
    /// has a minimum width.
    static func table(_ rows: [[String]], indent: String = "  ", atLeast minima: [Int]? = nil) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.reduce(minima?[column] ?? 0) { max($0, $1[column].count) }
        }
        return rows.map { row in
            indent + row.enumerated().map { $0 == 0 ? left($1, widths[$0]) : right($1, widths[$0]) }.joined(separator: "   ")
        }.joined(separator: "\n")
    }
}

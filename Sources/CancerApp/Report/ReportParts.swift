import Kindling

/// What the page is made of. Mustache reads these properties by their names.
struct ReportFacts {
    struct Item {
        let name: String
        let value: String
    }

    let items: [Item]

    /// Names with their values; those without a value are left out.
    init(_ items: [(name: String, value: String?)]) {
        self.items = items.compactMap { name, value in value.map { Item(name: name, value: ReportText.printable($0)) } }
    }
}

/// A table: each row has a head, and a cell for each further column.
struct ReportTable {
    struct Row {
        let head: String
        let cells: [Cell]
    }

    struct Cell {
        /// The column's header, which stands beside the cell on a narrow screen.
        let label: String
        let text: String
    }

    let caption: String
    let headers: [String]
    let rows: [Row]

    init(_ caption: String, _ headers: [String], _ rows: [[String]]) {
        (self.caption, self.headers) = (caption, headers)
        self.rows = rows.map { row in
            Row(
                head: ReportText.printable(row[0]),
                cells: zip(headers, row).dropFirst().map { Cell(label: $0, text: ReportText.withMinus($1)) })
        }
    }
}

/// A picture with what it shows in words.
struct ReportPlot {
    /// Markup.
    let svg: String
    let explanation: String

    init(_ plot: Plot, width: Int = 420, height: Int = 320, _ explanation: String) {
        (svg, self.explanation) = (plot.svg(width: width, height: height), explanation)
    }

    init(_ figure: Figure, width: Int = 420, height: Int = 420, _ explanation: String) {
        (svg, self.explanation) = (figure.svg(width: width, height: height), explanation)
    }
}

/// Numbers and names as the page writes them.
enum ReportText {
    /// A text from outside without control characters, which no page may hold.
    static func printable(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .surrogate, .format, .lineSeparator, .paragraphSeparator: result.append("\u{fffd}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// A number with its digits, or in percent. Nothing that is below 1 is written as 1: it gets more digits.
    static func number(_ value: Double?, _ digits: Int?) -> String {
        guard let value else { return "undefined" }
        let (scaled, whole, unit) = digits == nil ? (100 * value, 100.0, " %") : (value, 1.0, "")
        var digits = digits ?? 1
        while value < 1 && digits < 12 && Double(Text.fixed(scaled, digits)) == whole { digits += 1 }
        return Text.fixed(scaled, digits) + unit
    }

    /// An interval with its digits, or in percent.
    static func interval(_ low: Double?, _ high: Double?, _ digits: Int?) -> String {
        guard let low, let high else { return "undefined" }
        let unit = digits == nil ? " %" : ""
        return "\(number(low, digits).dropLast(unit.count)) to \(number(high, digits))"
    }

    /// A text of numbers with the sign of minus in the place of a hyphen.
    static func withMinus(_ text: String) -> String {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            word.hasPrefix("-") && word.dropFirst().first?.isNumber == true ? "−" + word.dropFirst() : String(word)
        }
        return printable(words.joined(separator: " "))
    }

    static func counted(_ count: Int, _ name: String) -> String { count == 1 ? "1 \(name)" : "\(count) \(name)s" }
}

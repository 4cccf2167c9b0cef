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
                cells: zip(headers, row).dropFirst().map { Cell(label: $0, text: ReportText.printable($1)) })
        }
    }
}

/// A picture with what it shows in words.
struct ReportPlot {
    /// Markup.
    let svg: String
    let explanation: String

    /// The width, from which a picture is scaled to that of a phone or of half a page without letters that are too small or too large.
    private static let width = 420

    init(_ plot: Plot, height: Int = 320, _ explanation: String) {
        self.init(markup: plot.svg(width: ReportPlot.width, height: height), explanation)
    }

    init(_ figure: Figure, height: Int = 420, _ explanation: String) {
        self.init(markup: figure.svg(width: ReportPlot.width, height: height), explanation)
    }

    private init(markup: String, _ explanation: String) {
        // Within HTML the name space is known.
        svg = markup.replacing(" xmlns=\"http://www.w3.org/2000/svg\"", with: "")
        self.explanation = explanation
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

    /// A number with the sign of minus, not a hyphen.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        let text = Text.fixed(value, digits)
        return text.hasPrefix("-") && text.count > 1 ? "−" + text.dropFirst() : text
    }

    /// A share in percent, which no line is broken before.
    static func percent(_ share: Double) -> String { fixed(100 * share, 1) + "\u{a0}%" }

    /// A number with its digits, or in percent. Nothing that is below 1 is written as 1: it gets more digits.
    static func number(_ value: Double?, _ digits: Int?) -> String {
        guard let value else { return "undefined" }
        let (scaled, whole, unit) = digits == nil ? (100 * value, 100.0, "\u{a0}%") : (value, 1.0, "")
        var digits = digits ?? 1
        while value < 1 && digits < 12 && Double(Text.fixed(scaled, digits)) == whole { digits += 1 }
        return fixed(scaled, digits) + unit
    }

    /// An interval with its digits, or in percent.
    static func interval(_ low: Double?, _ high: Double?, _ digits: Int?) -> String {
        guard let low, let high else { return "undefined" }
        let unit = digits == nil ? "\u{a0}%" : ""
        return "\(number(low, digits).dropLast(unit.count)) to \(number(high, digits))"
    }

    static func counted(_ count: Int, _ name: String) -> String { count == 1 ? "1 \(name)" : "\(count) \(name)s" }
}

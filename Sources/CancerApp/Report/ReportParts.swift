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

    /// A number with its digits, or in percent.
    static func number(_ value: Double?, _ digits: Int?) -> String {
        guard let value else { return "undefined" }
        return digits.map { Text.fixed(value, $0) } ?? Text.percent(value)
    }

    static func counted(_ count: Int, _ name: String) -> String { count == 1 ? "1 \(name)" : "\(count) \(name)s" }

    static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension Plot {
    /// The plot as lines of text for a terminal.
    ///
    /// Lines are told apart by their dashes, or by colours where `hasColor` is true.
    ///
    /// - Parameters:
    ///   - columns: how many characters a line has at most, at least 24.
    ///   - rows: how many lines there are, at least 8.
    ///   - style: which characters are used.
    ///   - hasColor: whether the text has the codes that set colours in a terminal.
    public func text(columns: Int = 72, rows: Int = 20, style: TextStyle = .braille, hasColor: Bool = false) -> String {
        lines(columns, rows, style, hasColor).map(\.text).joined(separator: "\n")
    }

    fileprivate func lines(_ columns: Int, _ rows: Int, _ style: TextStyle, _ hasColor: Bool) -> [TextLine] {
        TextPlot(
            self, columns: min(max(columns, 24), 1000), rows: min(max(rows, 8), 1000), style: style, hasColor: hasColor
        ).lines()
    }
}

extension Figure {
    /// The plots as lines of text for a terminal, as ``Plot/text(columns:rows:style:hasColor:)`` writes one.
    ///
    /// - Parameters:
    ///   - columns: how many characters a line has at most, at least 24 for each column of plots.
    ///   - rows: how many lines there are, at least 8 for each row of plots.
    ///   - style: which characters are used.
    ///   - hasColor: whether the text has the codes that set colours in a terminal.
    public func text(columns: Int = 72, rows: Int = 40, style: TextStyle = .braille, hasColor: Bool = false) -> String {
        var lines: [String] = []
        if !title.isEmpty { lines.append(plain(title, style)) }
        let total = heights.reduce(0, +)
        let (rowsOfText, widthOfText) = (max(min(rows, 10_000) - lines.count, 0), min(max(columns, 24), 10_000))
        let width = (widthOfText - 2 * (self.columns - 1)) / self.columns
        for (row, height) in zip(self.rows, heights) {
            let plots = row.map { $0.lines(width, Int(Double(rowsOfText) * height / total), style, hasColor) }
            for index in 0..<(plots.map(\.count).max() ?? 0) {
                let parts = plots.map { $0.indices.contains(index) ? $0[index] : TextLine() }
                let padded = parts.dropLast().map {
                    $0.text + String(repeating: " ", count: max(0, max(width, 24) - $0.width) + 2)
                }
                lines.append(padded.joined() + (parts.last?.text ?? ""))
            }
        }
        return lines.joined(separator: "\n")
    }
}

/// A line of text, which may hold codes that take no room.
struct TextLine {
    var text = ""
    var width = 0

    init() {}

    /// Text without codes.
    init(_ text: String) { (self.text, width) = (text, cells(text)) }

    /// Text with codes.
    init(_ text: String, width: Int) { (self.text, self.width) = (text, width) }

    static func + (a: TextLine, b: TextLine) -> TextLine { TextLine(a.text + b.text, width: a.width + b.width) }
}

/// A text as a terminal may show it: control characters, which could command the terminal, are left out.
func plain(_ text: String, _ style: TextStyle) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: result += " "
        case .format, .privateUse, .unassigned: continue
        default: result.unicodeScalars.append(style == .ascii && !scalar.isASCII ? "?" : scalar)
        }
    }
    return result
}

/// How many characters of a terminal a text takes.
func cells(_ text: String) -> Int {
    text.reduce(0) { $0 + ($1.unicodeScalars.contains(where: isWide) ? 2 : 1) }
}

/// The text in at most so many characters.
func shortened(_ text: String, cells most: Int, _ style: TextStyle) -> String {
    if cells(text) <= most { return text }
    let end = style == .ascii ? "..." : "…"
    var text = text
    while !text.isEmpty, cells(text) + end.count > most { text.removeLast() }
    return text + end
}

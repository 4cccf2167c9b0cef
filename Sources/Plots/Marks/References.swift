/// A line through the whole plot at one value, such as a threshold or the best epoch.
///
/// ```swift
/// Rule(x: 12, label: "best epoch: 12")
/// ```
public struct Rule: Mark {
    public var label: String?
    public var ink: Ink
    /// How the line is interrupted.
    public var dash: Dash
    let direction: Direction
    let value: Double

    public var shapes: [PlotShape] { [.rule(direction, at: value, dash)] }

    /// A vertical line at a value of the horizontal axis.
    public init(x: some PlotNumber, label: String? = nil, ink: Ink = .muted, dash: Dash = .dashed) {
        (direction, value) = (.vertical, x.plotValue)
        (self.label, self.ink, self.dash) = (label, ink, dash)
    }

    /// A horizontal line at a value of the vertical axis.
    public init(y: some PlotNumber, label: String? = nil, ink: Ink = .muted, dash: Dash = .dashed) {
        (direction, value) = (.horizontal, y.plotValue)
        (self.label, self.ink, self.dash) = (label, ink, dash)
    }
}

/// The line of equal values on both axes: chance in a ROC curve, perfection in a calibration curve.
public struct Diagonal: Mark {
    public var label: String?
    public var ink: Ink
    /// How the line is interrupted.
    public var dash: Dash

    public var shapes: [PlotShape] { [.diagonal(dash)] }

    /// The diagonal.
    public init(label: String? = nil, ink: Ink = .muted, dash: Dash = .dashed) {
        (self.label, self.ink, self.dash) = (label, ink, dash)
    }
}

/// A point with words beside it, put where they hide least.
public struct Annotation: Mark {
    public let label: String? = nil
    public var ink: Ink
    let text: String
    let point: PlotShape.Point

    public var shapes: [PlotShape] { [.dots([point]), .note(text, point)] }

    /// Words beside a point.
    public init(_ text: String, x: some PlotNumber, y: some PlotNumber, ink: Ink = .foreground) {
        (self.text, self.point, self.ink) = (text, PlotShape.Point(x.plotValue, y.plotValue), ink)
    }
}

/// A table of numbers as a map, each cell the stronger the greater its number, with words in it.
///
/// Column 0 is at 0 of the horizontal axis and row 0 at 0 of the vertical one; ``Axis/names`` names them.
public struct HeatMap: Mark {
    public let label: String? = nil
    public var ink: Ink
    let cells: [PlotShape.Box]
    let words: [PlotShape]

    public var shapes: [PlotShape] { [.cells(cells)] + words }

    /// A map of rows of numbers. The strength of a cell is its number's place between 0 and the greatest; cells that are not finite stay
    /// empty.
    ///
    /// - Parameters:
    ///   - rows: the numbers, row by row.
    ///   - words: what stands in each cell; nothing where nil.
    ///   - ink: the colour.
    /// - Precondition: the rows are equally long, and so are those of `words`.
    public init(_ rows: [[Double]], words: [[String]]? = nil, ink: Ink = .series(0)) {
        let width = rows.first?.count ?? 0
        if rows.contains(where: { $0.count != width }) { trap("HeatMap", "takes rows of one length, got \(rows.map(\.count))") }
        if let words, words.map(\.count) != rows.map(\.count) {
            trap("HeatMap", "takes words for each of \(rows.count) x \(width) cells, got rows of \(words.map(\.count))")
        }
        let greatest = rows.joined().lazy.filter(isDrawable).max() ?? 0
        var cells: [PlotShape.Box] = []
        var texts: [PlotShape] = []
        for (row, values) in rows.enumerated() {
            for (column, value) in values.enumerated() where isDrawable(value) {
                let (x, y) = (Double(column), Double(row))
                let strength = greatest > 0 ? max(0, value / greatest) : 0
                let cell = PlotShape.Box(.init(x - 0.5, y - 0.5), .init(x + 0.5, y + 0.5), strength: strength)
                cells.append(cell)
                if let words { texts.append(.words(words[row][column], cell)) }
            }
        }
        (self.cells, self.words, self.ink) = (cells, texts, ink)
    }
}

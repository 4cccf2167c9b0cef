/// Several plots in one picture: row by row, in columns.
///
/// ```swift
/// let figure = Figure([roc, calibration, losses, decision], title: "Validation", columns: 2)
/// let page = figure.svg(width: 960, height: 800)
/// ```
public struct Figure: Sendable {
    /// What stands above the plots; nothing where it is empty.
    public var title: String
    /// The plots, row by row.
    public let plots: [Plot]
    /// How many plots stand side by side.
    public let columns: Int
    /// How high the rows are in proportion to each other.
    public let heights: [Double]

    /// Plots in rows.
    ///
    /// - Parameters:
    ///   - plots: the plots, row by row.
    ///   - title: what stands above them.
    ///   - columns: how many stand side by side.
    ///   - heights: how high the rows are in proportion to each other; all alike where it is nil.
    /// - Precondition: there is at least one column, and a positive height for each row.
    public init(_ plots: [Plot], title: String = "", columns: Int = 1, heights: [Double]? = nil) {
        if columns < 1 { trap("Figure", "has at least one column, got \(columns)") }
        let rows = (plots.count + columns - 1) / columns
        if let heights, heights.count != rows || !heights.allSatisfy({ $0 > 0 && $0 < 1e6 }) {
            trap("Figure", "takes a positive height for each of \(rows) rows, got \(heights)")
        }
        (self.plots, self.title, self.columns) = (plots, title, columns)
        self.heights = heights ?? [Double](repeating: 1, count: rows)
    }

    /// The plots of each row.
    var rows: [[Plot]] {
        stride(from: 0, to: plots.count, by: columns).map { Array(plots[$0..<min($0 + columns, plots.count)]) }
    }
}

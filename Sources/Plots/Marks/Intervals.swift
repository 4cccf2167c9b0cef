/// The area between a lower and an upper line, such as an interval around a curve.
///
/// ```swift
/// Band(x: rows, low: lower, high: upper, ink: .series(0))
/// Line(x: rows, y: mean, label: "validation", ink: .series(0))
/// ```
public struct Band: Mark {
    public var label: String?
    public var ink: Ink
    let intervals: [PlotShape.Interval]

    public var shapes: [PlotShape] { [.band(intervals)] }

    /// The area from `low` to `high` at each `x`.
    ///
    /// - Precondition: there are as many `low` and `high` as `x`.
    public init(
        x: some Sequence<some PlotNumber>, low: some Sequence<some PlotNumber>, high: some Sequence<some PlotNumber>,
        label: String? = nil, ink: Ink = .automatic
    ) {
        intervals = plotIntervals(x.plotValues, low.plotValues, high.plotValues, "Band")
        (self.label, self.ink) = (label, ink)
    }
}

/// Points, each with the interval in which its value lies.
public struct ErrorBars: Mark {
    public var label: String?
    public var ink: Ink
    /// Along which axis the intervals lie.
    public var direction: Direction
    let points: [PlotShape.Point]
    let intervals: [PlotShape.Interval]

    public var shapes: [PlotShape] { [.intervals(intervals, direction), .dots(points)] }

    /// Points with intervals: from `low` to `high` of the vertical axis, or of the horizontal one where `direction` is `.horizontal`.
    ///
    /// - Precondition: all four have the same count.
    public init(
        x: some Sequence<some PlotNumber>, y: some Sequence<some PlotNumber>, low: some Sequence<some PlotNumber>,
        high: some Sequence<some PlotNumber>, label: String? = nil, ink: Ink = .automatic, direction: Direction = .vertical
    ) {
        let (x, y) = (x.plotValues, y.plotValues)
        points = pairs(x, y, "ErrorBars")
        intervals = plotIntervals(direction == .vertical ? x : y, low.plotValues, high.plotValues, "ErrorBars")
        (self.label, self.ink, self.direction) = (label, ink, direction)
    }
}

func plotIntervals(_ places: [Double], _ low: [Double], _ high: [Double], _ mark: String) -> [PlotShape.Interval] {
    if low.count != places.count || high.count != places.count {
        trap(mark, "takes a lower and an upper end for each of \(places.count) points, got \(low.count) and \(high.count)")
    }
    return places.indices.map { PlotShape.Interval(at: places[$0], low[$0], high[$0]) }
}

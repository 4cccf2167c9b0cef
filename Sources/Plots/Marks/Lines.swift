/// A line through points, in their order.
///
/// ```swift
/// Line(x: 1...losses.count, y: losses, label: "training")
/// ```
public struct Line: Mark {
    public var label: String?
    public var ink: Ink
    /// How the line is interrupted.
    public var dash: Dash
    /// Whether each point gets a symbol.
    public var hasDots: Bool
    let points: [PlotShape.Point]

    public var shapes: [PlotShape] { hasDots ? [.path(points, dash), .dots(points)] : [.path(points, dash)] }

    /// A line through the points with these coordinates.
    ///
    /// - Precondition: there are as many `x` as `y`.
    public init(
        x: some Sequence<some PlotNumber>, y: some Sequence<some PlotNumber>, label: String? = nil, ink: Ink = .automatic,
        dash: Dash = .solid, hasDots: Bool = false
    ) {
        points = pairs(x.plotValues, y.plotValues, "Line")
        (self.label, self.ink, self.dash, self.hasDots) = (label, ink, dash, hasDots)
    }
}

/// A line that keeps each value until the next point, as cumulative counts and survival curves are drawn.
public struct Steps: Mark {
    public var label: String?
    public var ink: Ink
    /// How the line is interrupted.
    public var dash: Dash
    let points: [PlotShape.Point]

    public var shapes: [PlotShape] {
        var corners: [PlotShape.Point] = []
        corners.reserveCapacity(2 * points.count)
        for point in points {
            if let last = corners.last { corners.append(PlotShape.Point(point.x, last.y)) }
            corners.append(point)
        }
        return [.path(corners, dash)]
    }

    /// Steps through the points with these coordinates.
    ///
    /// - Precondition: there are as many `x` as `y`.
    public init(
        x: some Sequence<some PlotNumber>, y: some Sequence<some PlotNumber>, label: String? = nil, ink: Ink = .automatic,
        dash: Dash = .solid
    ) {
        points = pairs(x.plotValues, y.plotValues, "Steps")
        (self.label, self.ink, self.dash) = (label, ink, dash)
    }
}

/// A symbol at each point.
public struct Scatter: Mark {
    public var label: String?
    public var ink: Ink
    let points: [PlotShape.Point]

    public var shapes: [PlotShape] { [.dots(points)] }

    /// Symbols at the points with these coordinates.
    ///
    /// - Precondition: there are as many `x` as `y`.
    public init(
        x: some Sequence<some PlotNumber>, y: some Sequence<some PlotNumber>, label: String? = nil, ink: Ink = .automatic
    ) {
        points = pairs(x.plotValues, y.plotValues, "Scatter")
        (self.label, self.ink) = (label, ink)
    }
}

func pairs(_ x: [Double], _ y: [Double], _ mark: String) -> [PlotShape.Point] {
    if x.count != y.count { trap(mark, "takes as many x as y, got \(x.count) and \(y.count)") }
    return zip(x, y).map { PlotShape.Point($0, $1) }
}

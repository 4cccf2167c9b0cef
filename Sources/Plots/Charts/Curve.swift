/// A named line of numbers, perhaps with the interval around each: what the charts of ``Plot`` and ``Figure`` are made of.
///
/// ```swift
/// Curve("validation", mean, low: lowest, high: highest)
/// ```
public struct Curve: Sendable {
    /// What the legend calls it.
    public var name: String
    /// Its numbers, in order.
    public var values: [Double]
    /// The lower ends of the intervals around the numbers; nil where there are none.
    public var low: [Double]?
    /// The upper ends of the intervals around the numbers; nil where there are none.
    public var high: [Double]?

    /// A named line of numbers.
    ///
    /// - Precondition: `low` and `high` have the count of the numbers, and come together.
    public init(_ name: String, _ values: some Sequence<some PlotNumber>, low: [Double]? = nil, high: [Double]? = nil) {
        (self.name, self.values, self.low, self.high) = (name, values.plotValues, low, high)
        let count = self.values.count
        if (low == nil) != (high == nil) || low.map({ $0.count != count }) ?? false || high.map({ $0.count != count }) ?? false
        {
            trap("Curve", "takes a lower and an upper end for each of \(count) numbers, or neither")
        }
    }

    /// The line, and its band, in a colour of its own.
    func marks(x: [Double], number: Int, hasDots: Bool = false) -> [any Mark] {
        let line = Line(x: x, y: values, label: name, ink: .series(number), hasDots: hasDots)
        guard let low, let high else { return [line] }
        return [Band(x: x, low: low, high: high, ink: .series(number)), line]
    }
}

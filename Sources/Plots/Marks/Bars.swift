import Glibc

/// A bar from zero for each name. Several of them in a plot stand side by side, name by name.
///
/// ```swift
/// Plot(title: "Accuracy", y: .init("accuracy", format: .percent)) {
///     Bars(["logistic", "mlp"], [0.978, 0.981], label: "validation")
///     Bars(["logistic", "mlp"], [0.982, 0.995], label: "training")
/// }
/// ```
public struct Bars: Mark {
    public var label: String?
    public var ink: Ink
    /// Along which axis the bars grow.
    public var direction: Direction
    let names: [String]
    let values: [Double]

    public var shapes: [PlotShape] { shapes(names: names, member: 0, of: 1) }

    /// A bar for each name.
    ///
    /// - Precondition: there are as many values as names.
    public init(
        _ names: some Sequence<String>, _ values: some Sequence<some PlotNumber>, label: String? = nil, ink: Ink = .automatic,
        direction: Direction = .vertical
    ) {
        (self.names, self.values) = (Array(names), values.plotValues)
        (self.label, self.ink, self.direction) = (label, ink, direction)
        if self.names.count != self.values.count {
            trap("Bars", "takes a value for each name, got \(self.names.count) names and \(self.values.count) values")
        }
    }

    /// The bars as one of several groups, at the places that their names have on the axis.
    func shapes(names all: [String], member: Int, of count: Int) -> [PlotShape] {
        let places = Dictionary(zip(all, 0...), uniquingKeysWith: { first, _ in first })
        let width = 0.8 / Double(count)
        let boxes = zip(names, values).compactMap { name, value -> PlotShape.Box? in
            guard let place = places[name] else { return nil }
            let from = Double(place) - 0.4 + width * Double(member)
            return switch direction {
            case .vertical: PlotShape.Box(.init(from, 0), .init(from + width, value))
            case .horizontal: PlotShape.Box(.init(0, from), .init(value, from + width))
            }
        }
        return [.boxes(boxes)]
    }
}

/// How often values fall into equally wide bins.
///
/// Where `bins` is nil, the width is about that of Freedman and Diaconis, twice the interquartile range over the cube root of the count,
/// rounded so that the edges are round numbers. Values that are not finite, and those outside of `range`, are not counted.
public struct Histogram: Mark {
    public var label: String?
    public var ink: Ink
    /// The edges of the bins, one more than there are bins; none where there are no values.
    public let edges: [Double]
    /// How many values each bin holds: from its lower edge to before its upper one, which belongs to the last bin alone.
    public let counts: [Int]
    /// Whether heights are shares of the values instead of their number.
    public var isShare: Bool

    public var shapes: [PlotShape] {
        let total = isShare ? Double(max(1, counts.reduce(0, +))) : 1
        return [
            .boxes(
                counts.indices.filter { counts[$0] > 0 }.map {
                    PlotShape.Box(.init(edges[$0], 0), .init(edges[$0 + 1], Double(counts[$0]) / total))
                })
        ]
    }

    /// Counts values.
    ///
    /// - Precondition: `bins` is from 1 to 10,000.
    public init(
        _ values: some Sequence<some PlotNumber>, bins: Int? = nil, range: ClosedRange<Double>? = nil, label: String? = nil,
        ink: Ink = .automatic, isShare: Bool = false
    ) {
        if let bins, !(1...10_000).contains(bins) { trap("Histogram", "takes 1 to 10,000 bins, got \(bins)") }
        (self.label, self.ink, self.isShare) = (label, ink, isShare)
        let range = range.flatMap { isDrawable($0.lowerBound) && isDrawable($0.upperBound) ? $0 : nil }
        let values = values.plotValues.filter { isDrawable($0) && range?.contains($0) != false }
        guard let edges = binEdges(values, bins: bins, range: range) else {
            (edges, counts) = ([], [])
            return
        }
        var counts = [Int](repeating: 0, count: edges.count - 1)
        let perValue = Double(counts.count) / (edges[edges.count - 1] - edges[0])
        for value in values {
            // The quotient may be rounded over an edge, which is then put right.
            var bin = min(max(0, Int((value - edges[0]) * perValue)), counts.count - 1)
            if value < edges[bin], bin > 0 { bin -= 1 }
            if value >= edges[bin + 1], bin < counts.count - 1 { bin += 1 }
            counts[bin] += 1
        }
        (self.edges, self.counts) = (edges, counts)
    }
}

private func binEdges(_ values: [Double], bins: Int?, range: ClosedRange<Double>?) -> [Double]? {
    guard var low = range?.lowerBound ?? values.min(), var high = range?.upperBound ?? values.max() else { return nil }
    if isNarrow(low, high) { (low, high) = widened(low, high) }
    if bins == nil && range == nil {
        let sorted = values.sorted()
        let quartiles = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
        let width = 2 * quartiles / cbrt(Double(values.count))
        let wanted = width > 0 ? (high - low) / width : log2(Double(values.count)) + 1
        let step = roundStep((high - low) / min(max(wanted, 1), 100))
        // Steps are counted from zero, so that the edges are round numbers.
        let (first, last) = ((low / step.value).rounded(.down), (high / step.value).rounded(.down) + 1)
        if abs(first) < 1e15, abs(last) < 1e15 { return (Int(first)...Int(last)).map { (step * $0).value } }
    }
    let count = bins ?? min(max(Int(log2(Double(max(1, values.count)))) + 1, 5), 30)
    return (0...count).map { $0 == count ? high : low + (high - low) * (Double($0) / Double(count)) }
}

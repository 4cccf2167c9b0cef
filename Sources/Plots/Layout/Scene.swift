/// A plot whose colours and axes are settled, which every way of drawing starts from.
struct Scene {
    struct Layer {
        let label: String?
        let ink: Ink
        let shapes: [PlotShape]
    }

    /// An axis with its scale, and the names on it.
    struct Side {
        let axis: Axis
        let names: [String]?
        let scale: Scale

        /// The ticks, about as many as wanted, whose labels fit. Names that do not fit are left out.
        func ticks(
            wanted: Int, raisesExponents: Bool, shorten: (String) -> String,
            fits: @escaping ([(place: Double, label: String)]) -> Bool
        ) -> Ticks {
            guard let names else {
                return TickSearch(format: axis.format, wanted: max(2, wanted), raisesExponents: raisesExponents, fits: fits)
                    .ticks(on: scale)
            }
            let all = names.enumerated().map { Tick(value: Double($0.offset), label: shorten($0.element)) }
            let shown = all.filter { tick in scale.fraction(tick.value).map { $0 >= 0 && $0 <= 1 } ?? false }
            var stride = 1
            while stride < shown.count {
                let some = shown.indices.filter { $0 % stride == 0 }.map { shown[$0] }
                if fits(some.compactMap { tick in scale.fraction(tick.value).map { ($0, tick.label) } }) {
                    return Ticks(all: some)
                }
                stride += 1 + stride / 8
            }
            return Ticks(all: Array(shown.prefix(1)))
        }
    }

    let plot: Plot
    let layers: [Layer]
    let x: Side, y: Side

    init(_ plot: Plot) {
        self.plot = plot
        let bars = plot.marks.compactMap { $0 as? Bars }
        var known: Set<String> = []
        let names = bars.flatMap(\.names).filter { known.insert($0).inserted }
        var member = 0
        var automatic = 0
        layers = plot.marks.map { mark in
            var ink = mark.ink
            if ink == .automatic {
                ink = .series(automatic)
                automatic += 1
            }
            guard let bar = mark as? Bars else { return Layer(label: mark.label, ink: ink, shapes: mark.shapes) }
            defer { member += 1 }
            return Layer(label: bar.label, ink: ink, shapes: bar.shapes(names: names, member: member, of: bars.count))
        }
        let areHorizontal = bars.first?.direction == .horizontal
        let (xNames, yNames) = (
            plot.x.names ?? (bars.isEmpty || areHorizontal ? nil : names), plot.y.names ?? (areHorizontal ? names : nil)
        )
        var xExtent = Extent(isLogarithmic: plot.x.scale == .logarithmic)
        var yExtent = Extent(isLogarithmic: plot.y.scale == .logarithmic)
        for layer in layers {
            for shape in layer.shapes { shape.extend(&xExtent, &yExtent) }
        }
        x = Side(axis: plot.x, names: xNames, scale: Scale(plot.x, xExtent, names: xNames, isReversed: false))
        y = Side(axis: plot.y, names: yNames, scale: Scale(plot.y, yExtent, names: yNames, isReversed: yNames != nil))
    }

    /// What an axis is called, where its numbers may count from another number than zero.
    static func label(_ axis: Axis, _ ticks: Ticks) -> String {
        guard let base = ticks.base else { return axis.label }
        return axis.label.isEmpty ? "from \(base)" : "\(axis.label), from \(base)"
    }

    /// What a screen reader says of the plot.
    var summary: String {
        if let summary = plot.summary { return summary }
        let labels = layers.compactMap(\.label)
        let axes =
            "\(plot.y.label.isEmpty ? "Values" : plot.y.label) against \(plot.x.label.isEmpty ? "the horizontal axis" : plot.x.label)"
        return labels.isEmpty ? axes : "\(axes): \(labels.joined(separator: "; "))"
    }
}

extension PlotShape {
    /// What the axes must reach to show the shape.
    fileprivate func extend(_ x: inout Extent, _ y: inout Extent) {
        switch self {
        case .path(let points, _), .dots(let points):
            for point in points where isDrawable(point.x) && isDrawable(point.y) {
                x.include(point.x)
                y.include(point.y)
            }
        case .band(let intervals), .intervals(let intervals, .vertical):
            for interval in intervals where isDrawable(interval.low) && isDrawable(interval.high) && isDrawable(interval.place)
            {
                x.include(interval.place)
                y.include(interval.low)
                y.include(interval.high)
            }
        case .intervals(let intervals, .horizontal):
            for interval in intervals where isDrawable(interval.low) && isDrawable(interval.high) && isDrawable(interval.place)
            {
                y.include(interval.place)
                x.include(interval.low)
                x.include(interval.high)
            }
        case .boxes(let boxes), .cells(let boxes):
            for box in boxes where box.isDrawable {
                for corner in [box.from, box.to] {
                    x.include(corner.x)
                    y.include(corner.y)
                }
            }
        case .rule(.horizontal, let value, _): y.include(value)
        case .rule(.vertical, let value, _): x.include(value)
        case .note(_, let point):
            x.include(point.x)
            y.include(point.y)
        case .diagonal, .words: break
        }
    }
}

extension PlotShape.Box {
    var isDrawable: Bool {
        Plots.isDrawable(from.x) && Plots.isDrawable(from.y) && Plots.isDrawable(to.x) && Plots.isDrawable(to.y)
    }
}

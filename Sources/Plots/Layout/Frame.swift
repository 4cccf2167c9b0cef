import Glibc

/// What is drawn, in places of the picture, and within the frame.
enum Drawing {
    case lines([[Spot]], Dash)
    case dots([Spot])
    case areas([[Spot]])
    case boxes([Rectangle])
    case cells([(Rectangle, strength: Double)])
    case words(String, Rectangle)
    case note(String, Spot)
}

/// Where the data are on the picture.
struct Frame {
    let bounds: Rectangle
    let x: Scale, y: Scale

    func horizontal(_ fraction: Double) -> Double { bounds.left + bounds.width * fraction }
    func vertical(_ fraction: Double) -> Double { bounds.bottom - bounds.height * fraction }

    func spot(_ point: PlotShape.Point) -> Spot? {
        guard let x = x.fraction(point.x), let y = y.fraction(point.y) else { return nil }
        return Spot(horizontal(x), vertical(y))
    }

    /// What to draw for a shape. Thousands of points to a pixel are thinned to what can be told apart.
    func drawing(of shape: PlotShape) -> Drawing {
        switch shape {
        case .path(let points, let dash):
            return .lines(runs(points, spot).flatMap(bounds.clip).map { thinned(line: $0, within: bounds) }, dash)
        case .dots(let points):
            return .dots(thinned(dots: points.lazy.compactMap(spot).filter(bounds.contains)))
        case .band(let intervals):
            let areas = runs(intervals) { stretch($0, .vertical) }.map { run in
                let columns = thinned(columns: run)
                return bounds.clip(
                    polygon: columns.map { Spot($0.place, $0.low) } + columns.reversed().map { Spot($0.place, $0.high) })
            }
            return .areas(areas.filter { !$0.isEmpty })
        case .intervals(let intervals, let direction):
            let stretches = thinned(columns: intervals.compactMap { stretch($0, direction) })
            return .lines(stretches.flatMap { capped($0, direction) }.flatMap(bounds.clip), .solid)
        case .boxes(let boxes):
            return .boxes(thinned(boxes: boxes.compactMap(rectangle)))
        case .cells(let boxes):
            return .cells(boxes.compactMap { box in rectangle(box).map { ($0, min(max(box.strength, 0), 1)) } })
        case .rule(let direction, let value, let dash):
            guard let place = (direction == .horizontal ? y : x).fraction(value), place >= -1e-9, place <= 1 + 1e-9 else {
                return .lines([], dash)
            }
            let ends =
                direction == .horizontal
                ? [Spot(bounds.left, vertical(place)), Spot(bounds.right, vertical(place))]
                : [Spot(horizontal(place), bounds.bottom), Spot(horizontal(place), bounds.top)]
            return .lines([ends], dash)
        case .diagonal(let dash):
            return .lines(bounds.clip(diagonal), dash)
        case .words(let text, let box):
            return rectangle(box).map { .words(text, $0) } ?? .dots([])
        case .note(let text, let point):
            return spot(point).flatMap { bounds.contains($0) ? .note(text, $0) : nil } ?? .dots([])
        }
    }

    private var diagonal: [Spot] {
        // Between axes of different kinds it is curved.
        let count = x.isLogarithmic == y.isLogarithmic ? 1 : 64
        return (0...count).compactMap { step in
            let value = x.low + (x.high - x.low) * Double(step) / Double(count)
            let number = x.isLogarithmic ? pow(10, value) : value
            return spot(PlotShape.Point(number, number))
        }
    }

    /// An interval on the picture.
    typealias Stretch = (place: Double, low: Double, high: Double)

    private func stretch(_ interval: PlotShape.Interval, _ direction: Direction) -> Stretch? {
        let (along, across) = direction == .vertical ? (x, y) : (y, x)
        guard let place = along.fraction(interval.place), let low = across.edge(interval.low),
            let high = across.edge(interval.high)
        else { return nil }
        return direction == .vertical
            ? (horizontal(place), vertical(low), vertical(high)) : (vertical(place), horizontal(low), horizontal(high))
    }

    private func capped(_ stretch: Stretch, _ direction: Direction) -> [[Spot]] {
        let cap = min(4, bounds.width / 40)
        let (place, low, high) = stretch
        let lines = [
            [(place, low), (place, high)], [(place - cap, low), (place + cap, low)],
            [(place - cap, high), (place + cap, high)],
        ]
        return lines.map { $0.map { direction == .vertical ? Spot($0.0, $0.1) : Spot($0.1, $0.0) } }
    }

    private func rectangle(_ box: PlotShape.Box) -> Rectangle? {
        guard box.isDrawable, let x0 = x.edge(box.from.x), let x1 = x.edge(box.to.x), let y0 = y.edge(box.from.y),
            let y1 = y.edge(box.to.y)
        else { return nil }
        let whole = Rectangle(
            left: horizontal(min(x0, x1)), top: vertical(max(y0, y1)), right: horizontal(max(x0, x1)),
            bottom: vertical(min(y0, y1)))
        return whole.intersection(bounds)
    }
}

/// The stretches of elements that can be placed, between those that cannot.
private func runs<Element, Place>(_ elements: [Element], _ place: (Element) -> Place?) -> [[Place]] {
    var runs: [[Place]] = []
    var run: [Place] = []
    for element in elements {
        if let place = place(element) {
            run.append(place)
        } else if !run.isEmpty {
            runs.append(run)
            run = []
        }
    }
    return run.isEmpty ? runs : runs + [run]
}

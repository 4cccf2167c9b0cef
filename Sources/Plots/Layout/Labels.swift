/// Finds places for words beside points, where they hide neither each other nor much of the data.
struct LabelPlacement {
    let bounds: Rectangle
    /// The lines that words should not lie on.
    let segments: [(Spot, Spot)]
    /// What other words take.
    private var taken: [Rectangle] = []

    init(bounds: Rectangle, drawings: [Drawing]) {
        self.bounds = bounds
        segments = drawings.flatMap { drawing -> [(Spot, Spot)] in
            switch drawing {
            case .lines(let lines, _): lines.flatMap { zip($0, $0.dropFirst()) }
            case .dots(let spots): spots.map { ($0, $0) }
            case .boxes(let boxes): boxes.map { (Spot($0.left, $0.top), Spot($0.right, $0.top)) }
            default: []
            }
        }
    }

    /// The place of words of this size beside a spot: right, left, above, below and between, near and then farther away.
    mutating func place(width: Double, height: Double, beside spot: Spot, gap: Double) -> Rectangle {
        var best: (cost: Double, place: Rectangle)?
        var order = 0.0
        for distance in [gap, 3 * gap] {
            for (dx, dy) in [(1.0, 0.0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1)] {
                let centre = spot + Spot(dx * (width / 2 + distance), dy * (height / 2 + (dx == 0 ? distance : distance / 2)))
                let place = Rectangle(
                    left: centre.x - width / 2, top: centre.y - height / 2, right: centre.x + width / 2,
                    bottom: centre.y + height / 2)
                let outside =
                    max(0, bounds.left - place.left) + max(0, place.right - bounds.right) + max(0, bounds.top - place.top)
                    + max(0, place.bottom - bounds.bottom)
                let crossed = segments.lazy.filter { place.clip($0, $1) != nil }.count
                let cost = order + 100 * outside + Double(100 * taken.filter(place.overlaps).count + 5 * min(crossed, 20))
                if best.map({ cost < $0.cost }) ?? true { best = (cost, place) }
                order += 1
            }
        }
        let whole = best?.place ?? bounds
        // Where there is no room, words that are too far outside are moved inside.
        let (right, down) = (
            max(0, bounds.left - whole.left) - max(0, whole.right - bounds.right),
            max(0, bounds.top - whole.top) - max(0, whole.bottom - bounds.bottom)
        )
        let place = Rectangle(
            left: whole.left + right, top: whole.top + down, right: whole.right + right, bottom: whole.bottom + down)
        taken.append(place)
        return place
    }
}

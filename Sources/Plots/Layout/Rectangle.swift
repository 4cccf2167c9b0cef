/// A place on the picture: to the right and down.
typealias Spot = SIMD2<Double>

/// A rectangle of the picture.
struct Rectangle {
    var left: Double, top: Double, right: Double, bottom: Double

    var width: Double { right - left }
    var height: Double { bottom - top }

    func contains(_ spot: Spot) -> Bool {
        spot.x >= left - 0.01 && spot.x <= right + 0.01 && spot.y >= top - 0.01 && spot.y <= bottom + 0.01
    }

    func overlaps(_ other: Rectangle) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    func intersection(_ other: Rectangle) -> Rectangle? {
        let part = Rectangle(
            left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
            bottom: min(bottom, other.bottom))
        return part.left <= part.right && part.top <= part.bottom ? part : nil
    }

    /// The part of a segment that lies inside (Liang and Barsky, 1984).
    func clip(_ a: Spot, _ b: Spot) -> (Spot, Spot)? {
        let d = b - a
        var (from, to) = (0.0, 1.0)
        for (p, q) in [(-d.x, a.x - left), (d.x, right - a.x), (-d.y, a.y - top), (d.y, bottom - a.y)] {
            if p == 0 {
                if q < 0 { return nil }
            } else if p < 0 {
                from = max(from, q / p)
            } else {
                to = min(to, q / p)
            }
        }
        if from > to { return nil }
        return (from == 0 ? a : a + from * d, to == 1 ? b : a + to * d)
    }

    /// The parts of a line that lie inside.
    func clip(_ line: [Spot]) -> [[Spot]] {
        guard line.count > 1 else { return line.filter(contains).map { [$0] } }
        var pieces: [[Spot]] = []
        var piece: [Spot] = []
        for (a, b) in zip(line, line.dropFirst()) {
            guard let (from, to) = clip(a, b) else { continue }
            if piece.last != from {
                if !piece.isEmpty { pieces.append(piece) }
                piece = [from]
            }
            piece.append(to)
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces
    }

    /// The part of a polygon that lies inside (Sutherland and Hodgman, 1974).
    func clip(polygon: [Spot]) -> [Spot] {
        let sides: [(Spot) -> Double] = [{ $0.x - left }, { right - $0.x }, { $0.y - top }, { bottom - $0.y }]
        return sides.reduce(polygon) { polygon, inside in
            var result: [Spot] = []
            guard var previous = polygon.last else { return [] }
            for corner in polygon {
                let (before, after) = (inside(previous), inside(corner))
                if (before < 0) != (after < 0) { result.append(previous + (corner - previous) * (before / (before - after))) }
                if after >= 0 { result.append(corner) }
                previous = corner
            }
            return result
        }
    }
}

import Tensor

/// Local linear regression, without the iterations that make it robust (Cleveland, Journal of the American Statistical Association
/// 74, 1979; statsmodels' `lowess` with `it=0`).
///
/// At each point, a line is fitted to the nearest ⌊fraction · n⌋ cases (at least two), weighted by the tricube
/// (1 - (distance / radius)³)³, where the radius is the distance of the farthest of them. Where all the weight is at one x, the
/// result is the mean y there.
///
/// - Parameters:
///   - x: where the cases are, `[n]` or `[n, 1]`.
///   - y: their values, in the same shape.
///   - points: where the curve is wanted, in any order.
///   - fraction: the fraction of the cases in a neighbourhood.
/// - Returns: float64, in the shape of `points`.
/// - Precondition: `fraction` is in (0, 1].
/// - Throws: ``/Tensor/InputError`` where x and y differ in shape or are empty, or a number is not finite.
public func lowess(_ x: Tensor, _ y: Tensor, at points: Tensor, fraction: Double = 2.0 / 3) throws(InputError) -> Tensor {
    if !(fraction > 0 && fraction <= 1) { trap("lowess", "the fraction must be in (0, 1], got \(fraction)") }
    if x.shape != y.shape { throw InputError(.shape, "lowess", "x \(x.shape) and y \(y.shape) differ in shape") }
    if x.count == 0 { throw InputError(.shape, "lowess", "there must be at least one case") }
    for (name, numbers) in [("x", x), ("y", y), ("points", points)] { try numbers.checkedFinite(name: "lowess: \(name)") }
    let order = x.detached().to(.float64).reshape([x.count]).argsort().array(of: Int.self)
    let (xs, ys) = (x.array(of: Double.self), y.array(of: Double.self))
    let line = LocalLine(x: order.map { xs[$0] }, y: order.map { ys[$0] }, neighbours: Int(fraction * Double(x.count) + 1e-10))
    return Tensor(points.array(of: Double.self).map(line.value), shape: points.shape, dtype: .float64)
}

/// A line that is fitted anew at each point, to the cases nearest to it.
private struct LocalLine {
    let x: [Double]
    let y: [Double]
    let neighbours: Int

    init(x: [Double], y: [Double], neighbours: Int) {
        (self.x, self.y) = (x, y)
        self.neighbours = min(max(neighbours, 2), x.count)
    }

    func value(at point: Double) -> Double {
        let window = nearest(to: point)
        let radius = max(point - x[window.lowerBound], x[window.upperBound - 1] - point)
        let weights = window.map { index in
            let distance = radius == 0 ? 0 : abs(x[index] - point) / radius
            let cube = 1 - distance * distance * distance
            return cube * cube * cube
        }
        // Sums around the point itself, so that nothing is lost where x is far from 0.
        var (w, wx, wy) = (0.0, 0.0, 0.0)
        for (weight, index) in zip(weights, window) {
            w += weight
            wx += weight * (x[index] - point)
            wy += weight * y[index]
        }
        // Nothing but the farthest cases, which are all as far.
        if w == 0 { return window.reduce(0) { $0 + y[$1] } / Double(window.count) }
        let (meanX, meanY) = (wx / w, wy / w)
        var (wxx, wxy) = (0.0, 0.0)
        for (weight, index) in zip(weights, window) {
            let deviation = x[index] - point - meanX
            wxx += weight * deviation * deviation
            wxy += weight * deviation * (y[index] - meanY)
        }
        // Deviations that are rounding, beside the window's width, have no slope.
        return wxx <= w * radius * radius * 1e-20 ? meanY : meanY - meanX * wxy / wxx
    }

    /// The positions of the nearest cases: the first window whose successor is not nearer.
    private func nearest(to point: Double) -> Range<Int> {
        var (low, high) = (0, x.count - neighbours)
        while low < high {
            let middle = (low + high) / 2
            if point - x[middle] > x[middle + neighbours] - point { low = middle + 1 } else { high = middle }
        }
        return low..<low + neighbours
    }
}

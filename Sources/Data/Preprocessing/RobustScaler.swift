import Glibc
import Tensor

/// Scales each column by its median and the distance between two quantiles: `(x - median) / (q₃ - q₁)`, which outliers hardly
/// affect (scikit-learn's `RobustScaler`).
///
/// A column whose quantiles are equal, but for rounding, is only shifted. NaN is ignored in fitting, and stays NaN.
public struct RobustScaler: Sendable {
    /// The median of each column, or 0 without centering: float64 `[d]`.
    public let center: Tensor
    /// The distance between the quantiles of each column, or 1 without scaling: float64 `[d]`.
    public let scale: Tensor

    private let map: ColumnMap

    /// Computes the median and the quantile distance of each column.
    ///
    ///   - x: `[n, d]`.
    ///   - quantiles: the two quantiles, in 0...1.
    ///   - unitVariance: divides the distance by that of a standard normal distribution, so that normally distributed columns
    ///     get variance 1.
    /// - Precondition: `n > 0`, and the quantiles lie in 0...1.
    public init(
        fitting x: Tensor, quantiles: ClosedRange<Double> = 0.25...0.75, centering: Bool = true, scaling: Bool = true,
        unitVariance: Bool = false
    ) {
        if !(quantiles.lowerBound >= 0 && quantiles.upperBound <= 1) {
            trap("RobustScaler", "quantiles must lie in 0...1, got \(quantiles)")
        }
        if x.rank > 0 && x.shape[0] == 0 { trap("RobustScaler", "needs rows [n, d] with n > 0, got \(x.shape)") }
        let columns = x.presentColumns("RobustScaler").map { $0.sorted() }
        let normal = unitVariance ? normalQuantile(quantiles.upperBound) - normalQuantile(quantiles.lowerBound) : 1
        let low = Tensor(vector: columns.map { $0.quantile(quantiles.lowerBound) }).onDevice(of: x)
        let high = Tensor(vector: columns.map { $0.quantile(quantiles.upperBound) }).onDevice(of: x)
        let spread = Tensor.where(.isConstant(low: low, high: high), 1, high - low) / normal
        self.init(
            center: Tensor(vector: columns.map { centering ? $0.quantile(0.5) : 0 }).onDevice(of: x),
            // A distance that overflows is clamped to the largest number.
            scale: scaling ? spread.minimum(Double.greatestFiniteMagnitude) : .ones(like: spread))
    }

    /// A scaler with known medians and distances, from a file for example.
    ///
    /// - Precondition: `center` and `scale` are `[d]` each.
    public init(center: Tensor, scale: Tensor) {
        ColumnMap.checked(center, scale, "RobustScaler")
        self.center = center.detached().to(.float64)
        self.scale = scale.detached().to(.float64)
        map = ColumnMap(shift: self.center, scale: self.scale)
    }

    /// `(x - center) / scale`, computed in float64; the result has x's dtype (float32 for integers).
    ///
    /// - Precondition: x has as many columns as were fitted: `[.., d]`.
    public func transform(_ x: Tensor) -> Tensor { map.apply(x, "RobustScaler.transform") }

    /// `x · scale + center`: reverts ``transform(_:)``.
    ///
    /// - Precondition: x has as many columns as were fitted: `[.., d]`.
    public func inverseTransform(_ x: Tensor) -> Tensor { map.undo(x, "RobustScaler.inverseTransform") }
}

/// The quantile of the standard normal distribution, found by bisection.
private func normalQuantile(_ share: Double) -> Double {
    if share <= 0 || share >= 1 { return share <= 0 ? -.infinity : .infinity }
    var (low, high) = (-40.0, 40.0)
    while true {
        let middle = (low + high) / 2
        if middle == low || middle == high { return middle }
        if erfc(-middle / 2.0.squareRoot()) / 2 < share { low = middle } else { high = middle }
    }
}

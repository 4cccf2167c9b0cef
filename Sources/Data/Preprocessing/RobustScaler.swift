import Glibc
import Tensor

/// Moves and scales each column by its median and the spread between two quantiles: `(x - median) / (q₃ - q₁)`, which outliers
/// hardly change (scikit-learn's `RobustScaler`).
///
/// A column whose quantiles are the same, but for the rounding of numbers of their size, is only moved. NaN counts for nothing when
/// fitting, and stays NaN.
public struct RobustScaler: Sendable {
    /// float64 `[d]`, the median of each column, or 0
    public let center: Tensor
    /// float64 `[d]`, the spread of each column, or 1
    public let scale: Tensor

    private let map: ColumnMap

    /// - Parameters:
    ///   - x: `[n, d]`.
    ///   - quantiles: the shares below the two quantiles.
    ///   - unitVariance: divides the spread by a normal distribution's, so that normal columns get a variance of 1.
    /// - Precondition: n > 0; quantiles within 0...1.
    public init(
        fitting x: Tensor, quantiles: ClosedRange<Double> = 0.25...0.75, centering: Bool = true, scaling: Bool = true,
        unitVariance: Bool = false
    ) {
        if !(quantiles.lowerBound >= 0 && quantiles.upperBound <= 1) {
            trap("RobustScaler", "quantiles lie within 0...1, got \(quantiles)")
        }
        if x.rank > 0 && x.shape[0] == 0 { trap("RobustScaler", "fits to rows [n, d] with n > 0, got \(x.shape)") }
        let columns = x.presentColumns("RobustScaler").map { $0.sorted() }
        let normal = unitVariance ? normalQuantile(quantiles.upperBound) - normalQuantile(quantiles.lowerBound) : 1
        let low = Tensor(vector: columns.map { $0.quantile(quantiles.lowerBound) }).onDevice(of: x)
        let high = Tensor(vector: columns.map { $0.quantile(quantiles.upperBound) }).onDevice(of: x)
        let spread = Tensor.where(.isConstant(low: low, high: high), 1, high - low) / normal
        self.init(
            center: Tensor(vector: columns.map { centering ? $0.quantile(0.5) : 0 }).onDevice(of: x),
            // A spread beyond the largest number counts as that.
            scale: scaling ? spread.minimum(Double.greatestFiniteMagnitude) : .ones(like: spread))
    }

    /// A scaler from numbers that were stored.
    ///
    /// - Precondition: `[d]` each.
    public init(center: Tensor, scale: Tensor) {
        ColumnMap.checked(center, scale, "RobustScaler")
        self.center = center.detached().to(.float64)
        self.scale = scale.detached().to(.float64)
        map = ColumnMap(shift: self.center, scale: self.scale)
    }

    /// `(x - center) / scale`, computed in float64, with x's dtype (float32 for integers).
    ///
    /// - Precondition: the last dim has as many columns as the scaler: `[.., d]`.
    public func transform(_ x: Tensor) -> Tensor { map.apply(x, "RobustScaler.transform") }

    /// `x · scale + center`: undoes ``transform(_:)``.
    ///
    /// - Precondition: the last dim has as many columns as the scaler: `[.., d]`.
    public func inverseTransform(_ x: Tensor) -> Tensor { map.undo(x, "RobustScaler.inverseTransform") }
}

/// Where the standard normal distribution has a share below, found by halving.
private func normalQuantile(_ share: Double) -> Double {
    if share <= 0 || share >= 1 { return share <= 0 ? -.infinity : .infinity }
    var (low, high) = (-40.0, 40.0)
    while true {
        let middle = (low + high) / 2
        if middle == low || middle == high { return middle }
        if erfc(-middle / 2.0.squareRoot()) / 2 < share { low = middle } else { high = middle }
    }
}

import Tensor

/// Scales each column to mean 0 and standard deviation 1: `(x - mean) / scale` (scikit-learn's `StandardScaler`).
///
/// `scale` is the population standard deviation, √(Σ(x - mean)² / n). A column whose values are all equal, but for rounding,
/// becomes 0. NaN is ignored in fitting, and stays NaN. Fit it to training rows only: nothing about the test rows may reach the
/// model.
///
/// ```swift
/// let scaler = StandardScaler(fitting: features[split.train])
/// let x = scaler.transform(features).to(.float32)
/// ```
public struct StandardScaler: Sendable {
    /// The mean of each column: float64 `[d]`.
    public let mean: Tensor
    /// The standard deviation of each column, 1 where it is constant: float64 `[d]`.
    public let scale: Tensor

    private let map: ColumnMap

    /// Computes the mean and the standard deviation of each column, in float64 and in two passes.
    ///
    /// - Parameter x: `[n, d]`.
    /// - Precondition: `n > 0`.
    public init(fitting x: Tensor) {
        if x.rank > 0 && x.shape[0] == 0 { trap("StandardScaler", "needs rows [n, d] with n > 0, got \(x.shape)") }
        var fit = StandardScalerFit()
        fit.add(x)
        self = fit.scaler()
    }

    init(fitted mean: Tensor, _ scale: Tensor) {
        (self.mean, self.scale) = (mean, scale)
        map = ColumnMap(shift: mean, scale: scale)
    }

    /// A scaler with known means and scales, from a file for example.
    ///
    /// - Parameters:
    ///   - mean: `[d]`, finite.
    ///   - scale: `[d]`, finite and positive.
    public init(mean: Tensor, scale: Tensor) throws(ScalerError) {
        if mean.rank != 1 || mean.shape != scale.shape { throw .shapes(mean: mean.shape, scale: scale.shape) }
        self.init(fitted: mean.detached().to(.float64), scale.detached().to(.float64))
        let means = self.mean.array(of: Double.self)
        if let column = means.firstIndex(where: { !$0.isFinite }) { throw .mean(column: column, means[column]) }
        let scales = self.scale.array(of: Double.self)
        if let column = scales.firstIndex(where: { !($0.isFinite && $0 > 0) }) { throw .scale(column: column, scales[column]) }
    }

    /// `(x - mean) / scale`, computed in float64; the result has x's dtype (float32 for integers).
    ///
    /// - Precondition: x has as many columns as were fitted: `[.., d]`.
    public func transform(_ x: Tensor) -> Tensor { map.apply(x, "StandardScaler.transform") }

    /// `x · scale + mean`, computed in float64; the result has x's dtype (float32 for integers). Reverts ``transform(_:)``.
    ///
    /// - Precondition: x has as many columns as were fitted: `[.., d]`.
    public func inverseTransform(_ x: Tensor) -> Tensor { map.undo(x, "StandardScaler.inverseTransform") }
}

/// Numbers that cannot be a scaler's.
public enum ScalerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The mean and the scale are not vectors of the same length.
    case shapes(mean: Shape, scale: Shape)
    /// The mean of a column, counted from 0, is not finite.
    case mean(column: Int, Double)
    /// The scale of a column, counted from 0, is not finite and positive.
    case scale(column: Int, Double)

    public var description: String {
        switch self {
        case .shapes(let mean, let scale): "scaler: mean \(mean) and scale \(scale) must be vectors of the same length"
        case .mean(let column, let value): "scaler: the mean of column \(column) is \(value), expected a finite number"
        case .scale(let column, let value): "scaler: the scale of column \(column) is \(value), expected a positive number"
        }
    }
}

import Tensor

/// Moves and scales each column to mean 0 and standard deviation 1: `(x - mean) / scale` (scikit-learn's `StandardScaler`).
///
/// `scale` is the population standard deviation, √(Σ(x - mean)² / n). A column whose values are all the same, but for the rounding
/// of numbers of their size, becomes 0. NaN counts for nothing when fitting, and stays NaN. Fit it on training rows only; what is
/// known of the test rows must not reach the model.
///
/// ```swift
/// let scaler = StandardScaler(fitting: features[split.train])
/// let x = scaler.transform(features).to(.float32)
/// ```
public struct StandardScaler: Sendable {
    /// float64 `[d]`
    public let mean: Tensor
    /// float64 `[d]`, 1 where a column is constant
    public let scale: Tensor

    private let map: ColumnMap

    /// Finds the mean and scale of each column, in float64 and in two passes.
    ///
    /// - Parameter x: `[n, d]`.
    /// - Precondition: n > 0.
    public init(fitting x: Tensor) {
        if x.rank > 0 && x.shape[0] == 0 { trap("StandardScaler", "fits to rows [n, d] with n > 0, got \(x.shape)") }
        var fit = StandardScalerFit()
        fit.add(x)
        self = fit.scaler()
    }

    init(fitted mean: Tensor, _ scale: Tensor) {
        (self.mean, self.scale) = (mean, scale)
        map = ColumnMap(shift: mean, scale: scale)
    }

    /// A scaler from numbers that were stored.
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

    /// `(x - mean) / scale`, computed in float64, with x's dtype (float32 for integers).
    ///
    /// - Precondition: the last dim has as many columns as the scaler: `[.., d]`.
    public func transform(_ x: Tensor) -> Tensor { map.apply(x, "StandardScaler.transform") }

    /// `x · scale + mean`, computed in float64, with x's dtype (float32 for integers): undoes ``transform(_:)``.
    ///
    /// - Precondition: the last dim has as many columns as the scaler: `[.., d]`.
    public func inverseTransform(_ x: Tensor) -> Tensor { map.undo(x, "StandardScaler.inverseTransform") }
}

/// Stored numbers that make no scaler.
public enum ScalerError: Error, Equatable, Sendable, CustomStringConvertible {
    case shapes(mean: Shape, scale: Shape)
    case mean(column: Int, Double)
    case scale(column: Int, Double)

    public var description: String {
        switch self {
        case .shapes(let mean, let scale): "scaler: mean \(mean) and scale \(scale) must be vectors of one length"
        case .mean(let column, let value): "scaler: the mean of column \(column) is \(value), expected a finite number"
        case .scale(let column, let value): "scaler: the scale of column \(column) is \(value), expected a positive number"
        }
    }
}

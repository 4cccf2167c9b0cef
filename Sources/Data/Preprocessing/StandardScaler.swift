import Tensor

/// Moves and scales each column to mean 0 and standard deviation 1: `(x - mean) / scale` (scikit-learn's `StandardScaler`).
///
/// `scale` is the population standard deviation, √(Σ(x - mean)² / n). A column whose values are all the same becomes 0. Fit it
/// on training rows only; what is known of the test rows must not reach the model.
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

    /// Finds the mean and scale of each column, in float64 and in two passes.
    ///
    /// - Parameter x: `[n, d]`.
    /// - Precondition: n > 0.
    public init(fitting x: Tensor) {
        var fit = StandardScalerFit()
        fit.add(x)
        self = fit.scaler()
    }

    fileprivate init(fitted mean: Tensor, _ scale: Tensor) { (self.mean, self.scale) = (mean, scale) }

    /// A scaler from numbers that were stored.
    ///
    /// - Parameters:
    ///   - mean: `[d]`, finite.
    ///   - scale: `[d]`, finite and positive.
    public init(mean: Tensor, scale: Tensor) throws(ScalerError) {
        if mean.rank != 1 || mean.shape != scale.shape { throw .shapes(mean: mean.shape, scale: scale.shape) }
        self.mean = mean.detached().to(.float64)
        self.scale = scale.detached().to(.float64)
        let means = self.mean.array(of: Double.self)
        if let column = means.firstIndex(where: { !$0.isFinite }) { throw .mean(column: column, means[column]) }
        let scales = self.scale.array(of: Double.self)
        if let column = scales.firstIndex(where: { !($0.isFinite && $0 > 0) }) { throw .scale(column: column, scales[column]) }
    }

    /// `(x - mean) / scale`, computed in float64, with x's dtype (float32 for integers).
    ///
    /// - Precondition: the last dim has as many columns as the scaler: `[.., d]`.
    public func transform(_ x: Tensor) -> Tensor {
        check(x, "transform")
        return ((x.to(.float64) - mean) / scale).to(resultType(x))
    }

    /// `x · scale + mean`, computed in float64, with x's dtype (float32 for integers): undoes ``transform(_:)``.
    ///
    /// - Precondition: the last dim has as many columns as the scaler: `[.., d]`.
    public func inverseTransform(_ x: Tensor) -> Tensor {
        check(x, "inverseTransform")
        return (x.to(.float64) * scale + mean).to(resultType(x))
    }

    private func check(_ x: Tensor, _ operation: String) {
        if x.shape.last != mean.count {
            trap("StandardScaler.\(operation)", "fitted to \(mean.count) columns, got \(x.shape)")
        }
    }

    private func resultType(_ x: Tensor) -> DType { x.dtype.isFloatingPoint ? x.dtype : .default }
}

/// A ``StandardScaler`` that is fitted to rows which come part by part, and need not fit in memory (scikit-learn's `partial_fit`).
///
/// ```swift
/// var fit = StandardScalerFit()
/// for part in CSV.stream("clicks.csv", rows: 4096) { fit.add(try part.get().numbers()) }
/// let scaler = fit.scaler()
/// ```
public struct StandardScalerFit: Sendable {
    /// How many rows there have been.
    public private(set) var count = 0

    /// float64 `[d]` each: of the rows so far, the mean, the sum of squared distances from it, the least and the largest value.
    private var moments: (mean: Tensor, squares: Tensor, low: Tensor, high: Tensor)?

    public init() {}

    /// Takes in some rows (by the sums of Chan, Golub and LeVeque, 1979).
    ///
    /// - Parameter x: `[n, d]`, as many columns as before.
    /// - Precondition: n > 0.
    public mutating func add(_ x: Tensor) {
        if x.rank != 2 || x.shape[0] == 0 { trap("StandardScaler", "fits to rows [n, d] with n > 0, got \(x.shape)") }
        let values = x.detached().to(.float64)
        let mean = values.mean(dim: 0)
        let squares = (values - mean).square().sum(dim: 0)
        let (low, high) = (values.amin(dim: 0), values.amax(dim: 0))
        let (before, new) = (Double(count), Double(x.shape[0]))
        count += x.shape[0]
        guard let old = moments else {
            moments = (mean, squares, low, high)
            return
        }
        if old.mean.shape != mean.shape {
            trap("StandardScaler", "fits to rows of \(old.mean.count) columns so far, got \(x.shape)")
        }
        let distance = mean - old.mean
        moments = (
            old.mean + distance * (new / (before + new)),
            old.squares + squares + distance.square() * (before * new / (before + new)),
            old.low.minimum(low), old.high.maximum(high)
        )
    }

    /// The scaler of all rows so far.
    ///
    /// - Precondition: there have been some.
    public func scaler() -> StandardScaler {
        guard let (average, squares, low, high) = moments else { trap("StandardScaler", "is fitted to no rows") }
        let rows = Double(count)
        let variance = squares / rows
        // Rounding leaves a constant column with a mean next to its value and a variance next to 0 (scikit-learn's bound).
        let epsilon = Double.ulpOfOne
        let noise = variance * (rows * epsilon) + (average * (rows * epsilon)).square()
        return StandardScaler(
            fitted: Tensor.where(low .== high, low, average), Tensor.where(variance .<= noise, 1, variance.sqrt()))
    }
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

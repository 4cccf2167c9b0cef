import Tensor

/// Scales each column to a range: `(x - minimum) / (maximum - minimum)` for 0...1 (scikit-learn's `MinMaxScaler`).
///
/// A column whose values are all equal, but for rounding, becomes the range's lower bound. NaN is ignored in fitting, and stays
/// NaN.
///
/// ```swift
/// let scaler = MinMaxScaler(fitting: features[split.train], range: -1...1)
/// ```
public struct MinMaxScaler: Sendable {
    /// The smallest value of each column: float64 `[d]`.
    public let minimum: Tensor
    /// The largest value of each column: float64 `[d]`.
    public let maximum: Tensor
    /// The range that the fitted values are scaled to; 0...1 by default.
    public let range: ClosedRange<Double>
    /// Whether values outside those that were fitted are clamped to the range.
    public let clip: Bool

    private let map: ColumnMap

    /// Computes the minimum and maximum of each column.
    ///
    /// - Parameters:
    ///   - x: `[n, d]`.
    ///   - range: the range to scale to.
    ///   - clip: whether later values outside the fitted ones are clamped to the range.
    /// - Precondition: `n > 0`, and the range is longer than 0.
    public init(fitting x: Tensor, range: ClosedRange<Double> = 0...1, clip: Bool = false) {
        if x.rank > 0 && x.shape[0] == 0 { trap("MinMaxScaler", "needs rows [n, d] with n > 0, got \(x.shape)") }
        let columns = x.presentColumns("MinMaxScaler")
        self.init(
            minimum: Tensor(vector: columns.map { $0.min() ?? .nan }).onDevice(of: x),
            maximum: Tensor(vector: columns.map { $0.max() ?? .nan }).onDevice(of: x),
            range: range, clip: clip)
    }

    /// A scaler with known bounds, from a file for example.
    ///
    /// - Precondition: `minimum` and `maximum` are `[d]` each, and the range is longer than 0.
    public init(minimum: Tensor, maximum: Tensor, range: ClosedRange<Double> = 0...1, clip: Bool = false) {
        ColumnMap.checked(minimum, maximum, "MinMaxScaler")
        if range.lowerBound == range.upperBound { trap("MinMaxScaler", "the range must be longer than 0, got \(range)") }
        let (low, high) = (minimum.detached().to(.float64), maximum.detached().to(.float64))
        (self.minimum, self.maximum, self.range, self.clip) = (low, high, range, clip)
        let factor = ColumnMap.factor(low, high)
        let spread = factor.map { high * $0 - low * $0 } ?? high - low
        let scale = Tensor.where(.isConstant(low: low, high: high), factor ?? .ones(like: low), spread)
        map = ColumnMap(
            shift: low, scale: scale / (range.upperBound - range.lowerBound), base: range.lowerBound, factor: factor)
    }

    /// Scales to the range, in float64; the result has x's dtype (float32 for integers).
    ///
    /// - Precondition: x has as many columns as were fitted: `[.., d]`.
    public func transform(_ x: Tensor) -> Tensor {
        let scaled = map.apply(x, "MinMaxScaler.transform")
        return clip ? scaled.clamp(min: range.lowerBound, max: range.upperBound) : scaled
    }

    /// Reverts ``transform(_:)``, except for values that were clamped.
    ///
    /// - Precondition: x has as many columns as were fitted: `[.., d]`.
    public func inverseTransform(_ x: Tensor) -> Tensor { map.undo(x, "MinMaxScaler.inverseTransform") }
}

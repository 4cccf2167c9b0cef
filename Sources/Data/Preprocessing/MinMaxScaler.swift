import Tensor

/// Moves and scales each column to a range: `(x - minimum) / (maximum - minimum)` for 0...1 (scikit-learn's `MinMaxScaler`).
///
/// A column whose values are all the same, but for the rounding of numbers of their size, becomes the range's lower bound. NaN counts for nothing when fitting, and stays NaN.
///
/// ```swift
/// let scaler = MinMaxScaler(fitting: features[split.train], range: -1...1)
/// ```
public struct MinMaxScaler: Sendable {
    /// float64 `[d]`, the smallest value of each column
    public let minimum: Tensor
    /// float64 `[d]`, the largest value of each column
    public let maximum: Tensor
    public let range: ClosedRange<Double>
    /// Whether values beyond those that were fitted are held within the range.
    public let clip: Bool

    private let map: ColumnMap

    /// - Parameter x: `[n, d]`.
    /// - Precondition: n > 0; a range that is not a point.
    public init(fitting x: Tensor, range: ClosedRange<Double> = 0...1, clip: Bool = false) {
        if x.rank > 0 && x.shape[0] == 0 { trap("MinMaxScaler", "fits to rows [n, d] with n > 0, got \(x.shape)") }
        let columns = x.presentColumns("MinMaxScaler")
        self.init(
            minimum: Tensor(vector: columns.map { $0.min() ?? .nan }).onDevice(of: x),
            maximum: Tensor(vector: columns.map { $0.max() ?? .nan }).onDevice(of: x),
            range: range, clip: clip)
    }

    /// A scaler from numbers that were stored.
    ///
    /// - Precondition: `[d]` each; a range that is not a point.
    public init(minimum: Tensor, maximum: Tensor, range: ClosedRange<Double> = 0...1, clip: Bool = false) {
        ColumnMap.checked(minimum, maximum, "MinMaxScaler")
        if range.lowerBound == range.upperBound { trap("MinMaxScaler", "the range \(range) is a point") }
        let (low, high) = (minimum.detached().to(.float64), maximum.detached().to(.float64))
        (self.minimum, self.maximum, self.range, self.clip) = (low, high, range, clip)
        let factor = ColumnMap.factor(low, high)
        let spread = factor.map { high * $0 - low * $0 } ?? high - low
        let scale = Tensor.where(.isConstant(low: low, high: high), factor ?? .ones(like: low), spread)
        map = ColumnMap(
            shift: low, scale: scale / (range.upperBound - range.lowerBound), base: range.lowerBound, factor: factor)
    }

    /// Into the range, computed in float64, with x's dtype (float32 for integers).
    ///
    /// - Precondition: the last dim has as many columns as the scaler: `[.., d]`.
    public func transform(_ x: Tensor) -> Tensor {
        let scaled = map.apply(x, "MinMaxScaler.transform")
        return clip ? scaled.clamp(min: range.lowerBound, max: range.upperBound) : scaled
    }

    /// Undoes ``transform(_:)``, but for what was clipped.
    ///
    /// - Precondition: the last dim has as many columns as the scaler: `[.., d]`.
    public func inverseTransform(_ x: Tensor) -> Tensor { map.undo(x, "MinMaxScaler.inverseTransform") }
}

import Tensor

/// Fits a ``StandardScaler`` to rows that arrive in batches and need not fit in memory (scikit-learn's `partial_fit`).
///
/// ```swift
/// var fit = StandardScalerFit()
/// for part in CSV.stream("clicks.csv", rows: 4096) { fit.add(try part.get().numbers()) }
/// let scaler = fit.scaler()
/// ```
public struct StandardScalerFit: Sendable {
    /// The number of rows so far.
    public private(set) var count = 0

    private var moments: ColumnMoments?

    /// A fit without rows.
    public init() {}

    /// Adds rows, possibly none.
    ///
    /// - Parameter x: `[n, d]`, with as many columns as before. NaN is ignored.
    public mutating func add(_ x: Tensor) {
        if x.rank != 2 { trap("StandardScaler", "needs rows [n, d], got \(x.shape)") }
        if let moments, moments.low.count != x.shape[1] {
            trap("StandardScaler", "has been fitted to \(moments.low.count) columns so far, got \(x.shape)")
        }
        if x.shape[0] == 0 { return }
        count += x.shape[0]
        let values = x.detached().to(.float64)
        let new = ColumnMoments(moments.map { values.onDevice(of: $0.low) } ?? values, before: moments)
        moments = moments?.merged(with: new) ?? new
    }

    /// The scaler of all rows so far. A column without numbers has mean and scale NaN.
    ///
    /// - Precondition: `count > 0`.
    public func scaler() -> StandardScaler {
        guard let moments else { trap("StandardScaler", "has not been fitted to any rows") }
        let (low, high) = (moments.low, moments.high)
        let mean = Tensor.where(low .== high, low, moments.mean / moments.factor)
        let deviation = (moments.squares / moments.counts).sqrt() / moments.factor
        return StandardScaler(
            fitted: Tensor.where(moments.counts .== 0, Double.nan, mean),
            Tensor.where(.isConstant(low: low, high: high), 1, deviation))
    }
}

/// The moments of the numbers of some columns: float64 `[d]` each.
private struct ColumnMoments: Sendable {
    /// The number of values without NaN.
    var counts: Tensor
    var low: Tensor
    var high: Tensor
    /// Powers of two by which numbers are multiplied before they are squared, so that no square overflows or underflows. They
    /// do not change a bit of the result.
    var factor: Tensor
    /// The mean, and the sum of squared deviations from it, of factor times x.
    var mean: Tensor
    var squares: Tensor

    /// - Parameters:
    ///   - values: float64 `[n, d]`, n > 0.
    ///   - before: the moments that these will be merged with.
    init(_ values: Tensor, before: ColumnMoments?) {
        low = values.amin(dim: 0)
        high = values.amax(dim: 0)
        // The minimum of numbers with NaN is NaN.
        let isMissing = low.isNaN().any().item(as: Bool.self) ? values.isNaN() : nil
        if let isMissing {
            low = Tensor.where(isMissing, Double.infinity, values).amin(dim: 0)
            high = Tensor.where(isMissing, -Double.infinity, values).amax(dim: 0)
        }
        let rows = Double(values.shape[0])
        counts = isMissing.map { rows - $0.to(.float64).sum(dim: 0) } ?? .full(like: low, rows)
        factor = Self.factor(low.minimum(before?.low ?? low), high.maximum(before?.high ?? high))
        let scaled = (factor .== 1).all().item(as: Bool.self) ? values : values * factor
        guard let isMissing else {
            mean = scaled.mean(dim: 0)
            squares = (scaled - mean).square().sum(dim: 0)
            return
        }
        mean = Tensor.where(isMissing, 0, scaled).sum(dim: 0) / counts.maximum(1)
        squares = Tensor.where(isMissing, 0, scaled - mean).square().sum(dim: 0)
    }

    private static func factor(_ low: Tensor, _ high: Tensor) -> Tensor {
        let sizes = low.abs().maximum(high.abs()).array(of: Double.self)
        return Tensor(vector: sizes.map { $0.isFinite && $0 > 0x1p400 ? 0x1p-700 : $0 > 0 && $0 < 0x1p-400 ? 0x1p800 : 1 })
            .onDevice(of: low)
    }

    /// The combined moments (by the update formulas of Chan, Golub and LeVeque, 1979).
    ///
    /// - Parameter new: moments that were made with these as `before`.
    func merged(with new: ColumnMoments) -> ColumnMoments {
        let change = new.factor / factor
        let (oldMean, oldSquares) = (mean * change, squares * change * change)
        let distance = new.mean - oldMean
        let total = counts + new.counts
        let divisor = total.maximum(1)
        var all = new
        all.counts = total
        all.low = low.minimum(new.low)
        all.high = high.maximum(new.high)
        all.mean = oldMean + distance * (new.counts / divisor)
        all.squares = oldSquares + new.squares + distance.square() * (counts * new.counts / divisor)
        return all
    }
}

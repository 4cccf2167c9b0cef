import Tensor

/// Replaces each missing number, which is NaN, by a statistic of its column (scikit-learn's `SimpleImputer`).
///
/// ```swift
/// let imputer = try Imputer(fitting: features[split.train], by: .median)
/// let x = imputer.transform(features)
/// ```
public struct Imputer: Sendable {
    /// What replaces the missing numbers of a column.
    public enum Strategy: Sendable, Equatable {
        /// The mean of the column's other numbers.
        case mean
        /// The median of the column's other numbers; the mean of the two in the middle where their count is even.
        case median
        /// The most frequent number; of several, the smallest.
        case mostFrequent
        /// A given number, the same for every column.
        case constant(Double)
    }

    /// The replacement for each column's missing numbers: float64 `[d]`.
    public let values: Tensor

    /// Computes each column's replacement.
    ///
    /// - Parameters:
    ///   - x: `[n, d]`. A column of missing numbers alone throws, unless the strategy is a constant.
    ///   - strategy: the statistic.
    public init(fitting x: Tensor, by strategy: Strategy) throws(ImputerError) {
        var values: [Double] = []
        for (index, column) in x.presentColumns("Imputer").enumerated() {
            if case .constant(let value) = strategy {
                values.append(value)
                continue
            }
            if column.isEmpty { throw ImputerError(column: index) }
            values.append(Self.value(column, strategy))
        }
        self.init(values: Tensor(vector: values).onDevice(of: x))
    }

    /// An imputer with known replacements, from a file for example.
    ///
    /// - Parameter values: `[d]`.
    public init(values: Tensor) {
        if values.rank != 1 { trap("Imputer", "values must be a vector, got \(values.shape)") }
        self.values = values.detached().to(.float64)
    }

    private static func value(_ column: [Double], _ strategy: Strategy) -> Double {
        switch strategy {
        case .mean:
            let (sum, count) = (column.reduce(0, +), Double(column.count))
            // A sum may overflow where the mean does not.
            return sum.isFinite ? sum / count : column.reduce(0) { $0 + $1 * 0x1p-64 } / count * 0x1p64
        case .median: return column.sorted().quantile(0.5)
        case .constant(let value): return value
        case .mostFrequent:
            var counts: [Double: Int] = [:]
            for value in column { counts[value, default: 0] += 1 }
            let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
            return best?.key ?? .nan
        }
    }

    /// x with its missing numbers replaced, in x's dtype.
    ///
    /// - Precondition: x has a floating-point dtype, and as many columns as were fitted: `[.., d]`.
    public func transform(_ x: Tensor) -> Tensor {
        if x.shape.last != values.count { trap("Imputer.transform", "was fitted to \(values.count) columns, got \(x.shape)") }
        if !x.dtype.isFloatingPoint { return x }
        return Tensor.where(x.isNaN(), values.onDevice(of: x).to(x.dtype), x)
    }
}

/// A column without a number to compute a replacement from.
public struct ImputerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The column, counted from 0.
    public let column: Int

    public var description: String { "imputer: column \(column) has only missing numbers" }
}

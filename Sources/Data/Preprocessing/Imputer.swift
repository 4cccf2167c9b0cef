import Tensor

/// Puts a number of the column in place of each missing one, which is NaN (scikit-learn's `SimpleImputer`).
///
/// ```swift
/// let imputer = try Imputer(fitting: features[split.train], by: .median)
/// let x = imputer.transform(features)
/// ```
public struct Imputer: Sendable {
    public enum Strategy: Sendable, Equatable {
        case mean
        case median
        /// The most frequent value; of equally frequent ones, the smallest.
        case mostFrequent
        case constant(Double)
    }

    /// float64 `[d]`, what each column's missing numbers become
    public let values: Tensor

    /// - Parameter x: `[n, d]`. A column without a number throws, unless a constant is filled in.
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

    /// An imputer from numbers that were stored.
    ///
    /// - Parameter values: `[d]`.
    public init(values: Tensor) {
        if values.rank != 1 { trap("Imputer", "takes a vector, got \(values.shape)") }
        self.values = values.detached().to(.float64)
    }

    private static func value(_ column: [Double], _ strategy: Strategy) -> Double {
        switch strategy {
        case .mean:
            let (sum, count) = (column.reduce(0, +), Double(column.count))
            // A sum may be too large for what its mean is not.
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

    /// x with its missing numbers filled in, in x's dtype.
    ///
    /// - Precondition: a floating-point dtype; the last dim has as many columns as were fitted: `[.., d]`.
    public func transform(_ x: Tensor) -> Tensor {
        if x.shape.last != values.count { trap("Imputer.transform", "fitted to \(values.count) columns, got \(x.shape)") }
        if !x.dtype.isFloatingPoint { return x }
        return Tensor.where(x.isNaN(), values.onDevice(of: x).to(x.dtype), x)
    }
}

/// A column without any number to fill in from.
public struct ImputerError: Error, Equatable, Sendable, CustomStringConvertible {
    public let column: Int

    public var description: String { "imputer: column \(column) has no number to fill in from" }
}

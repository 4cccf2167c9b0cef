/// How elements are combined into one.
public enum Reduction: Sendable, Hashable, CaseIterable {
    /// Σ x, accumulated in double precision, or in int64.
    case sum
    /// The sum divided by the number of elements.
    case mean
    /// The product of all elements.
    case product
    /// The maximum; NaN propagates.
    case max
    /// The minimum; NaN propagates.
    case min
    /// Σ |x|, the 1-norm.
    case sumOfMagnitudes
    /// Σ x² / divisor, rounded once.
    case sumOfSquares(over: Double)
    /// √(Σ x² / divisor), rounded once, and correct even where Σ x² overflows or underflows in the dtype.
    case norm(over: Double)

    /// Every reduction, with a divisor of 1 where there is one.
    public static var allCases: [Reduction] {
        [.sum, .mean, .product, .max, .min, .sumOfMagnitudes, .sumOfSquares(over: 1), .norm(over: 1)]
    }
}

/// A reduction to the index of an extreme.
public enum ArgReduction: UInt8, Sendable, CaseIterable {
    /// The index of the largest element.
    case max
    /// The index of the smallest element.
    case min
}

/// A reduction of each element with all before it.
public enum Scan: UInt8, Sendable, CaseIterable {
    /// The running sum.
    case sum
    /// The running product.
    case product
    /// The logarithm of the running sum of eˣ.
    case logSumExp
}

/// How an element is combined with others that are scattered to it; the sum is ``Operation/scatterAdd(dim:)``.
///
/// The raw values count from 1: the C kernels' 0 is the sum.
public enum ScatterReduction: UInt8, Sendable, CaseIterable {
    /// The product.
    case product = 1
    /// The maximum.
    case max
    /// The minimum.
    case min
}

/// A set of dims.
public struct Axes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ dim: Int) { rawValue = 1 << UInt8(dim) }

    /// All dims of a tensor of this rank.
    init(all rank: Int) { rawValue = UInt8(truncatingIfNeeded: 1 << rank - 1) }

    /// Whether a dim, counted from 0, is in the set.
    public func contains(dim: Int) -> Bool { rawValue >> UInt8(dim) & 1 == 1 }
}

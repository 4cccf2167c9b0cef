public enum Reduction: Sendable, Hashable, CaseIterable {
    case sum, mean, product, max, min
    /// Σ |x|.
    case sumOfMagnitudes
    /// Σ x² / divisor, rounded once.
    case sumOfSquares(over: Double)
    /// √(Σ x² / divisor), rounded once, which is found even where Σ x² is too large or too small for the dtype.
    case norm(over: Double)

    /// Each of them, with a divisor of 1 where there is one.
    public static var allCases: [Reduction] {
        [.sum, .mean, .product, .max, .min, .sumOfMagnitudes, .sumOfSquares(over: 1), .norm(over: 1)]
    }
}

/// An extreme whose position is looked for.
public enum ArgReduction: UInt8, Sendable, CaseIterable {
    case max, min
}

/// How each element is combined with all before it.
public enum Scan: UInt8, Sendable, CaseIterable {
    case sum, product, logSumExp
}

/// How an element takes in others, beside being added to (``Operation/scatterAdd(dim:)``).
///
/// The raw values count from 1: the C kernels' 0 is the sum.
public enum ScatterReduction: UInt8, Sendable, CaseIterable {
    case product = 1
    case max, min
}

/// A set of dims.
public struct Axes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ dim: Int) { rawValue = 1 << UInt8(dim) }

    /// All dims of a tensor of this rank.
    init(all rank: Int) { rawValue = UInt8(truncatingIfNeeded: 1 << rank - 1) }

    public func contains(dim: Int) -> Bool { rawValue >> UInt8(dim) & 1 == 1 }
}

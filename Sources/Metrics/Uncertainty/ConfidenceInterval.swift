import Tensor

/// An interval that covers the true value in a stated share of repeated samples.
public struct ConfidenceInterval: Hashable, Sendable, CustomStringConvertible {
    /// The lower bound.
    public let lower: Double
    /// The upper bound.
    public let upper: Double
    /// The confidence level, 0.95 for example.
    public let level: Double

    /// An interval with known bounds.
    public init(lower: Double, upper: Double, level: Double) {
        self.lower = lower
        self.upper = upper
        self.level = level
    }

    /// Whether a value lies between the bounds, or on one of them.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// Both bounds in brackets.
    public var description: String { "[\(lower), \(upper)]" }
}

/// A value with its standard error, whose errors are approximately normal.
public struct Estimate: Hashable, Sendable {
    /// The estimate.
    public let value: Double
    /// The standard error: the estimated standard deviation of the value over repeated samples.
    public let standardError: Double

    /// A known estimate.
    public init(_ value: Double, standardError: Double) {
        self.value = value
        self.standardError = standardError
    }

    /// Wald's interval: value ± z · standardError, where z is the normal quantile of (1 + level) / 2.
    ///
    /// - Precondition: `level` is between 0 and 1.
    public func interval(level: Double = 0.95) -> ConfidenceInterval {
        let margin = normalQuantile(within: level) * standardError
        return ConfidenceInterval(lower: value - margin, upper: value + margin, level: level)
    }
}

/// How many standard deviations around its mean hold this share of a normal distribution: 1.96 for 0.95.
func normalQuantile(within level: Double) -> Double {
    if !(level > 0 && level < 1) { trap("interval", "the level must be between 0 and 1, got \(level)") }
    return 2.0.squareRoot() * Tensor(level, dtype: .float64).erfinv().item()
}

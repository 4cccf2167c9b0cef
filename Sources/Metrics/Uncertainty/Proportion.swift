import Tensor

/// A proportion of independent cases: successes of a count.
///
/// ```swift
/// let sensitivity = Proportion(48, of: 50)
/// print(sensitivity.value, sensitivity.interval())        // 0.96 [0.8654, 0.9890]
/// ```
public struct Proportion: Hashable, Sendable {
    /// The number of successes.
    public let successes: Int
    /// The number of cases.
    public let count: Int

    /// - Precondition: `0 <= successes <= count`.
    public init(_ successes: Int, of count: Int) {
        if successes < 0 || successes > count { trap("Proportion", "\(successes) of \(count) is no proportion") }
        self.successes = successes
        self.count = count
    }

    /// successes / count; NaN where the count is 0.
    public var value: Double { ratio(successes, count) }

    /// Wilson's score interval (Wilson, Journal of the American Statistical Association 22, 1927): all p that a two-sided score
    /// test does not reject, which for k successes of n are
    ///
    ///     (k + z² / 2) / (n + z²) ± z / (n + z²) · √(k (n - k) / n + z² / 4)
    ///
    /// It stays within [0, 1], and has a width at 0 and at n successes too. Without any case, nothing is known: [0, 1].
    ///
    /// - Precondition: `level` is between 0 and 1.
    public func interval(level: Double = 0.95) -> ConfidenceInterval {
        let z = normalQuantile(within: level)
        if count == 0 { return ConfidenceInterval(lower: 0, upper: 1, level: level) }
        let (k, n) = (Double(successes), Double(count))
        let center = (k + z * z / 2) / (n + z * z)
        let margin = z / (n + z * z) * (k * (n - k) / n + z * z / 4).squareRoot()
        // At the ends, center and margin are equal but for rounding.
        return ConfidenceInterval(
            lower: successes == 0 ? 0 : center - margin, upper: successes == count ? 1 : center + margin, level: level)
    }
}

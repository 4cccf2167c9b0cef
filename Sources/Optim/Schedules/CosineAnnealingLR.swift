import Glibc

/// Anneals the rate to `minimum` along half a cosine in `period` steps, then back (Loshchilov & Hutter, 2017, without restarts;
/// torch's `CosineAnnealingLR`): `minimum + (base - minimum) (1 + cos(π t / period)) / 2`.
public struct CosineAnnealingLR: Schedule {
    /// The number of steps from the base rate to the minimum (torch's `T_max`).
    public var period: Int
    /// The lowest rate (torch's `eta_min`).
    public var minimum: Double

    /// A cosine between the base rate and a minimum.
    ///
    /// - Precondition: `period > 0` and `minimum >= 0`.
    public init(period: Int, minimum: Double = 0) {
        if period <= 0 { trap("CosineAnnealingLR", "the period must be positive, got \(period)") }
        check("CosineAnnealingLR", notNegative: ["minimum": minimum])
        self.period = period
        self.minimum = minimum
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        minimum + (base - minimum) * (1 + cos(.pi * Double(step) / Double(period))) / 2
    }
}

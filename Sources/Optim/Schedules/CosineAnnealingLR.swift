import Glibc

/// Down to `minimum` along half a cosine in `period` steps, then up again (Loshchilov & Hutter, 2017, without restarts;
/// torch's `CosineAnnealingLR`): `minimum + (base - minimum) (1 + cos(π t / period)) / 2`.
public struct CosineAnnealingLR: Schedule {
    public var period: Int
    public var minimum: Double

    /// - Precondition: a positive period, no negative minimum.
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

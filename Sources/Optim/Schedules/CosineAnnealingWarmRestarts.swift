import Glibc

/// Down to `minimum` along half a cosine, again and again, each time `multiplier` times as long (Loshchilov & Hutter, 2017;
/// torch's `CosineAnnealingWarmRestarts`).
public struct CosineAnnealingWarmRestarts: Schedule {
    /// The number of steps until the first restart.
    public var period: Int
    public var multiplier: Int
    public var minimum: Double

    /// - Precondition: a positive period and multiplier, no negative minimum.
    public init(period: Int, multiplier: Int = 1, minimum: Double = 0) {
        if period <= 0 || multiplier <= 0 {
            trap("CosineAnnealingWarmRestarts", "period and multiplier must be positive, got \(period) and \(multiplier)")
        }
        check("CosineAnnealingWarmRestarts", notNegative: ["minimum": minimum])
        self.period = period
        self.multiplier = multiplier
        self.minimum = minimum
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        var (length, since) = (period, step)
        if multiplier == 1 { since %= period }
        while since >= length {
            since -= length
            let (next, overflow) = length.multipliedReportingOverflow(by: multiplier)
            length = overflow ? .max : next
        }
        return CosineAnnealingLR(period: length, minimum: minimum).learningRate(base, at: since)
    }
}

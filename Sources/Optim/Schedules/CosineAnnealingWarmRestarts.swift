import Glibc

/// Anneals the rate to `minimum` along half a cosine, again and again; each cycle is `multiplier` times as long as the one
/// before (Loshchilov & Hutter, 2017; torch's `CosineAnnealingWarmRestarts`).
public struct CosineAnnealingWarmRestarts: Schedule {
    /// The number of steps until the first restart (torch's `T_0`).
    public var period: Int
    /// The factor by which each cycle is longer than the one before (torch's `T_mult`).
    public var multiplier: Int
    /// The lowest rate (torch's `eta_min`).
    public var minimum: Double

    /// A cosine that restarts.
    ///
    /// - Precondition: `period > 0`, `multiplier > 0` and `minimum >= 0`.
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

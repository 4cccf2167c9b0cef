/// Raises the rate linearly for `warmup` steps, then lowers it along half a cosine to `minimum` at step `totalSteps`, where it
/// stays: `base (t + 1) / (warmup + 1)`, then
/// `minimum + (base - minimum) (1 + cos(π (t - warmup) / (totalSteps - warmup))) / 2`.
public struct WarmupCosineLR: Schedule {
    /// The number of steps of the linear rise.
    public var warmup: Int
    /// The number of steps until the minimum.
    public var totalSteps: Int
    /// The lowest rate.
    public var minimum: Double

    /// A linear warm-up and a cosine decay.
    ///
    /// - Precondition: `0 <= warmup < totalSteps` and `minimum >= 0`.
    public init(warmup: Int, totalSteps: Int, minimum: Double = 0) {
        if !(0..<max(totalSteps, 0)).contains(warmup) {
            trap("WarmupCosineLR", "warmup must be less than totalSteps, got \(warmup) of \(totalSteps)")
        }
        check("WarmupCosineLR", notNegative: ["minimum": minimum])
        self.warmup = warmup
        self.totalSteps = totalSteps
        self.minimum = minimum
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        if step < warmup { return base * Double(step + 1) / Double(warmup + 1) }
        let down = CosineAnnealingLR(period: totalSteps - warmup, minimum: minimum)
        return down.learningRate(base, at: min(step, totalSteps) - warmup)
    }
}

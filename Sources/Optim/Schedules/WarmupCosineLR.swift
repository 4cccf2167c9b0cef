/// Up in a straight line for `warmup` steps, then down along half a cosine to `minimum` at step `totalSteps`, where it stays:
/// `base (t + 1) / (warmup + 1)`, then `minimum + (base - minimum) (1 + cos(π (t - warmup) / (totalSteps - warmup))) / 2`.
public struct WarmupCosineLR: Schedule {
    public var warmup: Int
    public var totalSteps: Int
    public var minimum: Double

    /// - Precondition: fewer steps up than all, no negative minimum.
    public init(warmup: Int, totalSteps: Int, minimum: Double = 0) {
        if !(0..<max(totalSteps, 0)).contains(warmup) {
            trap("WarmupCosineLR", "the steps up are fewer than all, got \(warmup) of \(totalSteps)")
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

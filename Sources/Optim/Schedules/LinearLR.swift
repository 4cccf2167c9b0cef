/// Multiplies the rate by a factor that changes linearly from `startFactor` to `endFactor` in `totalSteps` steps (torch's
/// `LinearLR`).
public struct LinearLR: Schedule {
    /// The factor at step 0, in (0, 1].
    public var startFactor: Double
    /// The factor from step `totalSteps`, in [0, 1].
    public var endFactor: Double
    /// The number of steps between the two factors (torch's `total_iters`).
    public var totalSteps: Int

    /// A linear change of the factor.
    ///
    /// - Precondition: `startFactor` is in (0, 1], `endFactor` in [0, 1], and `totalSteps > 0`.
    public init(startFactor: Double = 1.0 / 3, endFactor: Double = 1, totalSteps: Int = 5) {
        if !(startFactor > 0 && startFactor <= 1 && (0...1).contains(endFactor)) {
            trap("LinearLR", "the factors must be in (0, 1] and [0, 1], got \(startFactor) and \(endFactor)")
        }
        if totalSteps <= 0 { trap("LinearLR", "the number of steps must be positive, got \(totalSteps)") }
        self.startFactor = startFactor
        self.endFactor = endFactor
        self.totalSteps = totalSteps
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        // On the way to 0 rounding could make it negative.
        base * max(0, startFactor + (endFactor - startFactor) * Double(min(step, totalSteps)) / Double(totalSteps))
    }
}

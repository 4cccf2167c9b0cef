/// Multiplied by a factor that goes from `startFactor` to `endFactor` in `totalSteps` even steps, and stays (torch's `LinearLR`).
public struct LinearLR: Schedule {
    public var startFactor: Double
    public var endFactor: Double
    public var totalSteps: Int

    /// - Precondition: factors in [0, 1], the first not 0; a positive number of steps.
    public init(startFactor: Double = 1.0 / 3, endFactor: Double = 1, totalSteps: Int = 5) {
        if !(startFactor > 0 && startFactor <= 1 && (0...1).contains(endFactor)) {
            trap("LinearLR", "factors lie in (0, 1] and [0, 1], got \(startFactor) and \(endFactor)")
        }
        if totalSteps <= 0 { trap("LinearLR", "the number of steps must be positive, got \(totalSteps)") }
        self.startFactor = startFactor
        self.endFactor = endFactor
        self.totalSteps = totalSteps
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        // On the way to 0, rounding goes below it.
        base * max(0, startFactor + (endFactor - startFactor) * Double(min(step, totalSteps)) / Double(totalSteps))
    }
}

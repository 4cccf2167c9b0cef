/// Multiplied by `factor` for the first `totalSteps` steps, then whole (torch's `ConstantLR`).
public struct ConstantLR: Schedule {
    public var factor: Double
    public var totalSteps: Int

    /// - Precondition: a factor in [0, 1].
    public init(factor: Double = 1.0 / 3, totalSteps: Int = 5) {
        if !(0...1).contains(factor) { trap("ConstantLR", "the factor lies in [0, 1], got \(factor)") }
        self.factor = factor
        self.totalSteps = totalSteps
    }

    public func learningRate(_ base: Double, at step: Int) -> Double { step < totalSteps ? base * factor : base }
}

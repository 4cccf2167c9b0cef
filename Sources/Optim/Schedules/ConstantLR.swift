/// Multiplies the rate by `factor` for the first `totalSteps` steps (torch's `ConstantLR`).
public struct ConstantLR: Schedule {
    /// The factor of the first steps, in [0, 1].
    public var factor: Double
    /// The number of steps with the factor (torch's `total_iters`).
    public var totalSteps: Int

    /// A reduced rate for the first steps.
    ///
    /// - Precondition: `factor` is in [0, 1].
    public init(factor: Double = 1.0 / 3, totalSteps: Int = 5) {
        if !(0...1).contains(factor) { trap("ConstantLR", "the factor must be in [0, 1], got \(factor)") }
        self.factor = factor
        self.totalSteps = totalSteps
    }

    public func learningRate(_ base: Double, at step: Int) -> Double { step < totalSteps ? base * factor : base }
}

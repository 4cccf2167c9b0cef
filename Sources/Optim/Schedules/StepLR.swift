import Glibc

/// Multiplies the rate by `gamma` every `stepSize` steps (torch's `StepLR`).
public struct StepLR: Schedule {
    /// The number of steps between two changes.
    public var stepSize: Int
    /// The factor of each change, not negative.
    public var gamma: Double

    /// A stepwise decay.
    ///
    /// - Precondition: `stepSize > 0` and `gamma >= 0`.
    public init(stepSize: Int, gamma: Double = 0.1) {
        if stepSize <= 0 { trap("StepLR", "the step size must be positive, got \(stepSize)") }
        check("StepLR", notNegative: ["gamma": gamma])
        self.stepSize = stepSize
        self.gamma = gamma
    }

    public func learningRate(_ base: Double, at step: Int) -> Double { base * pow(gamma, Double(step / stepSize)) }
}

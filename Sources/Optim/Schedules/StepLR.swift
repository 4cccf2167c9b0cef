import Glibc

/// Multiplied by `gamma` every `stepSize` steps (torch's `StepLR`).
public struct StepLR: Schedule {
    public var stepSize: Int
    public var gamma: Double

    /// - Precondition: a positive step size, no negative gamma.
    public init(stepSize: Int, gamma: Double = 0.1) {
        if stepSize <= 0 { trap("StepLR", "the step size must be positive, got \(stepSize)") }
        check("StepLR", notNegative: ["gamma": gamma])
        self.stepSize = stepSize
        self.gamma = gamma
    }

    public func learningRate(_ base: Double, at step: Int) -> Double { base * pow(gamma, Double(step / stepSize)) }
}

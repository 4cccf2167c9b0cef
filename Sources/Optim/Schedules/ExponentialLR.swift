import Glibc

/// Multiplies the rate by `gamma` at every step (torch's `ExponentialLR`): `base γᵗ`.
public struct ExponentialLR: Schedule {
    /// The factor of each step, not negative.
    public var gamma: Double

    /// An exponential decay.
    ///
    /// - Precondition: `gamma >= 0`.
    public init(gamma: Double) {
        check("ExponentialLR", notNegative: ["gamma": gamma])
        self.gamma = gamma
    }

    public func learningRate(_ base: Double, at step: Int) -> Double { base * pow(gamma, Double(step)) }
}

import Glibc

/// Multiplied by `gamma` at every step (torch's `ExponentialLR`): `base γᵗ`.
public struct ExponentialLR: Schedule {
    public var gamma: Double

    /// - Precondition: no negative gamma.
    public init(gamma: Double) {
        check("ExponentialLR", notNegative: ["gamma": gamma])
        self.gamma = gamma
    }

    public func learningRate(_ base: Double, at step: Int) -> Double { base * pow(gamma, Double(step)) }
}

import Glibc

/// Multiplied by `gamma` at every step (torch's `ExponentialLR`): `base γᵗ`.
public struct ExponentialLR: Schedule {
    public var gamma: Double

    public init(gamma: Double) { self.gamma = gamma }

    public func learningRate(_ base: Double, at step: Int) -> Double { base * pow(gamma, Double(step)) }
}

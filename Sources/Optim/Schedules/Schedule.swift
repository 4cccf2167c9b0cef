/// A learning rate as a function of the base rate and the step.
public protocol Schedule: Sendable {
    /// The rate for step `step`, counted from 0.
    func learningRate(_ base: Double, at step: Int) -> Double

    /// The momentum for step `step`; nil, which is the default, leaves it unchanged.
    func momentum(at step: Int) -> Double?
}

extension Schedule {
    public func momentum(at step: Int) -> Double? { nil }
}

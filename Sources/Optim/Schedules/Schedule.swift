/// A learning rate that changes with the steps: a function of the rate it starts from.
public protocol Schedule: Sendable {
    /// The rate before step `step`, counted from 0.
    func learningRate(_ base: Double, at step: Int) -> Double

    /// The momentum before step `step`; nil leaves it alone, as it does unless a schedule says otherwise.
    func momentum(at step: Int) -> Double?
}

extension Schedule {
    public func momentum(at step: Int) -> Double? { nil }
}

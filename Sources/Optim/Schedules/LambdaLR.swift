/// Multiplies the base rate by a function of the step (torch's `LambdaLR`): `base f(t)`.
///
/// ```swift
/// let scheduler = Scheduler(optimizer, LambdaLR { step in 1 / Double(1 + step) })
/// ```
public struct LambdaLR: Schedule {
    /// The factor of the base rate at a step, counted from 0.
    public let factor: @Sendable (_ step: Int) -> Double

    /// A schedule with a custom factor.
    public init(_ factor: @escaping @Sendable (_ step: Int) -> Double) { self.factor = factor }

    public func learningRate(_ base: Double, at step: Int) -> Double { base * factor(step) }
}

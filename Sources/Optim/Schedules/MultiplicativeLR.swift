import Synchronization

/// Multiplies the rate by a function of the step at every step, starting with step 1 (torch's `MultiplicativeLR`):
/// `base f(1) f(2) ⋯ f(t)`.
public struct MultiplicativeLR: Schedule {
    /// The factor at a step, counted from 1.
    public let factor: @Sendable (_ step: Int) -> Double
    private let product = Product()

    /// A schedule with a custom factor for each step.
    public init(_ factor: @escaping @Sendable (_ step: Int) -> Double) { self.factor = factor }

    public func learningRate(_ base: Double, at step: Int) -> Double { base * product.value(of: factor, to: step) }

    /// The product up to the last step that was asked for: the next step needs a single further factor.
    private final class Product: Sendable {
        private let known = Mutex((step: 0, value: 1.0))

        func value(of factor: (Int) -> Double, to step: Int) -> Double {
            known.withLock { known in
                if step < known.step { known = (0, 1) }
                while known.step < step {
                    known.step += 1
                    known.value *= factor(known.step)
                }
                return known.value
            }
        }
    }
}

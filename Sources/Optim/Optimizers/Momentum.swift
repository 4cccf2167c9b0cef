import CKernels

/// Gradient descent along a running mean of the gradients: `m = β m + (1 - β) g` from m = 0, then `w -= η m`.
///
/// With β = 0.9, gradients -0.5, -0.4, -0.6 give m = -0.05, -0.085, -0.1365. It is `torch.optim.SGD` with `momentum: β` and
/// `dampening: β`, but for the start: torch's first `m` is the whole gradient. ``SGD`` has torch's momentum, a running sum.
public final class Momentum: Optimizer {
    /// ``Momentum`` for these parameters; the options' meanings are those of ``MomentumRule``'s properties.
    public init(_ parameters: [NamedParameter], learningRate: Double = 1e-2, beta: Double = 0.9) {
        super.init(parameters, rule: MomentumRule(beta: beta), learningRate: learningRate)
    }
}

/// The rule of ``Momentum``.
public struct MomentumRule: RuleWithMomentum {
    /// The decay rate of the running mean of the gradient, in [0, 1).
    public var beta: Double

    /// The share of the last direction in a step's.
    public var momentum: Double {
        get { beta }
        set { beta = newValue }
    }

    /// - Precondition: beta in [0, 1).
    public init(beta: Double = 0.9) {
        if !(0..<1).contains(beta) { trap("Momentum", "beta must be in [0, 1), got \(beta)") }
        self.beta = beta
    }

    /// The options that are saved, β as `momentum`.
    public static let options: [RuleOption<MomentumRule>] = [
        RuleOption("momentum", \.beta, in: 0...1.0.nextDown)
    ]

    /// Makes one step of ``Momentum``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let step = KindlingStep(learningRate, beta1: beta, dampening: beta)
        let isDone = state.fusedUpdate(&parameter, with: gradient, "mean") {
            kindling_momentum_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.count)
        }
        if isDone { return }
        parameter -= state.average("mean", beta, gradient) * learningRate
    }
}

import CKernels

/// Adam with the largest gradients in place of their squares (Kingma & Ba, 2015, algorithm 2), as `torch.optim.Adamax`.
///
/// `m = β₁ m + (1 - β₁) g`, `u = max(β₂ u, |g| + ε)`, then `w -= η / (1 - β₁ᵗ) · m / u`.
public final class Adamax: Optimizer {
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 2e-3, betas: (Double, Double) = (0.9, 0.999),
        epsilon: Double = 1e-8, weightDecay: Double = 0, maximize: Bool = false
    ) {
        let rule = AdamaxRule(betas: betas, epsilon: epsilon, weightDecay: weightDecay, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``Adamax``.
public struct AdamaxRule: RuleWithBetas {
    public var betas: (Double, Double)
    public var epsilon: Double
    public var weightDecay: Double
    public var maximize: Bool

    /// - Precondition: betas in [0, 1), nothing negative.
    public init(
        betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8, weightDecay: Double = 0, maximize: Bool = false
    ) {
        check("Adamax", betas: betas, notNegative: ["epsilon": epsilon, "weightDecay": weightDecay])
        self.betas = betas
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.maximize = maximize
    }

    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        let rate = learningRate / (1 - power(betas.0, state.step))
        var step = KindlingStep(rate, weightDecay: weightDecay, maximize: maximize)
        (step.beta1, step.beta2, step.epsilon) = (betas.0, betas.1, epsilon)
        if parameter.sweep(KO_ADAMAX, step, gradient, &state, a: "mean", b: "largest") { return }
        let direction = gradient.ascent(maximize).decayed(weightDecay, parameter)
        let mean = state.average("mean", betas.0, direction)
        let largest = (state["largest", like: parameter] * betas.1).maximum(direction.abs() + epsilon)
        state["largest"] = largest
        parameter -= mean * rate / largest
    }
}

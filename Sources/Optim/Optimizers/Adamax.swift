import CKernels

/// Adam with the largest gradients in place of their squares (Kingma & Ba, 2015, algorithm 2), as `torch.optim.Adamax`.
///
/// `m = β₁ m + (1 - β₁) g`, `u = max(β₂ u, |g| + ε)`, then `w -= η / (1 - β₁ᵗ) · m / u`.
public final class Adamax: Optimizer {
    /// ``Adamax`` for these parameters; the options' meanings are those of ``AdamaxRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 2e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-8, weightDecay: Double = 0, maximize: Bool = false
    ) {
        let rule = AdamaxRule(betas: betas, eps: eps, weightDecay: weightDecay, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``Adamax``.
public struct AdamaxRule: RuleWithBetas {
    /// The decay rates of the running means of the gradient and of its square, each in [0, 1).
    public var betas: (Double, Double)
    /// Is added to the divisor, so that it is never 0 (torch's `eps`).
    public var eps: Double
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: betas in [0, 1), nothing negative.
    public init(
        betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8, weightDecay: Double = 0, maximize: Bool = false
    ) {
        check("Adamax", betas: betas, notNegative: ["eps": eps, "weightDecay": weightDecay])
        self.betas = betas
        self.eps = eps
        self.weightDecay = weightDecay
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<AdamaxRule>] = [
        RuleOption("betas", \.betas), RuleOption("eps", \.eps), RuleOption("weightDecay", \.weightDecay),
        RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``Adamax``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let rate = learningRate / (1 - power(betas.0, state.step))
        let step = KindlingStep(
            rate, weightDecay: weightDecay, maximize: maximize, beta1: betas.0, beta2: betas.1, eps: eps)
        let isDone = state.fusedUpdate(&parameter, with: gradient, "mean", "largest") {
            kindling_adamax_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.state(1), $0.count)
        }
        if isDone { return }
        let direction = gradient.negated(if: maximize).addingWeightDecay(weightDecay, of: parameter)
        let mean = state.average("mean", betas.0, direction)
        let largest = (state["largest", like: parameter] * betas.1).maximum(direction.abs() + eps)
        state["largest"] = largest
        parameter -= mean * rate / largest
    }
}

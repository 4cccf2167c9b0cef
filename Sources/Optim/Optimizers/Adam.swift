import CKernels

/// Adam (Kingma & Ba, 2015, algorithm 1), as `torch.optim.Adam`.
///
/// `m = β₁ m + (1 - β₁) g`, `v = β₂ v + (1 - β₂) g²`, both from 0 and made unbiased by `m̂ = m / (1 - β₁ᵗ)`,
/// `v̂ = v / (1 - β₂ᵗ)`; then `w -= η m̂ / (√v̂ + ε)`: ε is added outside the root. AMSGrad takes the largest v so far.
/// Weight decay is added to the gradient; ``AdamW`` keeps it apart.
public final class Adam: Optimizer {
    /// ``Adam`` for these parameters; the options' meanings are those of ``AdamRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-8, weightDecay: Double = 0, amsgrad: Bool = false, maximize: Bool = false
    ) {
        let rule = AdamRule(
            betas: betas, eps: eps, weightDecay: weightDecay, amsgrad: amsgrad, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``Adam`` and ``AdamW``.
public struct AdamRule: RuleWithBetas {
    /// The decay rates of the running means of the gradient and of its square, each in [0, 1).
    public var betas = (0.9, 0.999)
    /// Is added to the divisor, so that it is never 0 (torch's `eps`).
    public var eps = 1e-8
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay = 0.0
    /// Whether the decay shrinks the parameter itself, `w -= η λ w`, in place of being added to the gradient.
    public var decoupledWeightDecay = false
    /// Whether to divide by the largest mean square so far (AMSGrad).
    public var amsgrad = false
    /// Whether to go up the gradient in place of down.
    public var maximize = false

    /// - Precondition: betas in [0, 1), nothing negative.
    public init(
        betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8, weightDecay: Double = 0,
        decoupledWeightDecay: Bool = false, amsgrad: Bool = false, maximize: Bool = false
    ) {
        check("Adam", betas: betas, notNegative: ["eps": eps, "weightDecay": weightDecay])
        self.betas = betas
        self.eps = eps
        self.weightDecay = weightDecay
        self.decoupledWeightDecay = decoupledWeightDecay
        self.amsgrad = amsgrad
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<AdamRule>] = [
        RuleOption("betas", \.betas), RuleOption("eps", \.eps), RuleOption("weightDecay", \.weightDecay),
        RuleOption("decoupledWeightDecay", \.decoupledWeightDecay), RuleOption("amsgrad", \.amsgrad),
        RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``Adam``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let correction = (1 - power(betas.0, state.step), 1 - power(betas.1, state.step))
        let (penalty, decay) = decoupledWeightDecay ? (0, weightDecay) : (weightDecay, 0)
        let step = KindlingStep(
            learningRate / correction.0, weightDecay: penalty, maximize: maximize, beta1: betas.0, beta2: betas.1, eps: eps,
            decayFactor: 1 - learningRate * decay, biasCorrection2: correction.1)
        let isDone =
            amsgrad
            ? state.fusedUpdate(&parameter, with: gradient, "mean", "square", "largest") {
                kindling_amsgrad_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.state(1), $0.state(2), $0.count)
            }
            : state.fusedUpdate(&parameter, with: gradient, "mean", "square") {
                kindling_adam_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.state(1), $0.count)
            }
        if isDone { return }

        let direction = gradient.negated(if: maximize).addingWeightDecay(penalty, of: parameter)
        let mean = state.average("mean", betas.0, direction)
        var square = state.averageSquare("square", betas.1, direction)
        if amsgrad {
            square = state["largest", like: parameter].maximum(square)
            state["largest"] = square
        }
        parameter.applyDecoupledDecay(decay, learningRate)
        parameter -= mean * (learningRate / correction.0) / (square.sqrt() / correction.1.squareRoot() + eps)
    }
}

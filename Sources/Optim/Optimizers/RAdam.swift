/// Rectified Adam (Liu et al., 2020), as `torch.optim.RAdam`.
///
/// While too few gradients have been seen to know their variance, `w -= η m̂`; from then on ``Adam``'s step times r. With
/// `ρ∞ = 2 / (1 - β₂) - 1` and `ρ = ρ∞ - 2 t β₂ᵗ / (1 - β₂ᵗ)`, they are enough where ρ > 5, and
/// `r² = (ρ - 4) (ρ - 2) ρ∞ / ((ρ∞ - 4) (ρ∞ - 2) ρ)`.
public final class RAdam: Optimizer {
    /// ``RAdam`` for these parameters; the options' meanings are those of ``RAdamRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-8, weightDecay: Double = 0, decoupledWeightDecay: Bool = false, maximize: Bool = false
    ) {
        let rule = RAdamRule(
            betas: betas, eps: eps, weightDecay: weightDecay, decoupledWeightDecay: decoupledWeightDecay,
            maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``RAdam``.
public struct RAdamRule: RuleWithBetas {
    /// The decay rates of the running means of the gradient and of its square, each in [0, 1).
    public var betas: (Double, Double)
    /// Is added to the divisor, so that it is never 0 (torch's `eps`).
    public var eps: Double
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// Whether the decay makes the parameter itself smaller, `w -= η λ w`, in place of being added to the gradient.
    public var decoupledWeightDecay: Bool
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: betas in [0, 1), nothing negative.
    public init(
        betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8, weightDecay: Double = 0,
        decoupledWeightDecay: Bool = false, maximize: Bool = false
    ) {
        check("RAdam", betas: betas, notNegative: ["eps": eps, "weightDecay": weightDecay])
        self.betas = betas
        self.eps = eps
        self.weightDecay = weightDecay
        self.decoupledWeightDecay = decoupledWeightDecay
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<RAdamRule>] = [
        RuleOption("betas", \.betas), RuleOption("eps", \.eps), RuleOption("weightDecay", \.weightDecay),
        RuleOption("decoupledWeightDecay", \.decoupledWeightDecay), RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``RAdam``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        var direction = gradient.negated(if: maximize)
        if decoupledWeightDecay {
            parameter.applyDecoupledDecay(weightDecay, learningRate)
        } else {
            direction = direction.addingWeightDecay(weightDecay, of: parameter)
        }
        let mean = state.average("mean", betas.0, direction) / (1 - power(betas.0, state.step))
        let square = state.averageSquare("square", betas.1, direction)

        let fading = power(betas.1, state.step)
        let limit = 2 / (1 - betas.1) - 1
        let length = limit - 2 * Double(state.step) * fading / (1 - fading)
        if length > 5 {
            let rectification = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
            let scale = (1 - fading).squareRoot() / (square.sqrt() + eps)
            parameter -= mean * learningRate * scale * rectification.squareRoot()
        } else {
            parameter -= mean * learningRate
        }
    }
}

import CKernels

/// Steps by the sign of an interpolated momentum (Chen et al., 2023); torch has none.
///
/// `w -= η λ w`, `w -= η sign(β₁ m + (1 - β₁) g)`, then `m = β₂ m + (1 - β₂) g`. Every element moves by η: rates are some ten
/// times smaller than ``AdamW``'s, weight decays as much larger.
public final class Lion: Optimizer {
    /// ``Lion`` for these parameters; the options' meanings are those of ``LionRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-4, betas: (Double, Double) = (0.9, 0.99),
        weightDecay: Double = 0, maximize: Bool = false
    ) {
        super.init(
            parameters, rule: LionRule(betas: betas, weightDecay: weightDecay, maximize: maximize), learningRate: learningRate)
    }
}

/// The rule of ``Lion``.
public struct LionRule: RuleWithBetas {
    /// The decay rates of the running means of the gradient and of its square, each in [0, 1).
    public var betas: (Double, Double)
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: betas in [0, 1), no negative weight decay.
    public init(betas: (Double, Double) = (0.9, 0.99), weightDecay: Double = 0, maximize: Bool = false) {
        check("Lion", betas: betas, notNegative: ["weightDecay": weightDecay])
        self.betas = betas
        self.weightDecay = weightDecay
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<LionRule>] = [
        RuleOption("betas", \.betas), RuleOption("weightDecay", \.weightDecay), RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``Lion``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let step = KindlingStep(
            learningRate, maximize: maximize, beta1: betas.0, beta2: betas.1, decayFactor: 1 - learningRate * weightDecay)
        let isDone = state.fusedUpdate(&parameter, with: gradient, "mean") {
            kindling_lion_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.count)
        }
        if isDone { return }
        let direction = gradient.negated(if: maximize)
        let ahead = state["mean", like: parameter].lerp(direction, 1 - betas.0)
        _ = state.average("mean", betas.1, direction)
        parameter.applyDecoupledDecay(weightDecay, learningRate)
        parameter -= ahead.sign() * learningRate
    }
}

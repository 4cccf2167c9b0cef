/// Adam with a rate for each parameter in proportion to its norm, for large batches (You et al., 2020); torch has none.
///
/// With ``Adam``'s unbiased means `r = m̂ / (√v̂ + ε) + λ w`, then `w -= η ‖w‖ / ‖r‖ · r`; where a norm is 0, the ratio is 1.
public final class LAMB: Optimizer {
    /// ``LAMB`` for these parameters; the options' meanings are those of ``LAMBRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-6, weightDecay: Double = 0, maximize: Bool = false
    ) {
        let rule = LAMBRule(betas: betas, eps: eps, weightDecay: weightDecay, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``LAMB``.
public struct LAMBRule: RuleWithBetas {
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
        betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-6, weightDecay: Double = 0, maximize: Bool = false
    ) {
        check("LAMB", betas: betas, notNegative: ["eps": eps, "weightDecay": weightDecay])
        self.betas = betas
        self.eps = eps
        self.weightDecay = weightDecay
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<LAMBRule>] = [
        RuleOption("betas", \.betas), RuleOption("eps", \.eps), RuleOption("weightDecay", \.weightDecay),
        RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``LAMB``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let direction = gradient.negated(if: maximize)
        let mean = state.average("mean", betas.0, direction) / (1 - power(betas.0, state.step))
        let square = state.averageSquare("square", betas.1, direction) / (1 - power(betas.1, state.step))
        let step = (mean / (square.sqrt() + eps)).addingWeightDecay(weightDecay, of: parameter)
        let (size, length) = (parameter.norm().item(), step.norm().item())
        parameter -= step * (size > 0 && length > 0 ? learningRate * size / length : learningRate)
    }
}

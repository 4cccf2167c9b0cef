import Glibc

/// Gradient descent whose parameters are averaged beside (Polyak & Juditsky, 1992), as `torch.optim.ASGD`.
///
/// `w = (1 - λ ηₜ) w - ηₜ g` with `ηₜ₊₁ = η / (1 + λ η t)^α` from η. The average, `average` in ``Optimizer/stateDict``, is of
/// the parameters after step t₀ + 1, and until then the parameter itself.
public final class ASGD: Optimizer {
    /// ``ASGD`` for these parameters; the options' meanings are those of ``ASGDRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-2, lambda: Double = 1e-4, alpha: Double = 0.75,
        start: Double = 1e6, weightDecay: Double = 0, maximize: Bool = false
    ) {
        let rule = ASGDRule(lambda: lambda, alpha: alpha, start: start, weightDecay: weightDecay, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``ASGD``.
public struct ASGDRule: UpdateRule {
    /// How fast the rate falls, and how fast the parameters decay.
    public var lambda: Double
    /// The power by which the rate falls.
    public var alpha: Double
    /// torch's `t0`: the step from which on parameters are averaged.
    public var start: Double
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: nothing negative.
    public init(
        lambda: Double = 1e-4, alpha: Double = 0.75, start: Double = 1e6, weightDecay: Double = 0, maximize: Bool = false
    ) {
        check("ASGD", notNegative: ["lambda": lambda, "alpha": alpha, "weightDecay": weightDecay])
        if !(start >= 0) { trap("ASGD", "start must not be negative, got \(start)") }
        self.lambda = lambda
        self.alpha = alpha
        self.start = start
        self.weightDecay = weightDecay
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<ASGDRule>] = [
        RuleOption("lambda", \.lambda), RuleOption("alpha", \.alpha), RuleOption("start", \.start, in: 0...(.infinity)),
        RuleOption("weightDecay", \.weightDecay), RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``ASGD``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let direction = gradient.negated(if: maximize).addingWeightDecay(weightDecay, of: parameter)
        // The rate of a step is set by the step before.
        let rate = state[number: "rate"] ?? learningRate
        state[number: "rate"] = learningRate / pow(1 + lambda * learningRate * Double(state.step), alpha)
        parameter = parameter * (1 - lambda * rate) - direction * rate

        let share = 1 / max(1, Double(state.step - 1) - start)
        state["average"] = share == 1 ? parameter : state["average", like: parameter].lerp(parameter, share)
    }
}

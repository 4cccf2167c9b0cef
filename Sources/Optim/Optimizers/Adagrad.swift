import CKernels

/// A rate of its own for each element, the smaller the more its gradients have been (Duchi et al., 2011), as
/// `torch.optim.Adagrad`.
///
/// `s += g²` from an initial value, then `w -= η / (1 + (t - 1) decay) · g / (√s + ε)`.
public final class Adagrad: Optimizer {
    /// ``Adagrad`` for these parameters; the options' meanings are those of ``AdagradRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-2, learningRateDecay: Double = 0, weightDecay: Double = 0,
        initialAccumulator: Double = 0, eps: Double = 1e-10, maximize: Bool = false
    ) {
        let rule = AdagradRule(
            learningRateDecay: learningRateDecay, weightDecay: weightDecay, initialAccumulator: initialAccumulator,
            eps: eps, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``Adagrad``.
public struct AdagradRule: UpdateRule {
    /// How fast the rate falls with the number of steps (torch's `lr_decay`).
    public var learningRateDecay: Double
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// What the sum of squares starts from.
    public var initialAccumulator: Double
    /// Is added to the divisor, so that it is never 0 (torch's `eps`).
    public var eps: Double
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: nothing negative.
    public init(
        learningRateDecay: Double = 0, weightDecay: Double = 0, initialAccumulator: Double = 0, eps: Double = 1e-10,
        maximize: Bool = false
    ) {
        check(
            "Adagrad",
            notNegative: [
                "learningRateDecay": learningRateDecay, "weightDecay": weightDecay, "initialAccumulator": initialAccumulator,
                "eps": eps,
            ])
        self.learningRateDecay = learningRateDecay
        self.weightDecay = weightDecay
        self.initialAccumulator = initialAccumulator
        self.eps = eps
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<AdagradRule>] = [
        RuleOption("learningRateDecay", \.learningRateDecay), RuleOption("weightDecay", \.weightDecay),
        RuleOption("initialAccumulator", \.initialAccumulator), RuleOption("eps", \.eps), RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``Adagrad``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        if state["sum"] == nil { state["sum"] = .full(like: parameter, initialAccumulator) }
        let rate = learningRate / (1 + Double(state.step - 1) * learningRateDecay)
        let step = KindlingStep(rate, weightDecay: weightDecay, maximize: maximize, eps: eps)
        let isDone = state.fusedUpdate(&parameter, with: gradient, "sum") {
            kindling_adagrad_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.count)
        }
        if isDone { return }
        let direction = gradient.negated(if: maximize).addingWeightDecay(weightDecay, of: parameter)
        let sum = state["sum", like: parameter] + direction.square()
        state["sum"] = sum
        parameter -= direction * rate / (sum.sqrt() + eps)
    }
}

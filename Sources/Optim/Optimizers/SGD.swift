import CKernels

/// Stochastic gradient descent, as `torch.optim.SGD`.
///
/// Without momentum, `w -= η g`. With momentum μ and dampening τ, `v = μ v + (1 - τ) g` from `v = g` at the first step, then
/// `w -= η v`, or `w -= η (g + μ v)` with Nesterov's.
///
/// The momentum is a running *sum*: at rest it moves 1 / (1 - μ) times as far as ``Momentum``, which is a running mean.
public final class SGD: Optimizer {
    /// - Precondition: Nesterov's needs a momentum and no dampening.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-3, momentum: Double = 0, dampening: Double = 0,
        weightDecay: Double = 0, nesterov: Bool = false, maximize: Bool = false
    ) {
        let rule = SGDRule(
            momentum: momentum, dampening: dampening, weightDecay: weightDecay, nesterov: nesterov, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``SGD``.
public struct SGDRule: RuleWithMomentum {
    /// The share of the last direction in a step's.
    public var momentum = 0.0
    /// The share of the gradient that does not go into the momentum buffer.
    public var dampening = 0.0
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay = 0.0
    /// Whether to look ahead by the momentum (Nesterov).
    public var nesterov = false
    /// Whether to go up the gradient in place of down.
    public var maximize = false

    /// - Precondition: nothing negative; Nesterov's needs a momentum and no dampening.
    public init(
        momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0, nesterov: Bool = false, maximize: Bool = false
    ) {
        check("SGD", notNegative: ["momentum": momentum, "dampening": dampening, "weightDecay": weightDecay])
        if nesterov && (momentum <= 0 || dampening != 0) {
            trap("SGD", "Nesterov's momentum needs a momentum and no dampening")
        }
        self.momentum = momentum
        self.dampening = dampening
        self.weightDecay = weightDecay
        self.nesterov = nesterov
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<SGDRule>] = [
        RuleOption("momentum", \.momentum), RuleOption("dampening", \.dampening), RuleOption("weightDecay", \.weightDecay),
        RuleOption("nesterov", \.nesterov), RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``SGD``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        // The first velocity is the whole gradient.
        let dampening = state["velocity"] == nil ? 0 : dampening
        let step = KindlingStep(
            learningRate, weightDecay: weightDecay, maximize: maximize, beta1: momentum, dampening: dampening,
            gradientFactor: nesterov ? 1 : 0, momentumFactor: nesterov ? momentum : 1)
        let isDone =
            momentum == 0
            ? state.fusedUpdate(&parameter, with: gradient) { kindling_sgd_f32(step, $0.parameter, $0.gradient, $0.count) }
            : state.fusedUpdate(&parameter, with: gradient, "velocity") {
                kindling_momentum_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.count)
            }
        if isDone { return }
        var direction = gradient.negated(if: maximize).addingWeightDecay(weightDecay, of: parameter)
        if momentum != 0 {
            let velocity = state["velocity", like: parameter] * momentum + direction * (1 - dampening)
            state["velocity"] = velocity
            direction = nesterov ? direction + velocity * momentum : velocity
        }
        parameter -= direction * learningRate
    }
}

import CKernels

/// Steps of the size of earlier steps (Zeiler, 2012), as `torch.optim.Adadelta`.
///
/// `v = ρ v + (1 - ρ) g²`, `Δ = √(u + ε) / √(v + ε) · g`, `u = ρ u + (1 - ρ) Δ²`, then `w -= η Δ`.
public final class Adadelta: Optimizer {
    /// ``Adadelta`` for these parameters; the options' meanings are those of ``AdadeltaRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1, rho: Double = 0.9, eps: Double = 1e-6,
        weightDecay: Double = 0, maximize: Bool = false
    ) {
        let rule = AdadeltaRule(rho: rho, eps: eps, weightDecay: weightDecay, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``Adadelta``.
public struct AdadeltaRule: UpdateRule {
    /// The decay rate of the running means of squares, in [0, 1].
    public var rho: Double
    /// Is added to the divisor, so that it is never 0 (torch's `eps`).
    public var eps: Double
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: rho in [0, 1], nothing negative.
    public init(rho: Double = 0.9, eps: Double = 1e-6, weightDecay: Double = 0, maximize: Bool = false) {
        if !(0...1).contains(rho) { trap("Adadelta", "rho must be in [0, 1], got \(rho)") }
        check("Adadelta", notNegative: ["eps": eps, "weightDecay": weightDecay])
        self.rho = rho
        self.eps = eps
        self.weightDecay = weightDecay
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<AdadeltaRule>] = [
        RuleOption("rho", \.rho, in: 0...1), RuleOption("eps", \.eps), RuleOption("weightDecay", \.weightDecay),
        RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``Adadelta``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let step = KindlingStep(learningRate, weightDecay: weightDecay, maximize: maximize, beta2: rho, eps: eps)
        let isDone = state.fusedUpdate(&parameter, with: gradient, "square", "change") {
            kindling_adadelta_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.state(1), $0.count)
        }
        if isDone { return }
        let direction = gradient.negated(if: maximize).addingWeightDecay(weightDecay, of: parameter)
        let square = state.averageSquare("square", rho, direction)
        let change = (state["change", like: parameter] + eps).sqrt() / (square + eps).sqrt() * direction
        _ = state.averageSquare("change", rho, change)
        parameter -= change * learningRate
    }
}

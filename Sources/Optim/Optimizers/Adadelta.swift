import CKernels

/// Steps of the size of earlier steps (Zeiler, 2012), as `torch.optim.Adadelta`.
///
/// `v = ρ v + (1 - ρ) g²`, `Δ = √(u + ε) / √(v + ε) · g`, `u = ρ u + (1 - ρ) Δ²`, then `w -= η Δ`.
public final class Adadelta: Optimizer {
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1, rho: Double = 0.9, epsilon: Double = 1e-6,
        weightDecay: Double = 0, maximize: Bool = false
    ) {
        let rule = AdadeltaRule(rho: rho, epsilon: epsilon, weightDecay: weightDecay, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``Adadelta``.
public struct AdadeltaRule: UpdateRule {
    public var rho: Double
    public var epsilon: Double
    public var weightDecay: Double
    public var maximize: Bool

    /// - Precondition: rho in [0, 1], nothing negative.
    public init(rho: Double = 0.9, epsilon: Double = 1e-6, weightDecay: Double = 0, maximize: Bool = false) {
        if !(0...1).contains(rho) { trap("Adadelta", "rho lies in [0, 1], got \(rho)") }
        check("Adadelta", notNegative: ["epsilon": epsilon, "weightDecay": weightDecay])
        self.rho = rho
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.maximize = maximize
    }

    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        var step = KindlingStep(learningRate, weightDecay: weightDecay, maximize: maximize)
        (step.beta2, step.epsilon) = (rho, epsilon)
        if parameter.sweep(KO_ADADELTA, step, gradient, &state, b: "square", c: "change") { return }
        let direction = gradient.ascent(maximize).decayed(weightDecay, parameter)
        let square = state.averageSquare("square", rho, direction)
        let change = (state["change", like: parameter] + epsilon).sqrt() / (square + epsilon).sqrt() * direction
        _ = state.averageSquare("change", rho, change)
        parameter -= change * learningRate
    }
}

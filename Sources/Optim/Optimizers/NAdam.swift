import CKernels
import Glibc

/// Adam with Nesterov's momentum (Dozat, 2016), as `torch.optim.NAdam`.
///
/// With momenta `μₜ = β₁ (1 - ½ · 0.96^(t ψ))` and their product Πₜ, `w -= η ((1 - μₜ) g / (1 - Πₜ) + μₜ₊₁ m / (1 - Πₜ₊₁)) /
/// (√v̂ + ε)`; m and v̂ are ``Adam``'s.
public final class NAdam: Optimizer {
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 2e-3, betas: (Double, Double) = (0.9, 0.999),
        epsilon: Double = 1e-8, weightDecay: Double = 0, momentumDecay: Double = 4e-3, decoupledWeightDecay: Bool = false,
        maximize: Bool = false
    ) {
        let rule = NAdamRule(
            betas: betas, epsilon: epsilon, weightDecay: weightDecay, momentumDecay: momentumDecay,
            decoupledWeightDecay: decoupledWeightDecay, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``NAdam``.
public struct NAdamRule: RuleWithBetas {
    public var betas: (Double, Double)
    public var epsilon: Double
    public var weightDecay: Double
    public var momentumDecay: Double
    public var decoupledWeightDecay: Bool
    public var maximize: Bool

    /// - Precondition: betas in [0, 1), nothing negative.
    public init(
        betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8, weightDecay: Double = 0, momentumDecay: Double = 4e-3,
        decoupledWeightDecay: Bool = false, maximize: Bool = false
    ) {
        check(
            "NAdam", betas: betas,
            notNegative: ["epsilon": epsilon, "weightDecay": weightDecay, "momentumDecay": momentumDecay])
        self.betas = betas
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.momentumDecay = momentumDecay
        self.decoupledWeightDecay = decoupledWeightDecay
        self.maximize = maximize
    }

    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        let (now, next) = (momentum(state.step), momentum(state.step + 1))
        let product = (state[number: "momenta"] ?? 1) * now
        state[number: "momenta"] = product
        let (ofGradient, ofMean) = (learningRate * (1 - now) / (1 - product), learningRate * next / (1 - product * next))
        let (penalty, decay) = decoupledWeightDecay ? (0, weightDecay) : (weightDecay, 0)
        let correction = 1 - power(betas.1, state.step)
        var step = KindlingStep(0, weightDecay: penalty, maximize: maximize)
        (step.beta1, step.beta2, step.epsilon) = (betas.0, betas.1, epsilon)
        (step.of_gradient, step.of_mean, step.root_correction) = (ofGradient, ofMean, correction.squareRoot())
        step.shrink = 1 - learningRate * decay
        if parameter.sweep(KO_NADAM, step, gradient, &state, a: "mean", b: "square") { return }

        let direction = gradient.ascent(maximize).decayed(penalty, parameter)
        parameter.shrink(decay, learningRate)
        let mean = state.average("mean", betas.0, direction)
        let square = state.averageSquare("square", betas.1, direction)
        let root = (square / correction).sqrt() + epsilon
        parameter -= direction * ofGradient / root
        parameter -= mean * ofMean / root
    }

    private func momentum(_ step: Int) -> Double { betas.0 * (1 - 0.5 * pow(0.96, Double(step) * momentumDecay)) }
}

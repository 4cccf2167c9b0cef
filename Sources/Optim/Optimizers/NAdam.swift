import CKernels
import Glibc

/// Adam with Nesterov's momentum (Dozat, 2016), as `torch.optim.NAdam`.
///
/// With momenta `μₜ = β₁ (1 - ½ · 0.96^(t ψ))` and their product Πₜ, `w -= η ((1 - μₜ) g / (1 - Πₜ) + μₜ₊₁ m / (1 - Πₜ₊₁)) /
/// (√v̂ + ε)`; m and v̂ are ``Adam``'s.
public final class NAdam: Optimizer {
    /// ``NAdam`` for these parameters; the options' meanings are those of ``NAdamRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 2e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-8, weightDecay: Double = 0, momentumDecay: Double = 4e-3, decoupledWeightDecay: Bool = false,
        maximize: Bool = false
    ) {
        let rule = NAdamRule(
            betas: betas, eps: eps, weightDecay: weightDecay, momentumDecay: momentumDecay,
            decoupledWeightDecay: decoupledWeightDecay, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``NAdam``.
public struct NAdamRule: RuleWithBetas {
    /// The decay rates of the running means of the gradient and of its square, each in [0, 1).
    public var betas: (Double, Double)
    /// Is added to the divisor, so that it is never 0 (torch's `eps`).
    public var eps: Double
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// ψ, how fast the momentum grows towards β₁ (torch's `momentum_decay`).
    public var momentumDecay: Double
    /// Whether the decay makes the parameter itself smaller, `w -= η λ w`, in place of being added to the gradient.
    public var decoupledWeightDecay: Bool
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: betas in [0, 1), nothing negative.
    public init(
        betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8, weightDecay: Double = 0, momentumDecay: Double = 4e-3,
        decoupledWeightDecay: Bool = false, maximize: Bool = false
    ) {
        check(
            "NAdam", betas: betas,
            notNegative: ["eps": eps, "weightDecay": weightDecay, "momentumDecay": momentumDecay])
        self.betas = betas
        self.eps = eps
        self.weightDecay = weightDecay
        self.momentumDecay = momentumDecay
        self.decoupledWeightDecay = decoupledWeightDecay
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<NAdamRule>] = [
        RuleOption("betas", \.betas), RuleOption("eps", \.eps), RuleOption("weightDecay", \.weightDecay),
        RuleOption("momentumDecay", \.momentumDecay), RuleOption("decoupledWeightDecay", \.decoupledWeightDecay),
        RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``NAdam``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let (now, next) = (momentum(state.step), momentum(state.step + 1))
        let product = (state[number: "momenta"] ?? 1) * now
        state[number: "momenta"] = product
        let gradientFactor = learningRate * (1 - now) / (1 - product)
        let momentumFactor = learningRate * next / (1 - product * next)
        let (penalty, decay) = decoupledWeightDecay ? (0, weightDecay) : (weightDecay, 0)
        let correction = 1 - power(betas.1, state.step)
        let step = KindlingStep(
            0, weightDecay: penalty, maximize: maximize, beta1: betas.0, beta2: betas.1, eps: eps,
            gradientFactor: gradientFactor, momentumFactor: momentumFactor, decayFactor: 1 - learningRate * decay,
            biasCorrection2: correction)
        let isDone = state.fusedUpdate(&parameter, with: gradient, "mean", "square") {
            kindling_nadam_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.state(1), $0.count)
        }
        if isDone { return }

        let direction = gradient.negated(if: maximize).addingWeightDecay(penalty, of: parameter)
        parameter.applyDecoupledDecay(decay, learningRate)
        let mean = state.average("mean", betas.0, direction)
        let square = state.averageSquare("square", betas.1, direction)
        let root = (square / correction).sqrt() + eps
        parameter -= direction * gradientFactor / root
        parameter -= mean * momentumFactor / root
    }

    private func momentum(_ step: Int) -> Double { betas.0 * (1 - 0.5 * pow(0.96, Double(step) * momentumDecay)) }
}

import CKernels

/// Gradients over the root of their mean square (Hinton, 2012), as `torch.optim.RMSprop`.
///
/// `v = α v + (1 - α) g²`, then `w -= η g / (√v + ε)`, or with momentum μ, `b = μ b + g / (√v + ε)` and `w -= η b`. Centered, v is
/// the variance, from which the square of the mean gradient m is taken: `v = α (v + (1 - α) (g - m)²)`, then `m = α m + (1 - α) g`.
///
/// That is torch's mean of squares less the square of the mean, to the last digit: their difference is rounded away where gradients
/// hardly change, and torch's root of it is NaN. Of a gradient that never changes the variance does go to 0, and the steps grow
/// towards `η g / ε`.
public final class RMSprop: Optimizer {
    /// ``RMSprop`` for these parameters; the options' meanings are those of ``RMSpropRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-2, alpha: Double = 0.99, eps: Double = 1e-8,
        weightDecay: Double = 0, momentum: Double = 0, centered: Bool = false, maximize: Bool = false
    ) {
        let rule = RMSpropRule(
            alpha: alpha, eps: eps, weightDecay: weightDecay, momentum: momentum, centered: centered,
            maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``RMSprop``.
public struct RMSpropRule: RuleWithMomentum {
    /// The decay rate of the running mean of squares, in [0, 1].
    public var alpha: Double
    /// Is added to the divisor, so that it is never 0 (torch's `eps`).
    public var eps: Double
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// The share of the last direction in a step's.
    public var momentum: Double
    /// Whether to divide by the root of the variance in place of that of the mean square.
    public var centered: Bool
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: alpha in [0, 1], nothing negative.
    public init(
        alpha: Double = 0.99, eps: Double = 1e-8, weightDecay: Double = 0, momentum: Double = 0, centered: Bool = false,
        maximize: Bool = false
    ) {
        if !(0...1).contains(alpha) { trap("RMSprop", "alpha must be in [0, 1], got \(alpha)") }
        check("RMSprop", notNegative: ["eps": eps, "weightDecay": weightDecay, "momentum": momentum])
        self.alpha = alpha
        self.eps = eps
        self.weightDecay = weightDecay
        self.momentum = momentum
        self.centered = centered
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<RMSpropRule>] = [
        RuleOption("alpha", \.alpha, in: 0...1), RuleOption("eps", \.eps), RuleOption("weightDecay", \.weightDecay),
        RuleOption("momentum", \.momentum), RuleOption("centered", \.centered), RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``RMSprop``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        if fusedUpdate(&parameter, with: gradient, &state, learningRate) { return }
        let direction = gradient.negated(if: maximize).addingWeightDecay(weightDecay, of: parameter)
        let root = (centered ? variance(direction, &state) : state.averageSquare("square", alpha, direction)).sqrt() + eps
        if momentum > 0 {
            let velocity = state["velocity", like: parameter] * momentum + direction / root
            state["velocity"] = velocity
            parameter -= velocity * learningRate
        } else {
            parameter -= direction * learningRate / root
        }
    }

    private func fusedUpdate(
        _ parameter: inout Tensor, with gradient: Tensor, _ state: inout OptimizerState, _ learningRate: Double
    ) -> Bool {
        let step = KindlingStep(
            learningRate, weightDecay: weightDecay, maximize: maximize, beta1: momentum, beta2: alpha, eps: eps)
        switch (centered, momentum > 0) {
        case (false, false):
            return state.fusedUpdate(&parameter, with: gradient, "square") {
                kindling_rmsprop_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.count)
            }
        case (false, true):
            return state.fusedUpdate(&parameter, with: gradient, "velocity", "square") {
                kindling_rmsprop_momentum_f32(step, $0.parameter, $0.gradient, $0.state(1), $0.state(0), $0.count)
            }
        case (true, false):
            return state.fusedUpdate(&parameter, with: gradient, "variance", "mean") {
                kindling_rmsprop_centered_f32(step, $0.parameter, $0.gradient, $0.state(0), $0.state(1), $0.count)
            }
        case (true, true):
            return state.fusedUpdate(&parameter, with: gradient, "velocity", "variance", "mean") {
                kindling_rmsprop_centered_momentum_f32(
                    step, $0.parameter, $0.gradient, $0.state(1), $0.state(2), $0.state(0), $0.count)
            }
        }
    }

    /// The running variance, brought up to date, and the running mean after it.
    private func variance(_ x: Tensor, _ state: inout OptimizerState) -> Tensor {
        let distance = x - state["mean", like: x]
        let variance = (state["variance", like: x] + distance * (1 - alpha) * distance) * alpha
        state["variance"] = variance
        _ = state.average("mean", alpha, x)
        return variance
    }
}

extension RMSpropRule: RuleWithFormerState {
    /// Earlier versions remembered the mean of squares.
    func renew(_ state: inout [String: Tensor], of parameter: String) {
        guard centered, let mean = state[parameter + "/mean"], let square = state[parameter + "/square"],
            mean.shape == square.shape, state[parameter + "/variance"] == nil
        else { return }
        state[parameter + "/square"] = nil
        state[parameter + "/variance"] = (square.to(.float64) - mean.to(.float64).square()).clamp(min: 0)
    }
}

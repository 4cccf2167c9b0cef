import CKernels

/// Gradients over the root of their mean square (Hinton, 2012), as `torch.optim.RMSprop`.
///
/// `v = α v + (1 - α) g²`; centered, the square of the mean gradient is taken from it. Then `w -= η g / (√v + ε)`, or with
/// momentum μ, `b = μ b + g / (√v + ε)` and `w -= η b`.
public final class RMSprop: Optimizer {
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
        weightDecay: Double = 0, momentum: Double = 0, centered: Bool = false, maximize: Bool = false
    ) {
        let rule = RMSpropRule(
            alpha: alpha, epsilon: epsilon, weightDecay: weightDecay, momentum: momentum, centered: centered,
            maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``RMSprop``.
public struct RMSpropRule: RuleWithMomentum {
    public var alpha: Double
    public var epsilon: Double
    public var weightDecay: Double
    public var momentum: Double
    public var centered: Bool
    public var maximize: Bool

    /// - Precondition: nothing negative.
    public init(
        alpha: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Double = 0, momentum: Double = 0, centered: Bool = false,
        maximize: Bool = false
    ) {
        check(
            "RMSprop",
            notNegative: ["alpha": alpha, "epsilon": epsilon, "weightDecay": weightDecay, "momentum": momentum])
        self.alpha = alpha
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.momentum = momentum
        self.centered = centered
        self.maximize = maximize
    }

    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        if !centered {
            var step = KindlingStep(learningRate, weightDecay: weightDecay, maximize: maximize)
            (step.beta1, step.beta2, step.epsilon) = (momentum, alpha, epsilon)
            let rule = momentum > 0 ? KO_RMSPROP_VELOCITY : KO_RMSPROP
            if parameter.sweep(rule, step, gradient, &state, a: momentum > 0 ? "velocity" : nil, b: "square") { return }
        }
        let direction = gradient.ascent(maximize).decayed(weightDecay, parameter)
        var square = state.averageSquare("square", alpha, direction)
        if centered { square -= state.average("mean", alpha, direction).square() }
        let root = square.sqrt() + epsilon
        if momentum > 0 {
            let velocity = state["velocity", like: parameter] * momentum + direction / root
            state["velocity"] = velocity
            parameter -= velocity * learningRate
        } else {
            parameter -= direction * learningRate / root
        }
    }
}

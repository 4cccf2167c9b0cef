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

    /// - Precondition: alpha in [0, 1], nothing negative.
    public init(
        alpha: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Double = 0, momentum: Double = 0, centered: Bool = false,
        maximize: Bool = false
    ) {
        if !(0...1).contains(alpha) { trap("RMSprop", "alpha lies in [0, 1], got \(alpha)") }
        check("RMSprop", notNegative: ["epsilon": epsilon, "weightDecay": weightDecay, "momentum": momentum])
        self.alpha = alpha
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.momentum = momentum
        self.centered = centered
        self.maximize = maximize
    }

    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        var step = KindlingStep(learningRate, weightDecay: weightDecay, maximize: maximize)
        (step.beta1, step.beta2, step.epsilon) = (momentum, alpha, epsilon)
        let rule =
            centered
            ? (momentum > 0 ? KO_RMSPROP_CENTERED_VELOCITY : KO_RMSPROP_CENTERED)
            : (momentum > 0 ? KO_RMSPROP_VELOCITY : KO_RMSPROP)
        let square = centered ? "variance" : "square"
        if parameter.sweep(
            rule, step, gradient, &state, a: momentum > 0 ? "velocity" : nil, b: square, c: centered ? "mean" : nil)
        {
            return
        }
        let direction = gradient.ascent(maximize).decayed(weightDecay, parameter)
        let root = (centered ? variance(direction, &state) : state.averageSquare(square, alpha, direction)).sqrt() + epsilon
        if momentum > 0 {
            let velocity = state["velocity", like: parameter] * momentum + direction / root
            state["velocity"] = velocity
            parameter -= velocity * learningRate
        } else {
            parameter -= direction * learningRate / root
        }
    }

    /// The running variance, brought up to date, and the running mean after it.
    private func variance(_ x: Tensor, _ state: inout Slots) -> Tensor {
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

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
        if nesterov && (momentum <= 0 || dampening != 0) {
            trap("SGD", "Nesterov's momentum needs a momentum and no dampening")
        }
        let rule = SGDRule(
            momentum: momentum, dampening: dampening, weightDecay: weightDecay, nesterov: nesterov, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``SGD``.
public struct SGDRule: UpdateRule {
    public var momentum = 0.0
    public var dampening = 0.0
    public var weightDecay = 0.0
    public var nesterov = false
    public var maximize = false

    public init(
        momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0, nesterov: Bool = false, maximize: Bool = false
    ) {
        self.momentum = momentum
        self.dampening = dampening
        self.weightDecay = weightDecay
        self.nesterov = nesterov
        self.maximize = maximize
    }

    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        var direction = gradient.ascent(maximize).decayed(weightDecay, parameter)
        if momentum != 0 {
            let velocity = state["velocity"].map { $0 * momentum + direction * (1 - dampening) } ?? direction
            state["velocity"] = velocity
            direction = nesterov ? direction + velocity * momentum : velocity
        }
        parameter -= direction * learningRate
    }
}

extension Tensor {
    /// A gradient to follow down, or up.
    func ascent(_ maximize: Bool) -> Tensor { maximize ? -self : self }

    /// A gradient with that of the penalty λ/2 · |w|² added.
    func decayed(_ weightDecay: Double, _ parameter: Tensor) -> Tensor {
        weightDecay == 0 ? self : self + parameter * weightDecay
    }
}

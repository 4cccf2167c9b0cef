import Glibc

/// Adam's second moment from its rows' and columns' means alone, so that it takes no memory to speak of (Shazeer & Stern, 2018),
/// as `torch.optim.Adafactor`.
///
/// With `β = 1 - t^decay`, a matrix's mean squares by row r and by column c are averaged, and `v = r c / mean(r)`; of vectors and
/// scalars v itself. `u = g / √v` is shortened to a root mean square of at most d, and `w -= max(ε₂, rms(w)) min(η, 1/√t) u`
/// after a decoupled decay `w -= η λ w`. Of more dims, the last two count.
public final class Adafactor: Optimizer {
    /// ``Adafactor`` for these parameters; the options' meanings are those of ``AdafactorRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-2, beta2Decay: Double = -0.8,
        eps: (Double?, Double) = (nil, 1e-3), clipping: Double = 1, weightDecay: Double = 0, maximize: Bool = false
    ) {
        let rule = AdafactorRule(
            beta2Decay: beta2Decay, eps: eps, clipping: clipping, weightDecay: weightDecay, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``Adafactor``.
public struct AdafactorRule: UpdateRule {
    /// How fast the decay rate of the mean squares nears 1: β = 1 - step^beta2Decay (torch's `beta2_decay`).
    public var beta2Decay: Double
    /// The least root of v (where nil, the distance from 1 to the next number that v can be), and the least scale of a parameter.
    public var eps: (Double?, Double)
    /// torch's `d`: the root mean square that an update may have.
    public var clipping: Double
    /// λ, by which the parameter decays (torch's `weight_decay`).
    public var weightDecay: Double
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: `beta2Decay` at most 0, `clipping` at least 1, nothing else negative.
    public init(
        beta2Decay: Double = -0.8, eps: (Double?, Double) = (nil, 1e-3), clipping: Double = 1, weightDecay: Double = 0,
        maximize: Bool = false
    ) {
        if !(beta2Decay <= 0) { trap("Adafactor", "beta2Decay must not be positive, got \(beta2Decay)") }
        if !(clipping >= 1) { trap("Adafactor", "clipping must be at least 1, got \(clipping)") }
        check("Adafactor", notNegative: ["ε₁": eps.0 ?? 0, "ε₂": eps.1, "weightDecay": weightDecay])
        self.beta2Decay = beta2Decay
        self.eps = eps
        self.clipping = clipping
        self.weightDecay = weightDecay
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<AdafactorRule>] = [
        RuleOption("beta2Decay", \.beta2Decay, in: -.greatestFiniteMagnitude...0),
        RuleOption(
            "eps", get: { [$0.eps.1] + ($0.eps.0.map { [$0] } ?? []) }, set: { $0.eps = ($1.count == 2 ? $1[1] : nil, $1[0]) },
            fits: { (1...2).contains($0.count) && $0.allSatisfy(ClosedRange.notNegative.contains) }),
        RuleOption("clipping", \.clipping, in: 1...(.infinity)),
        RuleOption("weightDecay", \.weightDecay), RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``Adafactor``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let direction = gradient.negated(if: maximize)
        let step = Double(state.step)
        let beta = 1 - pow(step, beta2Decay)
        let rate = max(eps.1, parameter.rootMeanSquare) * min(learningRate, 1 / step.squareRoot())
        parameter.applyDecoupledDecay(weightDecay, learningRate)

        let floor = eps.0 ?? (parameter.dtype == .float64 ? .ulpOfOne : Double(Float.ulpOfOne))
        let squares = direction.square()
        let variance: Tensor
        if parameter.rank > 1 {
            let rows = state.average("rows", beta, squares.mean(dim: -1, keepDim: true))
            let columns = state.average("columns", beta, squares.mean(dim: -2, keepDim: true))
            variance = rows * columns / rows.mean(dim: -2, keepDim: true).clamp(min: floor)
        } else {
            variance = state.average("square", beta, squares)
        }
        let update = direction * variance.clamp(min: floor * floor).rsqrt()
        parameter -= update * (rate / max(1, update.rootMeanSquare / clipping))
    }
}

extension Tensor {
    /// √(Σ x² / n)
    fileprivate var rootMeanSquare: Double {
        let (sum, count) = (square().sum().item(), Double(Swift.max(count, 1)))
        // Squares may have overflown or vanished.
        return sum > 1e-30 && sum < .infinity ? (sum / count).squareRoot() : [self].norm / count.squareRoot()
    }
}

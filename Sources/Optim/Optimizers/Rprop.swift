/// Steps by the gradient's sign alone, longer while it stays and shorter where it turns (Riedmiller & Braun, 1993), as
/// `torch.optim.Rprop`.
///
/// Each element's step starts as the learning rate, is multiplied by η⁺ where the gradient keeps its sign and by η⁻ where it
/// turns, and is held within bounds. Where it turned the element stays for once. For whole batches: signs of small ones are noise.
public final class Rprop: Optimizer {
    /// ``Rprop`` for these parameters; the options' meanings are those of ``RpropRule``'s properties.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-2, etas: (Double, Double) = (0.5, 1.2),
        stepSizes: ClosedRange<Double> = 1e-6...50, maximize: Bool = false
    ) {
        super.init(
            parameters, rule: RpropRule(etas: etas, stepSizes: stepSizes, maximize: maximize), learningRate: learningRate)
    }
}

/// The rule of ``Rprop``.
public struct RpropRule: UpdateRule {
    /// What a step is multiplied by where the gradient turns, and where it does not.
    public var etas: (Double, Double)
    /// The shortest step and the longest.
    public var stepSizes: ClosedRange<Double>
    /// Whether to go up the gradient in place of down.
    public var maximize: Bool

    /// - Precondition: 0 < η⁻ < 1 < η⁺, no negative step.
    public init(
        etas: (Double, Double) = (0.5, 1.2), stepSizes: ClosedRange<Double> = 1e-6...50, maximize: Bool = false
    ) {
        if !(0 < etas.0 && etas.0 < 1 && 1 < etas.1 && etas.1 < .infinity) {
            trap("Rprop", "etas must be in (0, 1) and above 1, got \(etas)")
        }
        if !(stepSizes.lowerBound >= 0) { trap("Rprop", "stepSizes must not be negative, got \(stepSizes)") }
        self.etas = etas
        self.stepSizes = stepSizes
        self.maximize = maximize
    }

    /// The options that are saved, under the properties' names.
    public static let options: [RuleOption<RpropRule>] = [
        RuleOption("etas", \.etas, in: .notNegative),
        RuleOption(
            "stepSizes", get: { [$0.stepSizes.lowerBound, $0.stepSizes.upperBound] }, set: { $0.stepSizes = $1[0]...$1[1] },
            fits: { $0.count == 2 && $0[0] >= 0 && $0[0] <= $0[1] }),
        RuleOption("maximize", \.maximize),
    ]

    /// Makes one step of ``Rprop``.
    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let direction = gradient.negated(if: maximize)
        let agreement = direction * state["previous", like: parameter]
        let turned = agreement .< 0
        let factor = Tensor.where(turned, etas.0, Tensor.where(agreement .> 0, etas.1, Tensor.ones(like: parameter)))
        let size = ((state["stepSize"] ?? .full(like: parameter, learningRate)) * factor)
            .clamp(min: stepSizes.lowerBound, max: stepSizes.upperBound)
        let kept = direction.maskedFill(turned, 0)
        state["stepSize"] = size
        state["previous"] = kept
        parameter -= kept.sign() * size
    }
}

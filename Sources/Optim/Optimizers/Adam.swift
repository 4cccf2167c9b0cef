import CKernels

/// Adam (Kingma & Ba, 2015, algorithm 1), as `torch.optim.Adam`.
///
/// `m = β₁ m + (1 - β₁) g`, `v = β₂ v + (1 - β₂) g²`, both from 0 and made unbiased by `m̂ = m / (1 - β₁ᵗ)`,
/// `v̂ = v / (1 - β₂ᵗ)`; then `w -= η m̂ / (√v̂ + ε)`: ε is added outside the root. AMSGrad takes the largest v so far.
/// Weight decay is added to the gradient; ``AdamW`` keeps it apart.
public final class Adam: Optimizer {
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        epsilon: Double = 1e-8, weightDecay: Double = 0, amsgrad: Bool = false, maximize: Bool = false
    ) {
        let rule = AdamRule(
            betas: betas, epsilon: epsilon, weightDecay: weightDecay, amsgrad: amsgrad, maximize: maximize)
        super.init(parameters, rule: rule, learningRate: learningRate)
    }
}

/// The rule of ``Adam`` and ``AdamW``.
public struct AdamRule: RuleWithBetas {
    public var betas = (0.9, 0.999)
    public var epsilon = 1e-8
    public var weightDecay = 0.0
    /// Whether the decay shrinks the parameter itself, `w -= η λ w`, in place of being added to the gradient.
    public var decoupledWeightDecay = false
    public var amsgrad = false
    public var maximize = false

    /// - Precondition: betas in [0, 1), nothing negative.
    public init(
        betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8, weightDecay: Double = 0,
        decoupledWeightDecay: Bool = false, amsgrad: Bool = false, maximize: Bool = false
    ) {
        check("Adam", betas: betas, notNegative: ["epsilon": epsilon, "weightDecay": weightDecay])
        self.betas = betas
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.decoupledWeightDecay = decoupledWeightDecay
        self.amsgrad = amsgrad
        self.maximize = maximize
    }

    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        var mean = state.take("mean", like: parameter)
        var square = state.take("square", like: parameter)
        var largest = amsgrad ? state.take("largest", like: parameter) : nil
        let correction = (1 - power(betas.0, state.step), 1 - power(betas.1, state.step))
        let (penalty, decay) = decoupledWeightDecay ? (0, weightDecay) : (weightDecay, 0)

        if gradient.canSweep(parameter) {
            var options = KindlingAdam(
                step_size: learningRate / correction.0, beta1: betas.0, beta2: betas.1, epsilon: epsilon,
                weight_decay: penalty, shrink: 1 - learningRate * decay, root_correction: correction.1.squareRoot(),
                maximize: maximize)
            sweep(&options, &parameter, gradient, &mean, &square, &largest)
        } else {
            let direction = gradient.ascent(maximize).decayed(penalty, parameter)
            mean = mean.lerp(direction, 1 - betas.0)
            square = square * betas.1 + direction * (1 - betas.1) * direction
            largest = largest?.maximum(square)
            let root = (largest ?? square).sqrt() / correction.1.squareRoot()
            parameter.shrink(decay, learningRate)
            parameter -= mean * (learningRate / correction.0) / (root + epsilon)
        }
        state["mean"] = mean
        state["square"] = square
        if amsgrad { state["largest"] = largest }
    }

    /// The same in one pass over memory.
    private func sweep(
        _ options: inout KindlingAdam, _ parameter: inout Tensor, _ gradient: Tensor, _ mean: inout Tensor,
        _ square: inout Tensor, _ largest: inout Tensor?
    ) {
        let gradient = gradient.contiguous()
        let source = parameter.forOverwriting()
        mean.makeUnique()
        square.makeUnique()
        largest?.makeUnique()
        kindling_adam_f32(
            &options, source?.floats ?? parameter.floats, parameter.floats, gradient.floats, mean.floats, square.floats,
            largest?.floats, parameter.count)
        // The others are the caller's. One by one, since a tuple would be a copy.
        withExtendedLifetime(gradient) {}
        withExtendedLifetime(source) {}
    }
}

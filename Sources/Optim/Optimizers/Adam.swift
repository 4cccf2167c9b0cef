import CKernels

/// Adam (Kingma & Ba, 2015, algorithm 1), as `torch.optim.Adam`.
///
/// `m = β₁ m + (1 - β₁) g`, `v = β₂ v + (1 - β₂) g²`, both from 0 and made unbiased by `m̂ = m / (1 - β₁ᵗ)`,
/// `v̂ = v / (1 - β₂ᵗ)`; then `w -= η m̂ / (√v̂ + ε)`: ε is added outside the root. AMSGrad takes the largest v so far.
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

/// The rule of ``Adam``.
public struct AdamRule: UpdateRule {
    public var betas = (0.9, 0.999)
    public var epsilon = 1e-8
    public var weightDecay = 0.0
    public var amsgrad = false
    public var maximize = false

    /// - Precondition: betas in [0, 1).
    public init(
        betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8, weightDecay: Double = 0, amsgrad: Bool = false,
        maximize: Bool = false
    ) {
        if !(0..<1).contains(betas.0) || !(0..<1).contains(betas.1) { trap("Adam", "betas lie in [0, 1), got \(betas)") }
        self.betas = betas
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.amsgrad = amsgrad
        self.maximize = maximize
    }

    public func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        var mean = state.take("mean", like: parameter)
        var square = state.take("square", like: parameter)
        var largest = amsgrad ? state.take("largest", like: parameter) : nil
        let correction = (1 - power(betas.0, state.step), 1 - power(betas.1, state.step))

        if parameter.dtype == .float32 && gradient.dtype == .float32 && parameter.device == .cpu {
            var options = KindlingAdam(
                step_size: learningRate / correction.0, beta1: betas.0, beta2: betas.1, epsilon: epsilon,
                weight_decay: weightDecay, root_correction: 1 / correction.1.squareRoot(), maximize: maximize)
            sweep(&options, &parameter, gradient, &mean, &square, &largest)
        } else {
            let direction = gradient.ascent(maximize).decayed(weightDecay, parameter)
            mean = mean * betas.0 + direction * (1 - betas.0)
            square = square * betas.1 + direction.square() * (1 - betas.1)
            largest = largest?.maximum(square)
            let root = (largest ?? square).sqrt() / correction.1.squareRoot()
            parameter -= mean / (root + epsilon) * (learningRate / correction.0)
        }
        state["mean"] = mean
        state["square"] = square
        if amsgrad { state["largest"] = largest }
    }

    /// By repeated squaring, several times faster than the C library's for any real exponent.
    private func power(_ base: Double, _ exponent: Int) -> Double {
        // Below e⁻⁴⁰ nothing is left of it in 1 - βᵗ.
        if Double(exponent) * (1 - base) > 40 { return 0 }
        var (result, square, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
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
        withExtendedLifetime((gradient, source, mean, square, largest)) {
            kindling_adam_f32(
                &options, (source ?? parameter).floats, parameter.floats, gradient.floats, mean.floats, square.floats,
                largest?.floats, parameter.count)
        }
    }
}

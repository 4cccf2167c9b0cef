import CKernels

// What the rules have in common: options checked as torch checks them, and what is done to a gradient before it is used.

/// Traps where an option is outside of what it means.
func check(_ rule: String, betas: (Double, Double)? = nil, notNegative: KeyValuePairs<String, Double> = [:]) {
    if let betas, !(0..<1).contains(betas.0) || !(0..<1).contains(betas.1) {
        trap(rule, "betas must be in [0, 1), got \(betas)")
    }
    if let (name, value) = notNegative.first(where: { !($0.value >= 0 && $0.value < .infinity) }) {
        trap(rule, "\(name) must not be negative, got \(value)")
    }
}

/// Traps where a learning rate is none, whoever wrote it.
func checkLearningRate(_ optimizer: String, _ rate: Double) {
    if !(rate >= 0 && rate < .infinity) { trap(optimizer, "the learning rate must not be negative, got \(rate)") }
}

/// `baseᵉ` by repeated squaring, several times faster than the C library's for any real exponent.
///
/// - Parameter base: in [0, 1).
func power(_ base: Double, _ exponent: Int) -> Double {
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

extension KindlingStep {
    /// The numbers of a step, of which those that are not given change nothing.
    init(
        _ stepSize: Double, weightDecay: Double = 0, maximize: Bool = false, beta1: Double = 0, beta2: Double = 0,
        eps: Double = 0,
        dampening: Double = 0, gradientFactor: Double = 0, momentumFactor: Double = 1, decayFactor: Double = 1,
        biasCorrection2: Double = 1
    ) {
        self.init(
            step_size: stepSize, weight_decay: weightDecay, decay_factor: decayFactor, beta1: beta1, beta2: beta2,
            dampening: dampening, gradient_factor: gradientFactor, momentum_factor: momentumFactor, eps: eps,
            bias_correction2_sqrt: biasCorrection2.squareRoot(), maximize: maximize)
    }
}

extension Tensor {
    /// The gradient to go down by: the loss's, or that of what is to be maximized with the other sign.
    func negated(if maximize: Bool) -> Tensor { maximize ? -self : self }

    /// A gradient with that of the penalty λ/2 · |w|² added (L2 weight decay).
    func addingWeightDecay(_ weightDecay: Double, of parameter: Tensor) -> Tensor {
        weightDecay == 0 ? self : self + parameter * weightDecay
    }

    /// Makes a parameter smaller by its rate times λ, apart from the gradient (Loshchilov & Hutter, 2019).
    mutating func applyDecoupledDecay(_ weightDecay: Double, _ learningRate: Double) {
        if weightDecay != 0 { self *= 1 - learningRate * weightDecay }
    }
}

extension OptimizerState {
    /// The running mean `m = β m + (1 - β) x` of a name, from 0, brought up to date.
    mutating func average(_ name: String, _ beta: Double, _ x: Tensor) -> Tensor {
        let mean = self[name, like: x].lerp(x, 1 - beta)
        self[name] = mean
        return mean
    }

    /// The running mean of squares `v = β v + (1 - β) x²` of a name, from 0, brought up to date.
    mutating func averageSquare(_ name: String, _ beta: Double, _ x: Tensor) -> Tensor {
        let mean = self[name, like: x] * beta + x * (1 - beta) * x
        self[name] = mean
        return mean
    }
}

// What the rules have in common: options checked as torch checks them, and what is done to a gradient before it is used.

/// Traps where an option is outside of what it means.
func check(_ rule: String, betas: (Double, Double)? = nil, notNegative: KeyValuePairs<String, Double> = [:]) {
    if let betas, !(0..<1).contains(betas.0) || !(0..<1).contains(betas.1) {
        trap(rule, "betas lie in [0, 1), got \(betas)")
    }
    if let (name, value) = notNegative.first(where: { !($0.value >= 0 && $0.value < .infinity) }) {
        trap(rule, "\(name) is a number from 0 on, got \(value)")
    }
}

/// Traps where a learning rate is none, whoever wrote it.
func checkLearningRate(_ optimizer: String, _ rate: Double) {
    if !(rate >= 0 && rate < .infinity) { trap(optimizer, "a learning rate is a number from 0 on, got \(rate)") }
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

extension Tensor {
    /// A gradient to follow down, or up.
    func ascent(_ maximize: Bool) -> Tensor { maximize ? -self : self }

    /// A gradient with that of the penalty λ/2 · |w|² added.
    func decayed(_ weightDecay: Double, _ parameter: Tensor) -> Tensor {
        weightDecay == 0 ? self : self + parameter * weightDecay
    }

    /// A parameter made smaller by its rate times λ, apart from the gradient (Loshchilov & Hutter, 2019).
    mutating func shrink(_ weightDecay: Double, _ learningRate: Double) {
        if weightDecay != 0 { self *= 1 - learningRate * weightDecay }
    }
}

extension Slots {
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

    /// A number that is remembered beside the tensors.
    subscript(number name: String) -> Double? {
        get { self[name]?.item() }
        set { self[name] = newValue.map { Tensor($0, dtype: .float64) } }
    }
}

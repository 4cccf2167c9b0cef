// Elementwise activations with settings, as layers.

/// x where x > 0, elsewhere α (eˣ - 1) (torch's `nn.ELU`).
public struct ELU: Module {
    private let alpha: Double
    /// An ELU; α is the negated limit for x → -∞.
    public init(alpha: Double = 1) { self.alpha = alpha }
    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.elu(alpha: alpha) }
}

/// x where x > 0, elsewhere α (exp(x/α) - 1), which is continuously differentiable (torch's `nn.CELU`).
public struct CELU: Module {
    private let alpha: Double
    /// A CELU; α is the negated limit for x → -∞, and not 0.
    public init(alpha: Double = 1) { self.alpha = alpha }
    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.celu(alpha: alpha) }
}

/// x · Φ(x) with the normal distribution function Φ, or its approximation by tanh (torch's `nn.GELU`).
public struct GELU: Module {
    private let approximate: Tensor.GeluApproximation
    /// A GELU; exact by default.
    public init(approximate: Tensor.GeluApproximation = .none) { self.approximate = approximate }
    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.gelu(approximate: approximate) }
}

/// x where x > 0, elsewhere slope · x (torch's `nn.LeakyReLU`).
public struct LeakyReLU: Module {
    private let negativeSlope: Double
    /// A leaky ReLU with a slope for negative elements.
    public init(negativeSlope: Double = 0.01) { self.negativeSlope = negativeSlope }
    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.leakyRelu(negativeSlope: negativeSlope) }
}

/// x where x > 0, elsewhere weight · x, with one learned weight, or one for each channel, dim 1 (torch's `nn.PReLU`).
public struct PReLU: Module {
    /// The slopes: `[count]`.
    @Parameter public var weight: Tensor

    /// A PReLU with learned slopes.
    ///
    /// - Parameters:
    ///   - count: the number of slopes: 1, or the number of channels.
    ///   - initial: the initial value of all slopes.
    ///   - dtype: the dtype of the slopes.
    /// - Precondition: `count > 0`.
    public init(_ count: Int = 1, initial: Double = 0.25, dtype: DType = .default) {
        if count <= 0 { trap("PReLU", "the number of weights must be positive, got \(count)") }
        weight = .full([count], initial, dtype: dtype)
    }

    /// Applies the function to each element; the shape stays. With several slopes, `x` is `[batch, channels, ...]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.prelu(weight) }
}

/// x where x > 0, elsewhere slope · x: in training each element has a slope from U(lower, upper), in evaluation the slope is
/// their mean (torch's `nn.RReLU`).
public struct RReLU: Module {
    private let lower, upper: Double
    private let generator: Generator

    /// A randomized leaky ReLU.
    ///
    /// - Precondition: `lower <= upper`.
    public init(lower: Double = 1 / 8, upper: Double = 1 / 3, generator: Generator = .default) {
        if !(lower <= upper) { trap("RReLU", "lower must not exceed upper, got \(lower) and \(upper)") }
        self.lower = lower
        self.upper = upper
        self.generator = generator
    }

    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        if !Mode.isTraining { return x.leakyRelu(negativeSlope: (lower + upper) / 2) }
        let slopes = Tensor.uniform(like: x, from: lower, to: upper, generator: generator)
        return Tensor.where(x .> 0, x, x * slopes)
    }
}

/// log(1 + e^(βx)) / β; x itself where βx exceeds the threshold (torch's `nn.Softplus`).
public struct Softplus: Module {
    private let beta, threshold: Double

    /// A softplus.
    ///
    /// - Parameters:
    ///   - beta: how sharp the transition at 0 is.
    ///   - threshold: the value of βx above which the function is linear.
    public init(beta: Double = 1, threshold: Double = 20) {
        self.beta = beta
        self.threshold = threshold
    }

    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.softplus(beta: beta, threshold: threshold) }
}

/// x where x > threshold, elsewhere a value (torch's `nn.Threshold`).
public struct Threshold: Module {
    private let threshold, value: Double

    /// A threshold, and the value of elements that do not exceed it.
    public init(_ threshold: Double, _ value: Double) {
        self.threshold = threshold
        self.value = value
    }

    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.threshold(threshold, value: value) }
}

/// x clamped to a range (torch's `nn.Hardtanh`).
public struct Hardtanh: Module {
    private let minimum, maximum: Double

    /// A clamp to `min...max`.
    public init(min: Double = -1, max: Double = 1) { (minimum, maximum) = (min, max) }

    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.hardtanh(min: minimum, max: maximum) }
}

/// 0 where |x| ≤ λ, elsewhere x (torch's `nn.Hardshrink`).
public struct Hardshrink: Module {
    private let lambda: Double
    /// A hard shrinkage by λ.
    public init(lambda: Double = 0.5) { self.lambda = lambda }
    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.hardshrink(lambda: lambda) }
}

/// x - λ where x > λ, x + λ where x < -λ, elsewhere 0 (torch's `nn.Softshrink`).
public struct Softshrink: Module {
    private let lambda: Double
    /// A soft shrinkage by λ, which is not negative.
    public init(lambda: Double = 0.5) { self.lambda = lambda }
    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.softshrink(lambda: lambda) }
}

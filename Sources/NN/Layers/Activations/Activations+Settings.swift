// Functions of each element, as layers: with settings.

/// x above 0, else α (eˣ - 1) (torch's `nn.ELU`).
public struct ELU: Module {
    private let alpha: Double
    public init(alpha: Double = 1) { self.alpha = alpha }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.elu(alpha: alpha) }
}

/// x above 0, else α (exp(x/α) - 1) (torch's `nn.CELU`).
public struct CELU: Module {
    private let alpha: Double
    public init(alpha: Double = 1) { self.alpha = alpha }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.celu(alpha: alpha) }
}

/// x · Φ(x), with the normal distribution's Φ, or the approximation of it by a tangent (torch's `nn.GELU`).
public struct GELU: Module {
    private let approximate: Tensor.GeluApproximation
    public init(approximate: Tensor.GeluApproximation = .none) { self.approximate = approximate }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.gelu(approximate: approximate) }
}

/// x above 0, else slope · x (torch's `nn.LeakyReLU`).
public struct LeakyReLU: Module {
    private let negativeSlope: Double
    public init(negativeSlope: Double = 0.01) { self.negativeSlope = negativeSlope }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.leakyRelu(negativeSlope: negativeSlope) }
}

/// x above 0, else weight · x, with one learned weight, or one for each channel, dim 1 (torch's `nn.PReLU`).
public struct PReLU: Module {
    /// `[parameters]`
    @Parameter public var weight: Tensor

    /// - Parameter count: of weights: 1, or the channels.
    public init(_ count: Int = 1, initial: Double = 0.25, dtype: DType = .default) {
        if count <= 0 { trap("PReLU", "the number of weights must be positive, got \(count)") }
        weight = .full([count], initial, dtype: dtype)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.prelu(weight) }
}

/// x above 0, else slope · x, in training with a slope from U(lower, upper) for each element, else with the mean of both (torch's
/// `nn.RReLU`).
public struct RReLU: Module {
    private let lower, upper: Double
    private let generator: Generator

    public init(lower: Double = 1 / 8, upper: Double = 1 / 3, generator: Generator = .default) {
        if !(lower <= upper) { trap("RReLU", "there is no slope between \(lower) and \(upper)") }
        self.lower = lower
        self.upper = upper
        self.generator = generator
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        if !Mode.isTraining { return x.leakyRelu(negativeSlope: (lower + upper) / 2) }
        let slopes = Tensor.uniform(like: x, from: lower, to: upper, generator: generator)
        return Tensor.where(x .> 0, x, x * slopes)
    }
}

/// log(1 + e^(βx)) / β; x itself where βx is above the threshold (torch's `nn.Softplus`).
public struct Softplus: Module {
    private let beta, threshold: Double

    public init(beta: Double = 1, threshold: Double = 20) {
        self.beta = beta
        self.threshold = threshold
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.softplus(beta: beta, threshold: threshold) }
}

/// x above the threshold, else a value (torch's `nn.Threshold`).
public struct Threshold: Module {
    private let threshold, value: Double

    public init(_ threshold: Double, _ value: Double) {
        self.threshold = threshold
        self.value = value
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.threshold(threshold, value: value) }
}

/// x held within bounds (torch's `nn.Hardtanh`).
public struct Hardtanh: Module {
    private let minimum, maximum: Double

    public init(min: Double = -1, max: Double = 1) { (minimum, maximum) = (min, max) }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.hardtanh(min: minimum, max: maximum) }
}

/// 0 within ±λ, else x (torch's `nn.Hardshrink`).
public struct Hardshrink: Module {
    private let lambda: Double
    public init(lambda: Double = 0.5) { self.lambda = lambda }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.hardshrink(lambda: lambda) }
}

/// Nearer to 0 by λ, 0 within ±λ (torch's `nn.Softshrink`).
public struct Softshrink: Module {
    private let lambda: Double
    public init(lambda: Double = 0.5) { self.lambda = lambda }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.softshrink(lambda: lambda) }
}

/// ``l1Loss(_:_:reduction:)`` (torch's `nn.L1Loss`).
public struct L1Loss: Criterion {
    private let reduction: LossReduction

    /// A loss with a reduction.
    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    /// The loss of a prediction for a target of the same shape: a scalar, or their shape without a reduction.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        l1Loss(prediction, target, reduction: reduction)
    }
}

/// ``mseLoss(_:_:reduction:)`` (torch's `nn.MSELoss`).
public struct MSELoss: Criterion {
    private let reduction: LossReduction

    /// A loss with a reduction.
    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    /// The loss of a prediction for a target of the same shape: a scalar, or their shape without a reduction.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        mseLoss(prediction, target, reduction: reduction)
    }
}

/// ``smoothL1Loss(_:_:reduction:beta:)`` (torch's `nn.SmoothL1Loss`).
public struct SmoothL1Loss: Criterion {
    private let reduction: LossReduction
    private let beta: Double

    /// A loss that is quadratic for distances below β, which is not negative.
    public init(reduction: LossReduction = .mean, beta: Double = 1) {
        self.reduction = reduction
        self.beta = beta
    }

    /// The loss of a prediction for a target of the same shape: a scalar, or their shape without a reduction.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        smoothL1Loss(prediction, target, reduction: reduction, beta: beta)
    }
}

/// ``huberLoss(_:_:reduction:delta:)`` (torch's `nn.HuberLoss`).
public struct HuberLoss: Criterion {
    private let reduction: LossReduction
    private let delta: Double

    /// A loss that is quadratic for distances up to δ, which is positive.
    public init(reduction: LossReduction = .mean, delta: Double = 1) {
        self.reduction = reduction
        self.delta = delta
    }

    /// The loss of a prediction for a target of the same shape: a scalar, or their shape without a reduction.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        huberLoss(prediction, target, reduction: reduction, delta: delta)
    }
}

/// ``klDiv(_:_:reduction:logTarget:)`` (torch's `nn.KLDivLoss`).
public struct KLDivLoss: Criterion {
    private let reduction: KLReduction
    private let logTarget: Bool

    /// A loss with a reduction; with `logTarget`, targets are log-probabilities.
    public init(reduction: KLReduction = .mean, logTarget: Bool = false) {
        self.reduction = reduction
        self.logTarget = logTarget
    }

    /// The divergence of log-probabilities from targets of the same shape.
    public func callAsFunction(_ logarithms: Tensor, _ target: Tensor) -> Tensor {
        klDiv(logarithms, target, reduction: reduction, logTarget: logTarget)
    }
}

/// ``poissonNLLLoss(_:_:logInput:full:eps:reduction:)`` (torch's `nn.PoissonNLLLoss`).
public struct PoissonNLLLoss: Criterion {
    private let logInput, full: Bool
    private let eps: Double
    private let reduction: LossReduction

    /// A loss with options.
    ///
    /// - Parameters:
    ///   - logInput: whether the prediction is the logarithm of the mean, not the mean.
    ///   - full: adds Stirling's approximation of log(target!).
    ///   - eps: is added to a mean before its logarithm is taken.
    ///   - reduction: how the losses are combined.
    public init(logInput: Bool = true, full: Bool = false, eps: Double = 1e-8, reduction: LossReduction = .mean) {
        self.logInput = logInput
        self.full = full
        self.eps = eps
        self.reduction = reduction
    }

    /// The loss of predicted rates for counts of the same shape.
    public func callAsFunction(_ input: Tensor, _ target: Tensor) -> Tensor {
        poissonNLLLoss(input, target, logInput: logInput, full: full, eps: eps, reduction: reduction)
    }
}

/// ``gaussianNLLLoss(_:_:_:full:eps:reduction:)`` (torch's `nn.GaussianNLLLoss`).
public struct GaussianNLLLoss: Module {
    private let full: Bool
    private let eps: Double
    private let reduction: LossReduction

    /// A loss with options.
    ///
    /// - Parameters:
    ///   - full: adds the constant log(2π) / 2.
    ///   - eps: the least variance.
    ///   - reduction: how the losses are combined.
    public init(full: Bool = false, eps: Double = 1e-6, reduction: LossReduction = .mean) {
        self.full = full
        self.eps = eps
        self.reduction = reduction
    }

    /// The same as the call with three arguments, with all of them in a tuple.
    public func callAsFunction(_ input: (prediction: Tensor, target: Tensor, variance: Tensor)) -> Tensor {
        self(input.prediction, input.target, input.variance)
    }

    /// The loss of predicted means and variances for a target.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor, _ variance: Tensor) -> Tensor {
        gaussianNLLLoss(prediction, target, variance, full: full, eps: eps, reduction: reduction)
    }
}

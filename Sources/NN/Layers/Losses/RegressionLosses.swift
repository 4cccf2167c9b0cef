/// ``l1Loss(_:_:reduction:)`` (torch's `nn.L1Loss`).
public struct L1Loss: Criterion {
    private let reduction: LossReduction

    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        l1Loss(prediction, target, reduction: reduction)
    }
}

/// ``mseLoss(_:_:reduction:)`` (torch's `nn.MSELoss`).
public struct MSELoss: Criterion {
    private let reduction: LossReduction

    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        mseLoss(prediction, target, reduction: reduction)
    }
}

/// ``smoothL1Loss(_:_:reduction:beta:)`` (torch's `nn.SmoothL1Loss`).
public struct SmoothL1Loss: Criterion {
    private let reduction: LossReduction
    private let beta: Double

    public init(reduction: LossReduction = .mean, beta: Double = 1) {
        self.reduction = reduction
        self.beta = beta
    }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        smoothL1Loss(prediction, target, reduction: reduction, beta: beta)
    }
}

/// ``huberLoss(_:_:reduction:delta:)`` (torch's `nn.HuberLoss`).
public struct HuberLoss: Criterion {
    private let reduction: LossReduction
    private let delta: Double

    public init(reduction: LossReduction = .mean, delta: Double = 1) {
        self.reduction = reduction
        self.delta = delta
    }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        huberLoss(prediction, target, reduction: reduction, delta: delta)
    }
}

/// ``klDiv(_:_:reduction:logTarget:)`` (torch's `nn.KLDivLoss`).
public struct KLDivLoss: Criterion {
    private let reduction: KLReduction
    private let logTarget: Bool

    public init(reduction: KLReduction = .mean, logTarget: Bool = false) {
        self.reduction = reduction
        self.logTarget = logTarget
    }

    public func callAsFunction(_ logarithms: Tensor, _ target: Tensor) -> Tensor {
        klDiv(logarithms, target, reduction: reduction, logTarget: logTarget)
    }
}

/// ``poissonNLLLoss(_:_:logInput:full:eps:reduction:)`` (torch's `nn.PoissonNLLLoss`).
public struct PoissonNLLLoss: Criterion {
    private let logInput, full: Bool
    private let eps: Double
    private let reduction: LossReduction

    public init(logInput: Bool = true, full: Bool = false, eps: Double = 1e-8, reduction: LossReduction = .mean) {
        self.logInput = logInput
        self.full = full
        self.eps = eps
        self.reduction = reduction
    }

    public func callAsFunction(_ input: Tensor, _ target: Tensor) -> Tensor {
        poissonNLLLoss(input, target, logInput: logInput, full: full, eps: eps, reduction: reduction)
    }
}

/// ``gaussianNLLLoss(_:_:_:full:eps:reduction:)`` (torch's `nn.GaussianNLLLoss`).
public struct GaussianNLLLoss: Module {
    private let full: Bool
    private let eps: Double
    private let reduction: LossReduction

    public init(full: Bool = false, eps: Double = 1e-6, reduction: LossReduction = .mean) {
        self.full = full
        self.eps = eps
        self.reduction = reduction
    }

    public func callAsFunction(_ input: (prediction: Tensor, target: Tensor, variance: Tensor)) -> Tensor {
        self(input.prediction, input.target, input.variance)
    }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor, _ variance: Tensor) -> Tensor {
        gaussianNLLLoss(prediction, target, variance, full: full, eps: eps, reduction: reduction)
    }
}

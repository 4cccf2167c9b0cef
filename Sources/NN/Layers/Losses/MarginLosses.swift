/// ``hingeEmbeddingLoss(_:_:margin:reduction:)`` (torch's `nn.HingeEmbeddingLoss`).
public struct HingeEmbeddingLoss: Criterion {
    private let margin: Double
    private let reduction: LossReduction

    public init(margin: Double = 1, reduction: LossReduction = .mean) {
        self.margin = margin
        self.reduction = reduction
    }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        hingeEmbeddingLoss(prediction, target, margin: margin, reduction: reduction)
    }
}

/// ``softMarginLoss(_:_:reduction:)`` (torch's `nn.SoftMarginLoss`).
public struct SoftMarginLoss: Criterion {
    private let reduction: LossReduction

    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        softMarginLoss(prediction, target, reduction: reduction)
    }
}

/// ``multiMarginLoss(_:_:p:margin:weight:reduction:)`` (torch's `nn.MultiMarginLoss`).
public struct MultiMarginLoss: Criterion {
    /// Of the target's class.
    @Buffer public var weight: Tensor?
    private let p: Int
    private let margin: Double
    private let reduction: LossReduction

    public init(p: Int = 1, margin: Double = 1, weight: Tensor? = nil, reduction: LossReduction = .mean) {
        self.weight = weight
        self.p = p
        self.margin = margin
        self.reduction = reduction
    }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        multiMarginLoss(prediction, target, p: p, margin: margin, weight: weight, reduction: reduction)
    }
}

/// ``multilabelMarginLoss(_:_:reduction:)`` (torch's `nn.MultiLabelMarginLoss`).
public struct MultiLabelMarginLoss: Criterion {
    private let reduction: LossReduction

    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        multilabelMarginLoss(prediction, target, reduction: reduction)
    }
}

/// ``multilabelSoftMarginLoss(_:_:weight:reduction:)`` (torch's `nn.MultiLabelSoftMarginLoss`).
public struct MultiLabelSoftMarginLoss: Criterion {
    /// Of the classes.
    @Buffer public var weight: Tensor?
    private let reduction: LossReduction

    public init(weight: Tensor? = nil, reduction: LossReduction = .mean) {
        self.weight = weight
        self.reduction = reduction
    }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        multilabelSoftMarginLoss(prediction, target, weight: weight, reduction: reduction)
    }
}

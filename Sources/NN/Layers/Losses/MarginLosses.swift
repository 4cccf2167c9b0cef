/// ``hingeEmbeddingLoss(_:_:margin:reduction:)`` (torch's `nn.HingeEmbeddingLoss`).
public struct HingeEmbeddingLoss: Criterion {
    private let margin: Double
    private let reduction: LossReduction

    /// A loss with a margin for targets of -1.
    public init(margin: Double = 1, reduction: LossReduction = .mean) {
        self.margin = margin
        self.reduction = reduction
    }

    /// The loss of distances for targets 1 or -1 of the same shape.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        hingeEmbeddingLoss(prediction, target, margin: margin, reduction: reduction)
    }
}

/// ``softMarginLoss(_:_:reduction:)`` (torch's `nn.SoftMarginLoss`).
public struct SoftMarginLoss: Criterion {
    private let reduction: LossReduction

    /// A loss with a reduction.
    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    /// The loss of scores for targets 1 or -1 of the same shape.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        softMarginLoss(prediction, target, reduction: reduction)
    }
}

/// ``multiMarginLoss(_:_:p:margin:weight:reduction:)`` (torch's `nn.MultiMarginLoss`).
public struct MultiMarginLoss: Criterion {
    /// A factor for each target class, `[classes]`; nil for none.
    @Buffer public var weight: Tensor?
    private let p: Int
    private let margin: Double
    private let reduction: LossReduction

    /// A loss with options.
    ///
    /// - Parameters:
    ///   - p: the exponent of the hinge, 1 or 2.
    ///   - margin: by how much the target's score must exceed the others.
    ///   - weight: a factor for each target class, `[classes]`.
    ///   - reduction: how the losses are combined.
    public init(p: Int = 1, margin: Double = 1, weight: Tensor? = nil, reduction: LossReduction = .mean) {
        self.weight = weight
        self.p = p
        self.margin = margin
        self.reduction = reduction
    }

    /// The loss of scores `[batch, classes]` or `[classes]` for class indices `[batch]` or one.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        multiMarginLoss(prediction, target, p: p, margin: margin, weight: weight, reduction: reduction)
    }
}

/// ``multilabelMarginLoss(_:_:reduction:)`` (torch's `nn.MultiLabelMarginLoss`).
public struct MultiLabelMarginLoss: Criterion {
    private let reduction: LossReduction

    /// A loss with a reduction.
    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    /// The loss of scores `[batch, classes]` or `[classes]` for class indices in their shape, ended by -1.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        multilabelMarginLoss(prediction, target, reduction: reduction)
    }
}

/// ``multilabelSoftMarginLoss(_:_:weight:reduction:)`` (torch's `nn.MultiLabelSoftMarginLoss`).
public struct MultiLabelSoftMarginLoss: Criterion {
    /// A factor for each class, which broadcasts to the scores' shape; nil for none.
    @Buffer public var weight: Tensor?
    private let reduction: LossReduction

    /// A loss with optional weights.
    public init(weight: Tensor? = nil, reduction: LossReduction = .mean) {
        self.weight = weight
        self.reduction = reduction
    }

    /// The loss of scores `[..., classes]` for targets 0 or 1 of the same shape.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        multilabelSoftMarginLoss(prediction, target, weight: weight, reduction: reduction)
    }
}

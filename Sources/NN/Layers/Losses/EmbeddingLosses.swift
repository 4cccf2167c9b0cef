/// ``marginRankingLoss(_:_:_:margin:reduction:)`` (torch's `nn.MarginRankingLoss`).
public struct MarginRankingLoss: Module {
    private let margin: Double
    private let reduction: LossReduction

    /// A loss with a margin by which the scores must differ.
    public init(margin: Double = 0, reduction: LossReduction = .mean) {
        self.margin = margin
        self.reduction = reduction
    }

    /// The same as the call with three arguments, with all of them in a tuple.
    public func callAsFunction(_ input: (a: Tensor, b: Tensor, target: Tensor)) -> Tensor {
        self(input.a, input.b, input.target)
    }

    /// The loss of the scores a and b for targets 1 (a should be higher) or -1, all of one shape.
    public func callAsFunction(_ a: Tensor, _ b: Tensor, _ target: Tensor) -> Tensor {
        marginRankingLoss(a, b, target, margin: margin, reduction: reduction)
    }
}

/// ``cosineEmbeddingLoss(_:_:_:margin:reduction:)`` (torch's `nn.CosineEmbeddingLoss`).
public struct CosineEmbeddingLoss: Module {
    private let margin: Double
    private let reduction: LossReduction

    /// A loss with a margin in [-1, 1] for dissimilar pairs.
    public init(margin: Double = 0, reduction: LossReduction = .mean) {
        self.margin = margin
        self.reduction = reduction
    }

    /// The same as the call with three arguments, with all of them in a tuple.
    public func callAsFunction(_ input: (a: Tensor, b: Tensor, target: Tensor)) -> Tensor {
        self(input.a, input.b, input.target)
    }

    /// The loss of the embeddings `[batch, features]` a and b for targets 1 (similar) or -1, `[batch]`.
    public func callAsFunction(_ a: Tensor, _ b: Tensor, _ target: Tensor) -> Tensor {
        cosineEmbeddingLoss(a, b, target, margin: margin, reduction: reduction)
    }
}

/// ``tripletMarginLoss(_:_:_:margin:p:eps:swap:reduction:)`` (torch's `nn.TripletMarginLoss`), or with a custom distance
/// (torch's `nn.TripletMarginWithDistanceLoss`).
///
/// ```swift
/// let loss = TripletMarginLoss(distance: PairwiseDistance(p: 1), margin: 0.5)
/// ```
public struct TripletMarginLoss: Module {
    private let distance: any Module<(Tensor, Tensor), Tensor>
    private let margin: Double
    private let swap: Bool
    private let reduction: LossReduction

    /// A loss with a p-norm distance.
    ///
    /// - Parameters:
    ///   - margin: the least difference of the two distances for which the loss is 0.
    ///   - p: the order of the norm.
    ///   - eps: is added to each difference.
    ///   - swap: uses the distance from the positive to the negative where it is smaller than that from the anchor.
    ///   - reduction: how the losses are combined.
    public init(
        margin: Double = 1, p: Double = 2, eps: Double = 1e-6, swap: Bool = false, reduction: LossReduction = .mean
    ) {
        self.init(distance: PairwiseDistance(p: p, eps: eps), margin: margin, swap: swap, reduction: reduction)
    }

    /// A loss with a custom distance.
    ///
    /// - Parameters:
    ///   - distance: a module from two tensors to their distances.
    ///   - margin: the least difference of the two distances for which the loss is 0.
    ///   - swap: uses the distance from the positive to the negative where it is smaller than that from the anchor.
    ///   - reduction: how the losses are combined.
    public init(
        distance: any Module<(Tensor, Tensor), Tensor>, margin: Double = 1, swap: Bool = false,
        reduction: LossReduction = .mean
    ) {
        self.distance = distance
        self.margin = margin
        self.swap = swap
        self.reduction = reduction
    }

    /// The same as the call with three arguments, with all of them in a tuple.
    public func callAsFunction(_ input: (anchor: Tensor, positive: Tensor, negative: Tensor)) -> Tensor {
        self(input.anchor, input.positive, input.negative)
    }

    /// The loss of embeddings `[batch, features]`: the positive should be closer to the anchor than the negative.
    public func callAsFunction(_ anchor: Tensor, _ positive: Tensor, _ negative: Tensor) -> Tensor {
        tripletMarginLoss(anchor, positive, negative, margin: margin, swap: swap, reduction: reduction) { distance(($0, $1)) }
    }
}

/// ``marginRankingLoss(_:_:_:margin:reduction:)`` (torch's `nn.MarginRankingLoss`).
public struct MarginRankingLoss: Module {
    private let margin: Double
    private let reduction: LossReduction

    public init(margin: Double = 0, reduction: LossReduction = .mean) {
        self.margin = margin
        self.reduction = reduction
    }

    public func callAsFunction(_ input: (a: Tensor, b: Tensor, target: Tensor)) -> Tensor {
        self(input.a, input.b, input.target)
    }

    public func callAsFunction(_ a: Tensor, _ b: Tensor, _ target: Tensor) -> Tensor {
        marginRankingLoss(a, b, target, margin: margin, reduction: reduction)
    }
}

/// ``cosineEmbeddingLoss(_:_:_:margin:reduction:)`` (torch's `nn.CosineEmbeddingLoss`).
public struct CosineEmbeddingLoss: Module {
    private let margin: Double
    private let reduction: LossReduction

    public init(margin: Double = 0, reduction: LossReduction = .mean) {
        self.margin = margin
        self.reduction = reduction
    }

    public func callAsFunction(_ input: (a: Tensor, b: Tensor, target: Tensor)) -> Tensor {
        self(input.a, input.b, input.target)
    }

    public func callAsFunction(_ a: Tensor, _ b: Tensor, _ target: Tensor) -> Tensor {
        cosineEmbeddingLoss(a, b, target, margin: margin, reduction: reduction)
    }
}

/// ``tripletMarginLoss(_:_:_:margin:p:eps:swap:reduction:)`` (torch's `nn.TripletMarginLoss`), or with a distance of one's own
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

    /// - Parameter swap: takes the distance of the positive to the negative where that is the smaller one.
    public init(
        margin: Double = 1, p: Double = 2, eps: Double = 1e-6, swap: Bool = false, reduction: LossReduction = .mean
    ) {
        self.init(distance: PairwiseDistance(p: p, eps: eps), margin: margin, swap: swap, reduction: reduction)
    }

    /// - Parameter swap: takes the distance of the positive to the negative where that is the smaller one.
    public init(
        distance: any Module<(Tensor, Tensor), Tensor>, margin: Double = 1, swap: Bool = false,
        reduction: LossReduction = .mean
    ) {
        self.distance = distance
        self.margin = margin
        self.swap = swap
        self.reduction = reduction
    }

    public func callAsFunction(_ input: (anchor: Tensor, positive: Tensor, negative: Tensor)) -> Tensor {
        self(input.anchor, input.positive, input.negative)
    }

    public func callAsFunction(_ anchor: Tensor, _ positive: Tensor, _ negative: Tensor) -> Tensor {
        tripletMarginLoss(anchor, positive, negative, margin: margin, swap: swap, reduction: reduction) { distance(($0, $1)) }
    }
}

/// 1 - cos(a, b) for a target of 1, max(0, cos(a, b) - margin) for one of -1 (torch's `cosine_embedding_loss`).
///
/// - Parameters:
///   - a: `[batch, features]`, or `[features]`; so is b.
///   - target: `[batch]`, or a number.
public func cosineEmbeddingLoss(
    _ a: Tensor, _ b: Tensor, _ target: Tensor, margin: Double = 0, reduction: LossReduction = .mean
) -> Tensor {
    if a.shape != b.shape || !(1...2).contains(a.rank) || Shape(a.shape.dropLast()) != target.shape {
        trap("cosineEmbeddingLoss", "\(a.shape) and \(b.shape) with a target \(target.shape) do not fit")
    }
    /// √(|x|² + 10⁻¹²), which is found without the square of a length.
    func direction(_ x: Tensor) -> Tensor {
        let norm = x.norm(dim: -1, keepDim: true)
        return x / norm.hypot(.full(like: norm, 1e-6))
    }
    let cosine = (direction(a) * direction(b)).sum(dim: -1)
    return reduction(Tensor.where(target .== 1, 1 - cosine, 0) + Tensor.where(target .== -1, (cosine - margin).hinge, 0))
}

/// max(0, d(anchor, positive) - d(anchor, negative) + margin) with d(a, b) = ‖a - b + ε‖ₚ over the last dim (torch's
/// `triplet_margin_loss`).
///
/// - Parameter swap: takes d(positive, negative) where that is the smaller distance to the negative.
/// - Precondition: all three have one shape.
public func tripletMarginLoss(
    _ anchor: Tensor, _ positive: Tensor, _ negative: Tensor, margin: Double = 1, p: Double = 2, eps: Double = 1e-6,
    swap: Bool = false, reduction: LossReduction = .mean
) -> Tensor {
    requireSameShape("tripletMarginLoss", anchor, positive)
    requireSameShape("tripletMarginLoss", anchor, negative)
    return tripletMarginLoss(anchor, positive, negative, margin: margin, swap: swap, reduction: reduction) {
        $0.pairwiseDistance($1, p: p, eps: eps)
    }
}

/// max(0, d(anchor, positive) - d(anchor, negative) + margin) with a distance of one's own (torch's
/// `triplet_margin_with_distance_loss`).
///
/// - Parameter swap: takes d(positive, negative) where that is the smaller distance to the negative.
public func tripletMarginLoss(
    _ anchor: Tensor, _ positive: Tensor, _ negative: Tensor, margin: Double = 1, swap: Bool = false,
    reduction: LossReduction = .mean, distance: (Tensor, Tensor) -> Tensor
) -> Tensor {
    if !(margin > 0) { trap("tripletMarginLoss", "the margin must be positive, got \(margin)") }
    if anchor.rank != positive.rank || anchor.rank != negative.rank {
        trap("tripletMarginLoss", "\(anchor.shape), \(positive.shape) and \(negative.shape) are not of one rank")
    }
    let near = distance(anchor, positive)
    var far = distance(anchor, negative)
    if near.shape != far.shape {
        trap("tripletMarginLoss", "distances \(near.shape) to the positives do not fit those to the negatives, \(far.shape)")
    }
    if swap { far = far.minimum(distance(positive, negative)) }
    return reduction((near - far + margin).hinge)
}

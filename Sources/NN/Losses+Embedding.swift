/// 1 - cos(a, b) for targets of 1, max(0, cos(a, b) - margin) for targets of -1 (torch's `cosine_embedding_loss`).
///
/// - Parameters:
///   - a: `[batch, features]`, or `[features]`.
///   - b: the same shape.
///   - target: `[batch]`, or a scalar.
///   - margin: the cosine above which a dissimilar pair has a loss.
public func cosineEmbeddingLoss(
    _ a: Tensor, _ b: Tensor, _ target: Tensor, margin: Double = 0, reduction: LossReduction = .mean
) -> Tensor {
    if a.shape != b.shape || !(1...2).contains(a.rank) || Shape(a.shape.dropLast()) != target.shape {
        trap("cosineEmbeddingLoss", "\(a.shape) and \(b.shape) do not match a target of shape \(target.shape)")
    }
    /// x / √(|x|² + 10⁻¹²), computed without squaring a norm.
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
/// - Parameter swap: uses d(positive, negative) where it is smaller than d(anchor, negative).
/// - Precondition: all three have the same shape.
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

/// max(0, d(anchor, positive) - d(anchor, negative) + margin) with a custom distance d (torch's
/// `triplet_margin_with_distance_loss`).
///
/// - Parameter swap: uses d(positive, negative) where it is smaller than d(anchor, negative).
public func tripletMarginLoss(
    _ anchor: Tensor, _ positive: Tensor, _ negative: Tensor, margin: Double = 1, swap: Bool = false,
    reduction: LossReduction = .mean, distance: (Tensor, Tensor) -> Tensor
) -> Tensor {
    if !(margin > 0) { trap("tripletMarginLoss", "the margin must be positive, got \(margin)") }
    if anchor.rank != positive.rank || anchor.rank != negative.rank {
        trap("tripletMarginLoss", "\(anchor.shape), \(positive.shape) and \(negative.shape) must have the same rank")
    }
    let near = distance(anchor, positive)
    var far = distance(anchor, negative)
    if near.shape != far.shape {
        trap("tripletMarginLoss", "distances to positives and negatives differ in shape: \(near.shape) and \(far.shape)")
    }
    if swap { far = far.minimum(distance(positive, negative)) }
    return reduction((near - far + margin).hinge)
}

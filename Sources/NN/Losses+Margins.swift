/// Σ over the other classes i of max(0, margin - x[target] + x[i])ᵖ / classes (torch's `multi_margin_loss`).
///
/// - Parameters:
///   - x: scores: `[batch, classes]`, or `[classes]`.
///   - target: class indices `[batch]`, or one.
///   - p: 1 or 2.
///   - weight: a factor for each target class, `[classes]`.
/// - Precondition: every class index is in `0 ..< classes`.
public func multiMarginLoss(
    _ x: Tensor, _ target: Tensor, p: Int = 1, margin: Double = 1, weight: Tensor? = nil, reduction: LossReduction = .mean
) -> Tensor {
    let name = "multiMarginLoss"
    if p != 1 && p != 2 { trap(name, "p must be 1 or 2, got \(p)") }
    let scores = x.scoreRows(name)
    let (batch, classes) = (scores.shape[0], scores.shape[1])
    if target.count != batch || target.rank > 1 || x.rank == 2 && target.rank != 1 {
        trap(name, "target \(target.shape) does not match scores \(x.shape)")
    }
    let index = checkedClasses(target, name, from: 0, below: classes).reshape([batch, 1])
    let others = Tensor.ones(like: scores).scatter(dim: 1, index, 0)
    // The derivative of a hinge at 0 is 0 here.
    let hinges = (scores - scores.gather(dim: 1, index) + margin).relu() * others
    var losses = (p == 1 ? hinges : hinges.square()).sum(dim: 1) / Double(classes)
    if let weight {
        requireClassWeights(weight, classes, name)
        losses = losses * weight.indexSelect(dim: 0, index.flatten())
    }
    return reduction(losses.reshape(target.shape))
}

/// Σ over the targets j and all classes i that are not targets of max(0, 1 - (x[j] - x[i])) / classes (torch's
/// `multilabel_margin_loss`).
///
/// - Parameters:
///   - x: scores: `[batch, classes]`, or `[classes]`.
///   - target: class indices in the scores' shape, with -1 after the last one.
/// - Precondition: every class index is in `0 ..< classes`.
public func multilabelMarginLoss(_ x: Tensor, _ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
    let name = "multilabelMarginLoss"
    requireSameShape(name, x, target)
    let scores = x.scoreRows(name)
    let (batch, classes) = (scores.shape[0], scores.shape[1])
    let index = checkedClasses(target, name, from: -1, below: classes).reshape([batch, classes])
    // Whether there has been no -1 up to here: the number of them so far is a product with a triangle of ones.
    let upTo = (Tensor.arange(classes).unsqueeze(1) .<= Tensor.arange(classes)).to(.float32).onDevice(of: scores)
    let isTarget = ((index .< 0).to(.float32).matmul(upTo)) .== 0
    let labels = Tensor.where(isTarget, index, 0)
    let others = (Tensor.zeros(like: scores, dtype: .float32).scatterAdd(dim: 1, labels, isTarget.to(.float32)) .== 0)
        .unsqueeze(1)
    let hinges = (1 - scores.gather(dim: 1, labels).unsqueeze(2) + scores.unsqueeze(1)).relu()
    let counted = Tensor.where(isTarget.unsqueeze(2).logicalAnd(others), hinges, 0)
    let losses = counted.sum(dim: 1, 2) / Double(max(classes, 1))
    return reduction(x.rank < 2 && reduction == .none ? losses.reshape([]) : losses)
}

/// The mean over the classes of -(y log σ(x) + (1 - y) log σ(-x)) (torch's `multilabel_soft_margin_loss`).
///
/// - Parameters:
///   - x: scores: `[..., classes]`.
///   - target: 0 or 1, in the scores' shape.
///   - weight: a factor for each class, which broadcasts to the scores' shape.
/// - Precondition: the target has the scores' shape.
public func multilabelSoftMarginLoss(
    _ x: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean
) -> Tensor {
    let losses = pointwiseLoss(.binaryCrossEntropyWithLogits, .none, x, target, "multilabelSoftMarginLoss")
    if let weight { requireBroadcast("multilabelSoftMarginLoss", weight, to: losses.shape) }
    let weighted = weight.map { losses * $0 } ?? losses
    return reduction(weighted.mean(dim: -1))
}

/// log(1 + e^(-y x)) for targets y of 1 or -1 (torch's `soft_margin_loss`).
///
/// - Precondition: the target has the prediction's shape.
public func softMarginLoss(_ prediction: Tensor, _ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
    requireSameShape("softMarginLoss", prediction, target)
    return reduction(-(target * prediction).logSigmoid())
}

/// max(0, -y (a - b) + margin): a should exceed b for y = 1, and b should exceed a for y = -1 (torch's `margin_ranking_loss`).
///
/// - Precondition: all three have the same shape.
public func marginRankingLoss(
    _ a: Tensor, _ b: Tensor, _ target: Tensor, margin: Double = 0, reduction: LossReduction = .mean
) -> Tensor {
    requireSameShape("marginRankingLoss", a, b)
    requireSameShape("marginRankingLoss", a, target)
    return reduction((-target * (a - b) + margin).hinge)
}

/// x for targets of 1, max(0, margin - x) for targets of -1 (torch's `hinge_embedding_loss`).
///
/// - Precondition: the target has the shape of x.
public func hingeEmbeddingLoss(
    _ x: Tensor, _ target: Tensor, margin: Double = 1, reduction: LossReduction = .mean
) -> Tensor {
    requireSameShape("hingeEmbeddingLoss", x, target)
    // As in torch, any other target gets both terms.
    return reduction(Tensor.where(target .!= 1, (margin - x).hinge, 0) + Tensor.where(target .!= -1, x, 0))
}

/// Class indices as int64, each checked to be in range.
private func checkedClasses(_ target: Tensor, _ name: String, from low: Int, below classes: Int) -> Tensor {
    if target.dtype.isFloatingPoint || target.dtype == .bool { trap(name, "targets must be indices, got \(target.dtype)") }
    let index = target.detached().to(.int64)
    index.require(.integers(in: low..<classes), "a target", for: name)
    return index
}

extension Tensor {
    /// Scores as [batch, classes]; a scalar has one class.
    fileprivate func scoreRows(_ name: String) -> Tensor {
        if rank > 2 || rank > 0 && shape.last == 0 { trap(name, "scores must be [batch, classes] or [classes], got \(shape)") }
        return rank == 2 ? self : reshape([1, -1])
    }
}

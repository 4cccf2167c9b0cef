/// -(y log p + (1 - y) log(1 - p)) of probabilities, each logarithm held above -100 (torch's `binary_cross_entropy`).
///
/// - Parameter weight: of the losses; broadcasts to their shape.
/// - Precondition: the target has the prediction's shape.
public func binaryCrossEntropy(
    _ prediction: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean
) -> Tensor {
    weighted(weight, reduction) { loss(.binaryCrossEntropy, $0, prediction, target) }
}

/// ``binaryCrossEntropy(_:_:weight:reduction:)`` of sigmoid(x), computed from x so that no tail is lost
/// (torch's `binary_cross_entropy_with_logits`).
///
/// - Parameters:
///   - weight: of the losses; broadcasts to their shape.
///   - posWeight: of the positive targets' part: -(w y log p + (1 - y) log(1 - p)); broadcasts to the losses' shape.
/// - Precondition: the target has the logits' shape.
public func binaryCrossEntropyWithLogits(
    _ logits: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean, posWeight: Tensor? = nil
) -> Tensor {
    weighted(weight, reduction) { reduction in
        guard let posWeight else { return loss(.binaryCrossEntropyWithLogits, reduction, logits, target) }
        requireSameShape("binaryCrossEntropyWithLogits", logits, target)
        let y = target.fitted(to: logits)
        return reduction((1 - y) * logits + ((posWeight - 1) * y + 1) * (-logits).softplus())
    }
}

/// Losses that are first weighted, if there is a weight, and then reduced.
private func weighted(_ weight: Tensor?, _ reduction: LossReduction, _ losses: (LossReduction) -> Tensor) -> Tensor {
    weight.map { reduction(losses(.none) * $0) } ?? losses(reduction)
}

private func loss(_ loss: Loss, _ reduction: LossReduction, _ prediction: Tensor, _ target: Tensor) -> Tensor {
    requireSameShape("\(loss)", prediction, target)
    if !prediction.dtype.isFloatingPoint { trap("\(loss)", "takes floating-point predictions, got \(prediction.dtype)") }
    return Operation.loss(loss, reduction)(prediction, target.fitted(to: prediction))
}

/// -log softmax(logits)[target] (torch's `cross_entropy`).
///
/// - Parameters:
///   - logits: `[batch, classes, ...]`, or `[classes]`.
///   - target: class indices `[batch, ...]`, or probabilities of the logits' shape.
///   - weight: of the classes: `[classes]`. The mean of class indices is then a weighted one.
///   - ignoreIndex: the target of elements that don't count, in the mean neither.
///   - labelSmoothing: the part of the target that is spread over all classes, from 0 to 1.
/// - Precondition: every class index but `ignoreIndex` is in 0 ..< classes.
public func crossEntropy(
    _ logits: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean, ignoreIndex: Int = -100,
    labelSmoothing: Double = 0
) -> Tensor {
    if logits.rank == 0 { trap("crossEntropy", "logits need a dim of classes") }
    if !(0...1).contains(labelSmoothing) { trap("crossEntropy", "a label smoothing of \(labelSmoothing) is not in 0...1") }
    let dim = logits.rank == 1 ? 0 : 1
    let logarithms = logits.logSoftmax(dim: dim)
    let classes = Double(logits.shape[dim])
    if target.dtype.isFloatingPoint {
        requireSameShape("crossEntropy", logits, target)
        let given = target.fitted(to: logits)
        let smooth = labelSmoothing == 0 ? given : given * (1 - labelSmoothing) + labelSmoothing / classes
        let weights = weight.map { smooth * classWeights($0, like: logits, "crossEntropy") } ?? smooth
        let losses = -(logarithms * weights).sum(dim: dim)
        return reduction == .mean ? losses.sum() / Double(losses.count) : reduction(losses)
    }
    let picked = pickedLosses("crossEntropy", logarithms, target, weight, ignoreIndex)
    if labelSmoothing == 0 { return picked.reduced(reduction) }
    let weights = weight.map { logarithms * classWeights($0, like: logits, "crossEntropy") } ?? logarithms
    let all = PickedLosses(
        losses: Tensor.where(picked.counts, -weights.sum(dim: dim), 0), counts: picked.counts, weights: picked.weights)
    return picked.reduced(reduction) * (1 - labelSmoothing) + all.reduced(reduction) * (labelSmoothing / classes)
}

/// -weight[target] · logarithms[target] (torch's `nll_loss`).
///
/// - Parameters:
///   - logarithms: of probabilities: `[batch, classes, ...]`, or `[classes]`.
///   - target: class indices `[batch, ...]`.
///   - weight: of the classes: `[classes]`. The mean is then a weighted one.
///   - ignoreIndex: the target of elements that don't count, in the mean neither.
/// - Precondition: every class index but `ignoreIndex` is in 0 ..< classes.
public func nllLoss(
    _ logarithms: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean, ignoreIndex: Int = -100
) -> Tensor {
    if logarithms.rank == 0 { trap("nllLoss", "logarithms need a dim of classes") }
    return pickedLosses("nllLoss", logarithms, target, weight, ignoreIndex).reduced(reduction)
}

private struct PickedLosses {
    /// 0 where they don't count.
    var losses: Tensor
    var counts: Tensor
    /// Of the losses that count, 0 elsewhere; nil where all are 1.
    var weights: Tensor?

    func reduced(_ reduction: LossReduction) -> Tensor {
        reduction == .mean ? losses.sum() / (weights?.sum() ?? counts.sum()) : reduction(losses)
    }
}

/// What the targets pick along the dim of classes.
private func pickedLosses(_ name: String, _ logarithms: Tensor, _ target: Tensor, _ weight: Tensor?, _ ignored: Int)
    -> PickedLosses
{
    let dim = logarithms.rank == 1 ? 0 : 1
    let expected = Shape(logarithms.shape.indices.filter { $0 != dim }.map { logarithms.shape[$0] })
    if target.shape != expected {
        trap(name, "an input \(logarithms.shape) wants a target \(expected), got \(target.shape)")
    }
    if target.dtype.isFloatingPoint || target.dtype == .bool { trap(name, "a target is of class indices, got \(target.dtype)") }
    let counts = target .!= ignored
    let classes = Tensor.where(counts, target.to(.int64), 0)
    if classes.count > 0, classes.amin().item(as: Int.self) < 0 || classes.amax().item(as: Int.self) >= logarithms.shape[dim] {
        trap(name, "a target is not in 0..<\(logarithms.shape[dim]), nor the index \(ignored) that is ignored")
    }
    let losses = -Operation.gather(dim: dim)(logarithms, classes.unsqueeze(dim)).squeeze(dim)
    guard let weight else { return PickedLosses(losses: Tensor.where(counts, losses, 0), counts: counts) }
    requireClassWeights(weight, logarithms.shape[dim], name)
    let weights = Tensor.where(counts, weight.to(logarithms.dtype).indexSelect(dim: 0, classes.flatten()).reshape(expected), 0)
    return PickedLosses(losses: Tensor.where(counts, losses * weights, 0), counts: counts, weights: weights)
}

private func classWeights(_ weight: Tensor, like logits: Tensor, _ name: String) -> Tensor {
    requireClassWeights(weight, logits.shape[logits.rank == 1 ? 0 : 1], name)
    return weight.reshape(Shape([-1] + Array(repeating: 1, count: max(logits.rank - 2, 0))))
}

func requireClassWeights(_ weight: Tensor, _ classes: Int, _ name: String) {
    if weight.shape != [classes] { trap(name, "a weight \(weight.shape) is not one number for each of \(classes) classes") }
}

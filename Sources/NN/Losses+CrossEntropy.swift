/// -(y log p + (1 - y) log(1 - p)) of probabilities, each logarithm clamped to at least -100 (torch's `binary_cross_entropy`).
///
/// A prediction of NaN is the sign of a diverged model rather than of a mistake: it yields NaN, where torch raises an error.
///
/// - Parameter weight: factors of the losses, which broadcast to their shape.
/// - Precondition: the target has the prediction's shape; predictions and targets are in [0, 1] or NaN. That is checked while
///   the losses are computed, on another device possibly later.
public func binaryCrossEntropy(
    _ prediction: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean
) -> Tensor {
    let name = "binaryCrossEntropy"
    return weighted(weight, reduction, name) { pointwiseLoss(.binaryCrossEntropy, $0, prediction, target, name) }
}

/// ``binaryCrossEntropy(_:_:weight:reduction:)`` of sigmoid(x), computed from x without loss of precision in the tails (torch's
/// `binary_cross_entropy_with_logits`).
///
/// As in torch, targets are not checked: those outside of [0, 1] yield the value of the formula.
///
/// - Parameters:
///   - weight: factors of the losses, which broadcast to their shape.
///   - posWeight: factors w of the positive targets' terms, -(w y log p + (1 - y) log(1 - p)), which broadcast to the losses'
///     shape.
/// - Precondition: the target has the logits' shape.
public func binaryCrossEntropyWithLogits(
    _ logits: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean, posWeight: Tensor? = nil
) -> Tensor {
    let name = "binaryCrossEntropyWithLogits"
    return weighted(weight, reduction, name) { reduction in
        guard let posWeight else { return pointwiseLoss(.binaryCrossEntropyWithLogits, reduction, logits, target, name) }
        requireSameShape(name, logits, target)
        requireBroadcast(name, posWeight, to: logits.shape)
        let y = target.fitted(to: logits)
        return reduction(
            -((1 - y).weighing((-logits).logSigmoid()) + (posWeight * y).weighing(logits.logSigmoid())))
    }
}

/// The losses, weighted if there is a weight, and then reduced.
private func weighted(
    _ weight: Tensor?, _ reduction: LossReduction, _ name: String, _ losses: (LossReduction) -> Tensor
) -> Tensor {
    guard let weight else { return losses(reduction) }
    let plain = losses(.none)
    requireBroadcast(name, weight, to: plain.shape)
    return reduction(plain * weight)
}

/// -log softmax(logits)[target] (torch's `cross_entropy`).
///
/// - Parameters:
///   - logits: `[batch, classes, ...]`, or `[classes]`.
///   - target: class indices `[batch, ...]`, or probabilities in the logits' shape.
///   - weight: a factor for each class, `[classes]`. The mean over class indices is then a weighted one.
///   - ignoreIndex: the target of elements that are ignored, in the mean too.
///   - labelSmoothing: the fraction of the target that is spread over all classes, in 0...1.
/// - Precondition: every class index but `ignoreIndex` is in `0 ..< classes`.
public func crossEntropy(
    _ logits: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean, ignoreIndex: Int = -100,
    labelSmoothing: Double = 0
) -> Tensor {
    if logits.rank == 0 { trap("crossEntropy", "logits must have a dim of classes") }
    if !(0...1).contains(labelSmoothing) { trap("crossEntropy", "labelSmoothing must be in 0...1, got \(labelSmoothing)") }
    let dim = logits.rank == 1 ? 0 : 1
    if target.dtype.isFloatingPoint {
        requireSameShape("crossEntropy", logits, target)
        let given = target.fitted(to: logits)
        let smooth = labelSmoothing == 0 ? given : given * (1 - labelSmoothing) + labelSmoothing / Double(logits.shape[dim])
        let weights = weight.map { smooth * classWeights($0, like: logits, "crossEntropy") } ?? smooth
        let losses = -weights.weighing(logits.logSoftmax(dim: dim)).sum(dim: dim)
        return reduction == .mean ? losses.sum() / Double(losses.count) : reduction(losses)
    }
    let classes = checkedTarget("crossEntropy", logits, target, dim, ignoreIndex)
    if let weight { requireClassWeights(weight, logits.shape[dim], "crossEntropy") }
    let loss = CrossEntropy(dim: dim, reduction, ignored: ignoreIndex, labelSmoothing: labelSmoothing)
    let x = logits.dtype.isFloatingPoint ? logits : logits.to(.default)
    return Operation.crossEntropy(loss)(x, classes, weight?.to(x.dtype))
}

/// -weight[target] · logarithms[target] (torch's `nll_loss`).
///
/// - Parameters:
///   - logarithms: log-probabilities: `[batch, classes, ...]`, or `[classes]`.
///   - target: class indices `[batch, ...]`.
///   - weight: a factor for each class, `[classes]`. The mean is then a weighted one.
///   - ignoreIndex: the target of elements that are ignored, in the mean too.
/// - Precondition: every class index but `ignoreIndex` is in `0 ..< classes`.
public func nllLoss(
    _ logarithms: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean, ignoreIndex: Int = -100
) -> Tensor {
    if logarithms.rank == 0 { trap("nllLoss", "log-probabilities must have a dim of classes") }
    let dim = logarithms.rank == 1 ? 0 : 1
    let given = checkedTarget("nllLoss", logarithms, target, dim, ignoreIndex)
    let counts = given .!= ignoreIndex
    let classes = Tensor.where(counts, given, 0)
    let losses = Tensor.where(counts, -logarithms.gather(dim: dim, classes.unsqueeze(dim)).squeeze(dim), 0)
    guard let weight else { return reduction == .mean ? losses.sum() / counts.sum() : reduction(losses) }
    requireClassWeights(weight, logarithms.shape[dim], "nllLoss")
    let own = weight.to(logarithms.dtype).indexSelect(dim: 0, classes.flatten()).reshape(given.shape)
    let weights = Tensor.where(counts, own, 0)
    return reduction == .mean ? (losses * weights).sum() / weights.sum() : reduction(losses * weights)
}

/// Class indices as int64, checked.
private func checkedTarget(_ name: String, _ x: Tensor, _ target: Tensor, _ dim: Int, _ ignored: Int) -> Tensor {
    let expected = Shape(x.shape.indices.filter { $0 != dim }.map { x.shape[$0] })
    if target.shape != expected { trap(name, "input \(x.shape) needs a target of shape \(expected), got \(target.shape)") }
    if target.dtype.isFloatingPoint || target.dtype == .bool { trap(name, "targets must be indices, got \(target.dtype)") }
    let classes = target.detached().to(.int64)
    let size = x.shape[dim]
    classes.require(.integers(in: 0..<size, ignoring: ignored), "a target", for: name)
    return classes
}

private func classWeights(_ weight: Tensor, like logits: Tensor, _ name: String) -> Tensor {
    requireClassWeights(weight, logits.shape[logits.rank == 1 ? 0 : 1], name)
    return weight.reshape(Shape([-1] + Array(repeating: 1, count: max(logits.rank - 2, 0))))
}

func requireClassWeights(_ weight: Tensor, _ classes: Int, _ name: String) {
    if weight.shape != [classes] { trap(name, "the weight must have shape [\(classes)], got \(weight.shape)") }
}

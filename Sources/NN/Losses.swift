extension LossReduction {
    func callAsFunction(_ losses: Tensor) -> Tensor {
        switch self {
        case .mean: losses.mean()
        case .sum: losses.sum()
        case .none: losses
        }
    }
}

/// -(y log p + (1 - y) log(1 - p)) of probabilities, each logarithm held above -100 (torch's `binary_cross_entropy`).
///
/// - Precondition: the target has the prediction's shape.
public func binaryCrossEntropy(_ prediction: Tensor, _ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
    loss(.binaryCrossEntropy, reduction, prediction, target)
}

/// ``binaryCrossEntropy(_:_:reduction:)`` of sigmoid(x), computed from x so that no tail is lost
/// (torch's `binary_cross_entropy_with_logits`).
///
/// - Precondition: the target has the logits' shape.
public func binaryCrossEntropyWithLogits(_ logits: Tensor, _ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
    loss(.binaryCrossEntropyWithLogits, reduction, logits, target)
}

private func loss(_ loss: Loss, _ reduction: LossReduction, _ prediction: Tensor, _ target: Tensor) -> Tensor {
    requireSameShape("\(loss)", prediction, target)
    if !prediction.dtype.isFloatingPoint { trap("\(loss)", "takes floating-point predictions, got \(prediction.dtype)") }
    return Operation.loss(loss, reduction)(prediction, target.fitted(to: prediction))
}

extension Tensor {
    /// A target in the dtype of the prediction, which is that of the loss.
    fileprivate func fitted(to prediction: Tensor) -> Tensor { prediction.dtype.isFloatingPoint ? to(prediction.dtype) : self }
}

/// (prediction - target)² (torch's `mse_loss`).
///
/// - Precondition: the target has the prediction's shape.
public func mseLoss(_ prediction: Tensor, _ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
    requireSameShape("mseLoss", prediction, target)
    return reduction((prediction - target.fitted(to: prediction)).square())
}

/// -log softmax(logits)[target] (torch's `cross_entropy`).
///
/// - Parameters:
///   - logits: `[batch, classes, ...]`, or `[classes]`.
///   - target: class indices `[batch, ...]`, or probabilities of the logits' shape.
///   - ignoreIndex: the target of elements that don't count, in the mean neither.
/// - Precondition: every class index but `ignoreIndex` is in 0 ..< classes.
public func crossEntropy(
    _ logits: Tensor, _ target: Tensor, reduction: LossReduction = .mean, ignoreIndex: Int = -100
) -> Tensor {
    if logits.rank == 0 { trap("crossEntropy", "logits need a dim of classes") }
    let dim = logits.rank == 1 ? 0 : 1
    let logarithms = logits.logSoftmax(dim: dim)
    if target.dtype.isFloatingPoint {
        requireSameShape("crossEntropy", logits, target)
        let losses = -(logarithms * target.fitted(to: logits)).sum(dim: dim)
        return reduction == .mean ? losses.sum() / Double(losses.count) : reduction(losses)
    }
    var expected = Array(logits.shape)
    expected.remove(at: dim)
    if target.shape != Shape(expected) {
        trap("crossEntropy", "logits \(logits.shape) want a target \(Shape(expected)), got \(target.shape)")
    }
    let counts = target .!= ignoreIndex
    let classes = Tensor.where(counts, target, 0).to(.int64)
    requireClasses(classes, below: logits.shape[dim])
    let losses = Tensor.where(counts, -Operation.gather(dim: dim)(logarithms, classes.unsqueeze(dim)).squeeze(dim), 0)
    return reduction == .mean ? losses.sum() / counts.sum() : reduction(losses)
}

private func requireClasses(_ classes: Tensor, below count: Int) {
    if classes.count == 0 { return }
    let (low, high) = (classes.amin().item(as: Int.self), classes.amax().item(as: Int.self))
    if low < 0 || high >= count {
        trap("crossEntropy", "a target is \(low < 0 ? low : high), there are classes 0 to \(count - 1)")
    }
}

private func requireSameShape(_ loss: @autoclosure () -> String, _ prediction: Tensor, _ target: Tensor) {
    if prediction.shape != target.shape {
        trap(loss(), "a target \(target.shape) does not fit a prediction \(prediction.shape)")
    }
}

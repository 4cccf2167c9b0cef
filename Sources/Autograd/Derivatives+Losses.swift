import Tensor

/// The derivatives of a loss by prediction and target.
func derivative<V: DerivativeVisitor>(of loss: Loss, _ reduction: LossReduction, _ d: V) {
    let byPrediction = Operation.lossGradient(loss, reduction)
    d.of(.first, from: .x, .y) { dy, prediction, target in byPrediction(dy, prediction, target) }
    switch loss {
    case .binaryCrossEntropy:
        d.of(.second, from: .x) { dy, p in reduction.share(of: dy, among: p.shape) * ((-p).log1p() - p.log()) }
    case .binaryCrossEntropyWithLogits:
        d.of(.second, from: .x) { dy, logits in -reduction.share(of: dy, among: logits.shape) * logits }
    case .squaredError, .absoluteError, .huber:
        d.of(.second, from: .x, .y) { dy, prediction, target in -byPrediction(dy, prediction, target) }
    }
}

/// The derivatives of a loss's gradient by cotangent, prediction and target.
func secondDerivative<V: DerivativeVisitor>(of loss: Loss, _ reduction: LossReduction, _ d: V) {
    // The gradient is linear in the cotangent.
    d.of(.first, from: .y, .z) { dy, prediction, target in
        let products = Operation.lossGradient(loss, .none)(dy, prediction, target)
        return switch reduction {
        case .none: products
        case .sum: products.sum()
        case .mean: products.mean()
        }
    }
    func share(_ dy: Tensor, _ cotangent: Tensor) -> Tensor { dy * reduction.share(of: cotangent, among: dy.shape) }
    switch loss {
    case .binaryCrossEntropy:
        /// p (1 - p), kept from 0 as in the gradient.
        func variance(_ p: Tensor) -> Tensor { (p * (1 - p)).maximum(1e-12) }
        d.of(.second, from: .x, .y, .z) { dy, cotangent, p, target in
            share(dy, cotangent) * (p.square() - p * target * 2 + target) / variance(p).square()
        }
        d.of(.third, from: .x, .y) { dy, cotangent, p in
            -dy * reduction.share(of: cotangent, among: dy.shape) / variance(p)
        }
    case .binaryCrossEntropyWithLogits:
        d.of(.second, from: .x, .y) { dy, cotangent, logits in
            share(dy, cotangent) * (logits.sigmoid() * (-logits).sigmoid())
        }
        d.of(.third, from: .x) { dy, cotangent in -dy * reduction.share(of: cotangent, among: dy.shape) }
    case .squaredError:
        d.of(.second, from: .x) { dy, cotangent in share(dy, cotangent) * 2 }
        d.of(.third, from: .x) { dy, cotangent in share(dy, cotangent) * -2 }
    case .absoluteError:
        d.of(.second) { dy in .zeros(like: dy) }
        d.of(.third) { dy in .zeros(like: dy) }
    case .huber:
        func isNear(_ prediction: Tensor, _ target: Tensor) -> Tensor {
            ((prediction - target).abs() .<= 1).to(prediction.dtype)
        }
        d.of(.second, from: .x, .y, .z) { dy, cotangent, prediction, target in
            share(dy, cotangent) * isNear(prediction, target)
        }
        d.of(.third, from: .x, .y, .z) { dy, cotangent, prediction, target in
            -share(dy, cotangent) * isNear(prediction, target)
        }
    }
}

extension LossReduction {
    /// What each element gets of the reduced loss's cotangent.
    fileprivate func share(of cotangent: Tensor, among shape: Shape) -> Tensor {
        switch self {
        case .none, .sum: cotangent
        case .mean: cotangent / Double(max(shape.elementCount, 1))
        }
    }
}

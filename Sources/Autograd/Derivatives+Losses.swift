import Tensor

/// The derivatives of a loss by prediction and target.
func pullback(_ loss: Loss, _ reduction: LossReduction, _ r: Record, _ dy: Tensor) -> Cotangents {
    let byPrediction = Operation.lossGradient(loss, reduction)
    let share = reduction.share(of: dy, among: r.shape)
    return switch loss {
    case .binaryCrossEntropy: r(byPrediction(dy, r.x, r.y), share() * ((-r.x).log1p() - r.x.log()))
    case .binaryCrossEntropyWithLogits: r(byPrediction(dy, r.x, r.y), -share() * r.x)
    case .squaredError, .absoluteError, .huber: r(byPrediction(dy, r.x, r.y), -byPrediction(dy, r.x, r.y))
    }
}

/// The derivatives of a loss's gradient by cotangent, prediction and target.
func secondPullback(_ loss: Loss, _ reduction: LossReduction, _ r: Record, _ dy: Tensor) -> Cotangents {
    let share = reduction.share(of: r.x, among: dy.shape)
    /// The gradient is linear in the cotangent.
    func byCotangent() -> Tensor {
        let products = Operation.lossGradient(loss, .none)(dy, r.y, r.z)
        return switch reduction {
        case .none: products
        case .sum: products.sum()
        case .mean: products.mean()
        }
    }
    switch loss {
    case .binaryCrossEntropy:
        /// p (1 - p), kept from 0 as in the gradient.
        func variance() -> Tensor { (r.y * (1 - r.y)).maximum(1e-12) }
        return r(
            byCotangent(), dy * share() * (r.y.square() - r.y * r.z * 2 + r.z) / variance().square(),
            -dy * share() / variance())
    case .binaryCrossEntropyWithLogits:
        return r(byCotangent(), dy * share() * (r.y.sigmoid() * (-r.y).sigmoid()), -dy * share())
    case .squaredError: return r(byCotangent(), dy * share() * 2, dy * share() * -2)
    case .absoluteError: return r(byCotangent(), .zeros(like: dy), .zeros(like: dy))
    case .huber:
        let isNear = ((r.y - r.z).abs() .<= 1).to(dy.dtype)
        return r(byCotangent(), dy * share() * isNear, -dy * share() * isNear)
    }
}

extension LossReduction {
    /// What each element gets of the reduced loss's cotangent.
    fileprivate func share(of cotangent: @autoclosure @escaping () -> Tensor, among shape: Shape) -> () -> Tensor {
        {
            switch self {
            case .none, .sum: cotangent()
            case .mean: cotangent() / Double(max(shape.elementCount, 1))
            }
        }
    }
}

import Tensor

func pullback(_ loss: CrossEntropy, _ r: Record, _ dy: Tensor) -> Cotangents {
    if r.node.parents.third != nil { trap("gradients", "the cross-entropy has no derivative by the weights of the classes") }
    return r(loss.gradient(dy, r.x, r.y, r.optionalZ))
}

/// The derivatives of the cross-entropy's gradient by cotangent and logits. It is linear in the cotangent, and by the logits what
/// the softmax's is.
func secondPullback(_ loss: CrossEntropy, _ r: Record, _ dy: Tensor) -> Cotangents {
    let (logits, target, weight) = (r.y, r.z, r.node.rest.first.map { Tensor($0) })
    func byCotangent() -> Tensor {
        let products = dy * loss.gradient(.ones(like: r.x), logits, target, weight)
        return loss.reduction == .none ? products.sum(dims: [loss.dim]) : products.sum()
    }
    func byLogits() -> Tensor {
        let p = logits.softmax(dim: loss.dim)
        return (loss.factors(target, weight, logits) * r.x.unsqueezed(loss)) * p
            * (dy - (dy * p).sum(dims: [loss.dim], keepDim: true))
    }
    return r(byCotangent(), byLogits())
}

extension CrossEntropy {
    fileprivate func gradient(_ dy: Tensor, _ logits: Tensor, _ target: Tensor, _ weight: Tensor?) -> Tensor {
        Operation.crossEntropyGradient(self)(dy, logits, target, rest: weight.map { [$0] } ?? [])
    }

    /// What the softmax is multiplied by in the gradient, beside the cotangent.
    fileprivate func factors(_ target: Tensor, _ weight: Tensor?, _ logits: Tensor) -> Tensor {
        let counts = target .!= ignored
        let all = weight ?? Tensor.ones([logits.shape[dim]], dtype: logits.dtype).onDevice(of: logits)
        let own = all.indexSelect(dim: 0, Tensor.where(counts, target, 0).flatten()).reshape(target.shape)
        let weights = Tensor.where(counts, own, 0)
        let factors = Tensor.where(counts, own * (1 - labelSmoothing) + all.mean() * labelSmoothing, 0)
        return (reduction == .mean ? factors / weights.sum() : factors).unsqueeze(dim)
    }
}

extension Tensor {
    fileprivate func unsqueezed(_ loss: CrossEntropy) -> Tensor { loss.reduction == .none ? unsqueeze(loss.dim) : self }
}

import Tensor

func derivative<V: DerivativeVisitor>(of loss: CrossEntropy, _ d: V) {
    d.of(.first, from: .x, .y, .optionalZ) { dy, logits, target, weight in loss.gradient(dy, logits, target, weight) }
    d.of(.third) { _ in trap("gradients", "the cross-entropy has no derivative by the weights of the classes") }
}

/// The derivatives of the cross-entropy's gradient by cotangent and logits. It is linear in the cotangent, and by the logits it is
/// what the softmax's is.
func secondDerivative<V: DerivativeVisitor>(of loss: CrossEntropy, _ d: V) {
    d.of(.first, from: .shape, .y, .z, .rest) { dy, shape, logits, target, weight in
        let one = Tensor.zeros(shape, like: logits) + 1
        let products = dy * loss.gradient(one, logits, target, weight.first?.detached())
        return loss.reduction == .none ? products.sum(dims: [loss.dim]) : products.sum()
    }
    d.of(.second, from: .x, .y, .z, .rest) { dy, cotangent, logits, target, weight in
        let p = logits.softmax(dim: loss.dim)
        return (loss.factors(target, weight.first?.detached(), logits) * cotangent.unsqueezed(loss)) * p
            * (dy - (dy * p).sum(dims: [loss.dim], keepDim: true))
    }
}

extension CrossEntropy {
    fileprivate func gradient(_ dy: Tensor, _ logits: Tensor, _ target: Tensor, _ weight: Tensor?) -> Tensor {
        Operation.crossEntropyGradient(self)(dy, logits, target, rest: weight.map { [$0] } ?? [])
    }

    /// What the softmax is multiplied by in the gradient, apart from the cotangent.
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

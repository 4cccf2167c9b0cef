import Tensor

/// The derivatives of `scatterReduce` by the tensor and by the source.
func pullback(_ reduction: ScatterReduction, dim: Int, _ r: Record, _ dy: Tensor) -> Cotangents {
    switch reduction {
    case .max, .min:
        // Equal elements share the gradient.
        let own = (r.x .== r.result).to(dy.dtype)
        let others = (r.z .== r.result.gather(dim: dim, r.y)).to(dy.dtype)
        let share = dy / own.scatterAdd(dim: dim, r.y, others).maximum(1)
        return r(share * own, nil, share.gather(dim: dim, r.y) * others)
    case .product:
        let product = Operation.scatterReduce(dim: dim, .product)
        func bySource() -> Tensor {
            // The product of the others: where one factor is zero, only its own derivative is not.
            let zero = r.z .== 0
            let zeros = (r.x .== 0).to(.int64).scatterAdd(dim: dim, r.y, zero).gather(dim: dim, r.y)
            let nonzero = r.z.maskedFill(zero, 1)
            let others = (dy * product(r.x, r.y, nonzero)).gather(dim: dim, r.y)
            let regular = (dy * r.result).gather(dim: dim, r.y) / nonzero
            return Tensor.where(zero, Tensor.where(zeros .== 1, others, 0), regular)
        }
        return r(dy * product(.ones(like: r.x), r.y, r.z), nil, bySource())
    }
}

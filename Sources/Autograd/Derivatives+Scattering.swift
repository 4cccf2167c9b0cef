import Tensor

/// The derivatives of `scatterReduce` by the tensor and by the source.
func derivative<V: DerivativeVisitor>(of reduction: ScatterReduction, dim: Int, _ d: V) {
    switch reduction {
    case .max, .min:
        let (wantsFirst, wantsThird) = (d.wants(.first), d.wants(.third))
        d.ofAll(from: .x, .y, .z, .result) { dy, x, index, source, result in
            // Equal elements share the gradient.
            let own = (x .== result).to(dy.dtype)
            let others = (source .== result.gather(dim: dim, index)).to(dy.dtype)
            let share = dy / own.scatterAdd(dim: dim, index, others).maximum(1)
            return Cotangents(
                first: wantsFirst ? share * own : nil, third: wantsThird ? share.gather(dim: dim, index) * others : nil)
        }
    case .product:
        let product = Operation.scatterReduce(dim: dim, .product)
        d.of(.first, from: .y, .z) { dy, index, source in dy * product(.ones(like: dy), index, source) }
        d.of(.third, from: .x, .y, .z, .result) { dy, x, index, source, result in
            // The product of the others: where one factor is zero, only its own derivative is not.
            let zero = source .== 0
            let zeros = (x .== 0).to(.int64).scatterAdd(dim: dim, index, zero).gather(dim: dim, index)
            let nonzero = source.maskedFill(zero, 1)
            let others = (dy * product(x, index, nonzero)).gather(dim: dim, index)
            let regular = (dy * result).gather(dim: dim, index) / nonzero
            return Tensor.where(zero, Tensor.where(zeros .== 1, others, 0), regular)
        }
    }
}

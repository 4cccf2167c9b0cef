import Tensor

/// The derivative of a scan along a dim. What an element adds to, all from it on, is a scan from the other end.
func derivative<V: DerivativeVisitor>(of scan: Scan, along dim: Int, _ d: V) {
    func rest(_ x: Tensor) -> Tensor { Operation.scan(.sum, dim: dim)(x.flip(dim)).flip(dim) }
    switch scan {
    case .sum: d.of(.first) { dy in dy.rank == 0 ? dy : rest(dy) }
    case .product:
        d.of(.first, from: .x, .result) { dy, x, products in
            if dy.rank == 0 { return dy }
            if !(x .== 0).any().item(as: Bool.self) { return rest(dy * products) / x }
            // Σ dyⱼ (product of the elements up to j without i) over j ≥ i, right to any order where some elements are zero.
            let before = Operation.scan(.product, dim: dim)(x.shifted(by: -1, along: dim, filling: 1))
            return before * dy.recurrence(x.shifted(by: 1, along: dim, filling: 0), along: dim)
        }
    case .logSumExp:
        d.of(.first, from: .x, .result) { dy, x, result in
            if dy.rank == 0 { return dy }
            // Σ dyⱼ exp(xᵢ - yⱼ) over j ≥ i: step by step no exponent is positive. From the first +inf on, the infinite elements
            // so far share the slope: their logarithms count as 0, the others' as -inf.
            let (isLast, isInfinite) = (result .== Double.infinity, x .== Double.infinity)
            let x = Tensor.where(isLast, Tensor.where(isInfinite, 0, Tensor.full(like: x, -Double.infinity)), x)
            let y = Tensor.where(isLast, isInfinite.cumsum(dim: dim).to(dy.dtype).log(), result)
            let next = y.shifted(by: 1, along: dim, filling: .infinity)
            let isNextInfinite = isLast.to(dy.dtype).shifted(by: 1, along: dim, filling: 0) .> 0
            let factor = exponential(y - next, unless: next)
            let sums = dy.recurrence(Tensor.where(isNextInfinite .& isLast.logicalNot(), 0, factor), along: dim)
            return sums * exponential(x - y, unless: y)
        }
    }
}

/// eˣ, 0 where `logarithm` is that of 0.
private func exponential(_ x: Tensor, unless logarithm: Tensor) -> Tensor {
    let isZero = logarithm .== -Double.infinity
    return Tensor.where(isZero, 0, Tensor.where(isZero, 0, x).exp())
}

extension Tensor {
    /// s(i) = self(i) + factor(i) s(i + 1) along a dim, found by doubling, so that it can be differentiated.
    fileprivate func recurrence(_ factor: Tensor, along dim: Int) -> Tensor {
        var (sum, factor, step) = (self, factor, 1)
        while step < shape[dim] {
            sum = sum + factor * sum.shifted(by: step, along: dim, filling: 0)
            factor = factor * factor.shifted(by: step, along: dim, filling: 0)
            step *= 2
        }
        return sum
    }

    /// Element i is this one's i + step.
    fileprivate func shifted(by step: Int, along dim: Int, filling value: Double) -> Tensor {
        let size = shape[dim]
        let count = Swift.min(Swift.abs(step), size)
        let kept = narrow(dim: dim, start: step > 0 ? count : 0, length: size - count)
        let filled = Tensor.full(like: narrow(dim: dim, start: 0, length: count), value)
        return .concatenate(step > 0 ? [kept, filled] : [filled, kept], dim: dim)
    }
}

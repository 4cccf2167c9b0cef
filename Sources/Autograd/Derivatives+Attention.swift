import Tensor

/// The derivatives by queries, keys and values share the weights, so they are computed as one. A mask whose gradient is wanted
/// needs all scores anyway.
func pullback(_ attention: Attention, _ r: Record, _ dy: Tensor) -> Cotangents {
    if r.node.parents.rest.contains(where: { $0 != nil }) {
        let (_, gradients) = vjp(
            of: { attention.composed($0[0], $0[1], $0[2], mask: $0[3]) }, at: r.operands, cotangent: dy,
            createGraph: r.isDifferentiable)
        return Cotangents(gradients)
    }
    let (q, k, v) = (r.x, r.y, r.z)
    let packed = Operation.attentionGradient(attention)(dy, q, k, rest: [v] + r.rest)
    func part(_ start: Int, like x: Tensor) -> Tensor { packed.narrow(dim: 0, start: start, length: x.count).reshape(x.shape) }
    return r(part(0, like: q), part(q.count, like: k), part(q.count + k.count, like: v))
}

/// The derivatives of the gradient, by way of the operations that the primitive stands for.
func secondPullback(_ attention: Attention, _ r: Record, _ dy: Tensor) -> Cotangents {
    let mask = r.rest.dropFirst().first
    let (_, gradients) = vjp(
        of: { operands in
            let (_, gradients) = vjp(
                of: { attention.composed($0[0], $0[1], $0[2], mask: mask) }, at: Array(operands.dropFirst()),
                cotangent: operands[0], createGraph: true)
            return .concatenate(gradients.map { $0.flatten() })
        }, at: Array(r.operands.prefix(4)), cotangent: dy, createGraph: r.isDifferentiable)
    return Cotangents(gradients)
}

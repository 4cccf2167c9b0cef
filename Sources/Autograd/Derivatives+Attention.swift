import Tensor

/// The derivatives by queries, keys and values share the weights, so they are computed as one. A mask whose gradient is wanted
/// needs all scores anyway.
func derivative<V: DerivativeVisitor>(of attention: Attention, _ d: V) {
    if d.wants(.rest) {
        return d.ofAll(from: .operands, .createGraph) { dy, operands, createGraph in
            let (_, gradients) = vjp(
                of: { attention.composed($0[0], $0[1], $0[2], mask: $0[3]) }, at: operands, cotangent: dy,
                createGraph: createGraph)
            return Cotangents(gradients)
        }
    }
    d.ofAll(from: .operands, .wanted) { dy, operands, wanted in
        let (q, k, v) = (operands[0], operands[1], operands[2])
        let packed = Operation.attentionGradient(attention)(dy, q, k, rest: Array(operands.dropFirst(2)))
        func segment(_ start: Int, like x: Tensor) -> Tensor {
            packed.narrow(dim: 0, start: start, length: x.count).reshape(x.shape)
        }
        return Cotangents(wanted, segment(0, like: q), segment(q.count, like: k), segment(q.count + k.count, like: v))
    }
}

/// The derivatives of the gradient, by way of the operations that the primitive stands for.
func secondDerivative<V: DerivativeVisitor>(of attention: Attention, _ d: V) {
    d.ofAll(from: .operands, .createGraph) { dy, operands, createGraph in
        let mask = operands.dropFirst(4).first
        let (_, gradients) = vjp(
            of: { operands in
                let (_, gradients) = vjp(
                    of: { attention.composed($0[0], $0[1], $0[2], mask: mask) }, at: Array(operands.dropFirst()),
                    cotangent: operands[0], createGraph: true)
                return .concatenate(gradients.map { $0.flatten() })
            }, at: Array(operands.prefix(4)), cotangent: dy, createGraph: createGraph)
        return Cotangents(gradients)
    }
}

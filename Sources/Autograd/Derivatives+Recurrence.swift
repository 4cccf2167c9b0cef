import Tensor

/// The derivatives by all operands come of one walk back through the steps.
func pullback(_ recurrence: Recurrence, _ r: Record, _ dy: Tensor) -> Cotangents {
    let operands = Array(r.operands.dropFirst())
    let packed = Operation.recurrentGradient(recurrence)(dy, r.x, operands[0], rest: Array(operands.dropFirst()))
    var start = 0
    let gradients: [Tensor?] = operands.map { operand in
        defer { start += operand.count }
        return packed.narrow(dim: 0, start: start, length: operand.count).reshape(operand.shape)
    }
    return Cotangents([nil] + gradients)
}

/// The derivatives of the gradient, by way of the operations that the primitive stands for.
func secondPullback(_ recurrence: Recurrence, _ r: Record, _ dy: Tensor) -> Cotangents {
    var operands = r.operands
    operands.remove(at: 1)
    let (_, gradients) = vjp(
        of: { operands in
            let (_, gradients) = vjp(
                of: { recurrence.composed($0[0], $0[1], $0[2], $0.dropFirst(3).first) }, at: Array(operands.dropFirst()),
                cotangent: operands[0], createGraph: true)
            return .concatenate(gradients.map { $0.flatten() })
        }, at: operands, cotangent: dy, createGraph: r.isDifferentiable)
    var cotangents: [Tensor?] = gradients
    cotangents.insert(nil, at: 1)
    return Cotangents(cotangents)
}

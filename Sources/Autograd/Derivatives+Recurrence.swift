import Tensor

/// The derivatives by all operands are computed together, in one pass back through the steps.
func derivative<V: DerivativeVisitor>(of recurrence: Recurrence, _ d: V) {
    d.ofAll(from: .operands) { dy, all in
        let operands = Array(all.dropFirst())
        let packed = Operation.recurrentGradient(recurrence)(dy, all[0], operands[0], rest: Array(operands.dropFirst()))
        var start = 0
        let gradients: [Tensor?] = operands.map { operand in
            defer { start += operand.count }
            return packed.narrow(dim: 0, start: start, length: operand.count).reshape(operand.shape)
        }
        return Cotangents([nil] + gradients)
    }
}

/// The derivatives of the gradient, by way of the operations that the primitive stands for.
func secondDerivative<V: DerivativeVisitor>(of recurrence: Recurrence, _ d: V) {
    d.ofAll(from: .operandsButSecond, .createGraph) { dy, operands, createGraph in
        let (_, gradients) = vjp(
            of: { operands in
                let (_, gradients) = vjp(
                    of: {
                        let (c, bias) = recurrence.named($0.dropFirst(3).first)
                        return recurrence.composed($0[0], $0[1], $0[2], c: c, bias: bias)
                    }, at: Array(operands.dropFirst()),
                    cotangent: operands[0], createGraph: true)
                return .concatenate(gradients.map { $0.flatten() })
            }, at: operands, cotangent: dy, createGraph: createGraph)
        var cotangents: [Tensor?] = gradients
        cotangents.insert(nil, at: 1)
        return Cotangents(cotangents)
    }
}

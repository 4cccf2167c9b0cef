/// Watches tensors: derivatives, graph capture and profilers are tracers.
///
/// A tensor carries at most one. An operation that finds a tracer on an operand tells it what happened, and its result
/// carries what the tracer answers.
public protocol Tracer: AnyObject, Sendable {
    /// `result` is what `operation` made of its operands, of which at least one carries this tracer. Operands are passed one
    /// by one since gathering them would cost more than a small operation; those past the third are in `rest`.
    ///
    /// - Returns: the tracer of the result.
    func record(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor
    ) -> (any Tracer)?
}

extension Operation {
    /// Computes the primitive on the operands' device, and tells the tracer, if an operand carries one.
    public func callAsFunction(_ x: Tensor, _ y: Tensor? = nil, _ z: Tensor? = nil, rest: [Tensor] = []) -> Tensor {
        let device = x.device
        if y.map({ $0.device != device }) ?? false || z.map({ $0.device != device }) ?? false
            || rest.contains(where: { $0.device != device })
        {
            return callOnOneDevice(x, y, z, rest)
        }
        var result: Tensor
        if let capture = Capture.now {
            if device != .cpu { trap("capture", "takes tensors of the CPU, got one on \(device)") }
            result = capture.compute(self, x, y, z, rest)
        } else if device == .cpu {
            result = CPU().compute(self, x, y, z, rest)
        } else {
            result = Backends.compute(self, on: device, x, y, z, rest)
        }
        if let tracer = x.tracer ?? y?.tracer ?? z?.tracer ?? Operation.tracer(rest) {
            result.tracer = tracer.record(self, x, y, z, rest, result)
        }
        return result
    }

    /// Of at least one operand.
    func callAsFunction(all operands: [Tensor]) -> Tensor {
        self(
            operands[0], operands.count > 1 ? operands[1] : nil, operands.count > 2 ? operands[2] : nil,
            rest: Array(operands.dropFirst(3)))
    }

    /// All operands in order.
    public static func all(_ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor]) -> [Tensor] {
        [x, y, z].compactMap(\.self) + rest
    }

    private static func tracer(_ tensors: [Tensor]) -> (any Tracer)? {
        for tensor in tensors { if let tracer = tensor.tracer { return tracer } }
        return nil
    }
}

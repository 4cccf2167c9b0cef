extension Operation {
    /// Computes the primitive on the operands' device, and tells the tracers: that of the task, and that of an operand.
    public func callAsFunction(_ x: Tensor, _ y: Tensor? = nil, _ z: Tensor? = nil, rest: [Tensor] = []) -> Tensor {
        let device = x.device
        if y.map({ $0.device != device }) ?? false || z.map({ $0.device != device }) ?? false
            || rest.contains(where: { $0.device != device })
        {
            return callOnOneDevice(x, y, z, rest)
        }
        var result: Tensor
        if let scope = TracingScope.current {
            result = compute(x, y, z, rest, in: scope)
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

    @inline(never)
    private func compute(
        _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], in scope: TracingScope
    ) -> Tensor {
        let result = TracingScope.suspended {
            let device = x.device
            let result = device == .cpu ? CPU().compute(self, x, y, z, rest) : Backends.compute(self, on: device, x, y, z, rest)
            // A custom operation may give any tensor, each time another one: it is no view.
            return if case .custom = self { Backends.existing(result.device).compute(.copy, result, nil, nil, []) } else {
                result
            }
        }
        _ = scope.tracer.record(self, x, y, z, rest, result)
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

/// Tells the task's tracer that the elements of a tensor are about to be read or written past the primitives, which a graph cannot repeat.
///
/// Every way from host code to a tensor's memory calls this. Kernels do not: what they do is a primitive, which the dispatcher tells of.
///
/// - Parameter access: what happens, as messages say it: "reads", "writes to", "takes the address of".
@inline(__always)
package func noteHostAccess(_ tensor: Tensor, _ access: String) {
    if let tracer = GraphTracer.current { tracer.noteHostAccess(tensor, access) }
}

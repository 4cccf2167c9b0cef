/// Watches tensors: derivatives, graph capture and profilers are tracers.
///
/// A tensor carries at most one. An operation that finds a tracer on an operand tells it what happened, and its result
/// carries what the tracer answers.
public protocol Tracer: AnyObject, Sendable {
    /// `result` is what `operation` made of `operands`, of which at least one carries this tracer. Returns the tracer of the result.
    func record(_ operation: Operation, _ operands: Operands, _ result: Tensor) -> (any Tracer)?
}

/// The operands of a primitive: up to three in place, more (of ``Operation/concatenate(dim:)`` and custom ones) behind them.
public struct Operands: Sendable {
    public var first: Tensor
    public var second: Tensor?
    public var third: Tensor?
    public var rest: [Tensor]

    @inline(__always)
    public init(_ first: Tensor, _ second: Tensor? = nil, _ third: Tensor? = nil) {
        self.first = first
        self.second = second
        self.third = third
        rest = []
    }

    /// At least one tensor.
    public init(_ tensors: [Tensor]) {
        first = tensors[0]
        second = tensors.count > 1 ? tensors[1] : nil
        third = tensors.count > 2 ? tensors[2] : nil
        rest = tensors.count > 3 ? Array(tensors[3...]) : []
    }

    /// All of them, in order.
    public var all: [Tensor] {
        var all = [first]
        if let second { all.append(second) }
        if let third { all.append(third) }
        return all + rest
    }

    /// The first tracer that an operand carries.
    var tracer: (any Tracer)? {
        if let tracer = first.tracer { return tracer }
        if let tracer = second?.tracer { return tracer }
        if let tracer = third?.tracer { return tracer }
        for tensor in rest { if let tracer = tensor.tracer { return tracer } }
        return nil
    }
}

extension Operation {
    /// Computes the primitive on the operands' device, and tells the tracer, if an operand carries one.
    public func callAsFunction(_ operands: Operands) -> Tensor {
        let device = operands.first.device
        if let second = operands.second, second.device != device { mixedDevices(operands) }
        if let third = operands.third, third.device != device { mixedDevices(operands) }
        for tensor in operands.rest where tensor.device != device { mixedDevices(operands) }
        var result = withExtendedLifetime(operands) { Backends.existing(device).compute(self, operands) }
        if let tracer = operands.tracer { result.tracer = tracer.record(self, operands, result) }
        return result
    }

    @inline(__always)
    func callAsFunction(_ first: Tensor, _ second: Tensor? = nil, _ third: Tensor? = nil) -> Tensor {
        self(Operands(first, second, third))
    }

    private func mixedDevices(_ operands: Operands) -> Never {
        trap("\(self)", "operands on different devices: " + operands.all.map(\.device.description).joined(separator: ", "))
    }
}

import Tensor

/// Computes the cotangents of a node's operands from that of its result, where they are wanted.
struct Pullback: DerivativeVisitor {
    let context: BackwardContext
    /// The cotangent of the result.
    let dy: Tensor
    var cotangents = Cotangents()

    init(_ context: BackwardContext, _ dy: Tensor) {
        self.context = context
        self.dy = dy
    }

    @inline(__always)
    func wants(_ operand: Operands) -> Bool {
        switch operand {
        case .first: context.node.parents.first != nil
        case .second: context.node.parents.second != nil
        case .third: context.node.parents.third != nil
        default: context.node.parents.wanted.contains(operand)
        }
    }

    @inline(__always)
    mutating func cotangent(of operand: Operands, reading inputs: SavedInputs.Set, _ compute: (Pullback) -> Tensor) {
        if !wants(operand) { return }
        switch operand {
        case .first: cotangents.first = compute(self)
        case .second: cotangents.second = compute(self)
        case .third: cotangents.third = compute(self)
        default: trap("gradients", "the operands past the third have their cotangents together")
        }
    }

    @inline(__always)
    mutating func cotangents(reading inputs: SavedInputs.Set, _ compute: (Pullback) -> Cotangents) {
        cotangents = compute(self)
    }
}

/// The derivative of the loss by each operand; nil where it is zero or not wanted.
struct Cotangents {
    var first, second, third: Tensor?
    var rest: [Tensor?] = []
}

extension Cotangents {
    /// Of all operands, in order.
    init(_ all: [Tensor?]) {
        first = all.first ?? nil
        second = all.count > 1 ? all[1] : nil
        third = all.count > 2 ? all[2] : nil
        rest = all.count > 3 ? Array(all[3...]) : []
    }

    /// Computes those that are wanted.
    init(
        _ wanted: Operands, _ first: @autoclosure () -> Tensor, _ second: @autoclosure () -> Tensor? = nil,
        _ third: @autoclosure () -> Tensor? = nil
    ) {
        self.first = wanted.contains(.first) ? first() : nil
        self.second = wanted.contains(.second) ? second() : nil
        self.third = wanted.contains(.third) ? third() : nil
    }
}

import Tensor

/// Computes the cotangents of a node's operands from that of its result, where they are wanted.
///
/// It is passed on as it is and writes through a pointer: were it changed itself, each line of the table would count references
/// to all that it holds, which costs more than a small operation.
struct Pullback: DerivativeVisitor {
    let context: BackwardContext
    /// The cotangent of the result.
    let dy: Tensor
    let cotangents: UnsafeMutablePointer<Cotangents>

    /// The cotangents of the operands.
    @inline(__always)
    static func cotangents(_ context: BackwardContext, _ dy: Tensor) -> Cotangents {
        var cotangents = Cotangents()
        withUnsafeMutablePointer(to: &cotangents) {
            derivative(of: context.node.operation!, Pullback(context: context, dy: dy, cotangents: $0))
        }
        return cotangents
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
    func cotangent(of operand: Operands, reading inputs: SavedInputs.Set, _ compute: (BackwardContext, Tensor) -> Tensor) {
        if !wants(operand) { return }
        switch operand {
        case .first: cotangents.pointee.first = compute(context, dy)
        case .second: cotangents.pointee.second = compute(context, dy)
        case .third: cotangents.pointee.third = compute(context, dy)
        default: trap("gradients", "the operands past the third have their cotangents together")
        }
    }

    @inline(__always)
    func cotangents(reading inputs: SavedInputs.Set, _ compute: (BackwardContext, Tensor) -> Cotangents) {
        cotangents.pointee = compute(context, dy)
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

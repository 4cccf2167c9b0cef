import Tensor

/// What happened, as a derivative sees it: the tensors that were saved, and whose gradient is wanted.
struct Record {
    let node: Node
    /// Whether the derivative is itself recorded. Then the saved tensors are put back on the graph.
    let isDifferentiable: Bool

    @inline(__always)
    private func read(_ elements: Elements?, _ maker: @autoclosure () -> Node?) -> Tensor {
        guard let elements else { trap("\(node.operation!)", "its derivative reads a tensor that was not saved") }
        var tensor = Tensor(elements)
        if isDifferentiable { tensor.tracer = maker() }
        return tensor
    }

    /// The first, second and third operand.
    var x: Tensor { read(node.first, node.parents.first) }
    var y: Tensor { read(node.second, node.parents.second) }
    var z: Tensor { read(node.third, node.parents.third) }

    /// An operand that may be absent.
    var optionalY: Tensor? { node.second == nil ? nil : y }
    var optionalZ: Tensor? { node.third == nil ? nil : z }

    var result: Tensor { read(node.result, node) }

    /// The first operand's.
    var shape: Shape { node.shape }

    /// All operands, of a custom operation.
    var operands: [Tensor] {
        var tensors = [x]
        if node.second != nil { tensors.append(y) }
        if node.third != nil { tensors.append(z) }
        return tensors + rest
    }

    /// The operands past the third.
    var rest: [Tensor] { zip(node.rest, node.parents.rest).map { read($0, $1) } }

    /// The cotangents of the operands, computed where they are wanted.
    func callAsFunction(
        _ first: @autoclosure () -> Tensor, _ second: @autoclosure () -> Tensor? = nil,
        _ third: @autoclosure () -> Tensor? = nil
    ) -> Cotangents {
        Cotangents(
            first: node.parents.first == nil ? nil : first(), second: node.parents.second == nil ? nil : second(),
            third: node.parents.third == nil ? nil : third())
    }
}

/// The derivative of the loss by each operand; nil where it is zero or not wanted.
struct Cotangents {
    var first, second, third: Tensor?
    var rest: [Tensor?] = []
}

extension Cotangents {
    init(_ all: [Tensor?]) {
        first = all.first ?? nil
        second = all.count > 1 ? all[1] : nil
        third = all.count > 2 ? all[2] : nil
        rest = all.count > 3 ? Array(all[3...]) : []
    }
}

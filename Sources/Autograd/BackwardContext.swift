import Tensor

/// What was kept of an operation, as its derivative sees it.
struct BackwardContext {
    let node: Node
    /// Whether the derivative is itself recorded. Then the saved tensors get back their tracers.
    let createGraph: Bool

    @inline(__always)
    private func read(_ saved: SavedTensor?, _ maker: @autoclosure () -> Node?) -> Tensor {
        guard let saved else { trap(node.operation!.name, "its derivative reads an operand that is absent") }
        var tensor = Tensor(saved)
        if createGraph { tensor.tracer = maker() }
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

    /// All operands.
    var operands: [Tensor] {
        var tensors = [x]
        if node.second != nil { tensors.append(y) }
        if node.third != nil { tensors.append(z) }
        return tensors + rest
    }

    /// The operands past the third.
    var rest: [Tensor] { zip(node.rest, node.parents.rest).map { read($0, $1) } }
}

import Tensor

/// The derivatives of one tensor by the leaves that led to it: a value, asked for by leaf.
public struct Gradients: Sendable {
    /// Few leaves are found by looking at each, many by a table.
    private static let fewest = 16

    private var leaves: [Node] = []
    private var tensors: [Tensor] = []
    private var positions: [ObjectIdentifier: Int] = [:]

    /// The derivative by a parameter or a leaf; nil where none reached it.
    public subscript(_ leaf: Tensor) -> Tensor? { leaf.node.flatMap { self[$0] } }

    /// The derivative by a parameter; nil where none reached it.
    public subscript(_ parameter: ParameterCell) -> Tensor? { self[parameter.leaf] }

    subscript(_ leaf: Node) -> Tensor? { position(of: leaf).map { tensors[$0] } }

    /// The number of leaves that gradients reached.
    public var count: Int { leaves.count }

    /// Other gradients in place of these, for clipping and scaling.
    public func mapValues(_ transform: (Tensor) -> Tensor) -> Gradients {
        var copy = self
        copy.tensors = tensors.map(transform)
        return copy
    }

    /// All derivatives, in no particular order.
    public var values: [Tensor] { tensors }

    /// The sum with the gradients of another batch.
    public static func + (a: Gradients, b: Gradients) -> Gradients {
        var sum = a
        for (leaf, tensor) in zip(b.leaves, b.tensors) { sum.add(tensor, for: leaf) }
        return sum
    }

    mutating func add(_ tensor: Tensor, for leaf: Node) {
        if let position = position(of: leaf) {
            tensors[position] = tensors[position] + tensor
            return
        }
        leaves.append(leaf)
        tensors.append(tensor)
        if leaves.count > Gradients.fewest {
            let known = positions.count
            for position in known..<leaves.count { positions[ObjectIdentifier(leaves[position])] = position }
        }
    }

    private func position(of leaf: Node) -> Int? {
        if positions.isEmpty { return leaves.firstIndex { $0 === leaf } }
        return positions[ObjectIdentifier(leaf)]
    }
}

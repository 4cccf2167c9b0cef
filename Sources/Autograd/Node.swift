import Tensor

/// A node of the graph: the operation that made a tensor, links to the nodes of its operands, and what its derivative will read.
/// It is the tracer of that tensor.
///
/// Saved tensors are detached, and the links to the parents lie apart from them, so that a node never keeps itself alive.
///
/// `@unchecked Sendable`: all fields are constant, but the parents, which only `deinit` changes, when nobody else has the node.
final class Node: Tracer, @unchecked Sendable {
    /// Nil for a leaf.
    let operation: Operation?

    /// The length of the longest path to a leaf. A node is deeper than its parents, so the backward pass goes from the deepest up.
    let depth: Int

    /// The operands and the result, where the derivative reads them.
    let first, second, third, result: SavedTensor?
    let rest: [SavedTensor]

    /// The first operand's.
    let shape: Shape
    let dtype: DType

    /// The sizes of the operands along the dim of a concatenation.
    let extents: [Int]

    /// The source location of the call, where anomalies are detected.
    let origin: String?

    /// The nodes of the operands; nil where no gradient is wanted.
    private(set) var parents: Parents

    struct Parents {
        var first, second, third: Node?
        var rest: [Node?] = []

        /// The operands that have a node: those whose gradient is wanted.
        var wanted: Operands {
            var wanted: Operands = []
            if first != nil { wanted.insert(.first) }
            if second != nil { wanted.insert(.second) }
            if third != nil { wanted.insert(.third) }
            if !rest.isEmpty, rest.contains(where: { $0 != nil }) { wanted.insert(.rest) }
            return wanted
        }

        func forEach(_ body: (Node) -> Void) {
            if let first { body(first) }
            if let second { body(second) }
            if let third { body(third) }
            for case let node? in rest { body(node) }
        }
    }

    /// A leaf.
    init() {
        operation = nil
        depth = 0
        (first, second, third, result) = (nil, nil, nil, nil)
        (rest, extents) = ([], [])
        shape = Shape()
        dtype = .default
        origin = nil
        parents = Parents()
    }

    init(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor, _ parents: Parents,
        origin: String? = nil
    ) {
        self.operation = operation
        self.parents = parents
        var deepest = 0
        parents.forEach { deepest = max(deepest, $0.depth) }
        depth = deepest + 1
        shape = x.shape
        dtype = x.dtype
        self.origin = origin
        let saved = SavedInputs.of(operation, wanted: parents.wanted)
        first = saved.contains(.first) ? SavedTensor(of: x) : nil
        second = saved.contains(.second) ? y.map { SavedTensor(of: $0) } : nil
        third = saved.contains(.third) ? z.map { SavedTensor(of: $0) } : nil
        self.result = saved.contains(.result) ? SavedTensor(of: result) : nil
        self.rest = saved.contains(.rest) ? rest.map { SavedTensor(of: $0) } : []
        if case .concatenate(let dim) = operation {
            extents = Operation.all(x, y, z, rest).map { $0.shape[dim] }
        } else {
            extents = []
        }
    }

    func record(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor
    ) -> (any Tracer)? {
        let mode = Mode.current
        guard result.dtype.isFloatingPoint, mode.recording else { return nil }
        let parents = Parents(first: x.node, second: y?.node, third: z?.node, rest: rest.isEmpty ? [] : rest.map(\.node))
        let origin = mode.detectsAnomalies ? callSite() ?? "an unknown location" : nil
        return Node(operation, x, y, z, rest, result, parents, origin: origin)
    }

    /// Releasing a long chain would recurse as deep as it is long. Past this depth it is taken apart link by link.
    private static let safeDepth = 1000

    deinit {
        if depth <= Node.safeDepth { return }
        var chain: [Node] = []
        take(into: &chain)
        while var node = chain.popLast() {
            if isKnownUniquelyReferenced(&node) { node.take(into: &chain) }
        }
    }

    private func take(into chain: inout [Node]) {
        parents.forEach { chain.append($0) }
        parents = Parents()
    }
}

extension Tensor {
    /// The node of the graph that made the tensor; nil where no gradient is wanted.
    var node: Node? { tracer as? Node }

    /// The same elements as a leaf of a new graph, so that operations on them are recorded (torch's `requires_grad_`).
    ///
    /// ```swift
    /// let x = Tensor([1.0, 2, 3]).requiringGradient()
    /// let gradients = (x * x).sum().gradients()
    /// gradients[x]                           // tensor([2., 4., 6.])
    /// ```
    ///
    /// - Precondition: a floating-point dtype.
    public func requiringGradient() -> Tensor {
        if !dtype.isFloatingPoint { trap("requiringGradient", "only floating-point tensors have gradients, not \(dtype)") }
        return traced(by: Node())
    }

    /// Whether the tensor is tracked: a leaf, or computed from one, so that gradients reach it (torch's `requires_grad`).
    public var requiresGradient: Bool { node != nil }
}

@_exported import Tensor

/// The derivatives of one tensor by the leaves that led to it: a value, to be asked for by leaf or by parameter.
///
/// ```swift
/// let gradients = loss.gradients()
/// gradients[model.$weight]                        // one of them
/// gradients.tensors(for: model.parameters)        // one for each parameter, in order
/// optimizer.step(gradients)
/// ```
public struct Gradients: Sendable {
    /// Up to this many leaves are searched one by one, more are found by a table.
    private static let few = 16

    private struct Entry {
        let leaf: Node
        var tensor: Tensor
    }

    private var entries: [Entry] = []
    private var positions: [ObjectIdentifier: Int] = [:]

    /// No gradients, to add others to.
    public init() {}

    /// The derivative by a parameter or a leaf; nil where none reached it.
    public subscript(_ leaf: Tensor) -> Tensor? { leaf.node.flatMap { self[$0] } }

    /// The derivative by a parameter; nil where none reached it.
    public subscript(_ parameter: ParameterCell) -> Tensor? { self[parameter.leaf] }

    subscript(_ leaf: Node) -> Tensor? { position(of: leaf).map { entries[$0].tensor } }

    /// The derivative by a parameter, without a tracer.
    package func detached(for parameter: ParameterCell) -> Tensor? {
        guard let position = position(of: parameter.leaf) else { return nil }
        var tensor = entries[position].tensor
        tensor.tracer = nil
        return tensor
    }

    /// The number of leaves that gradients reached.
    public var count: Int { entries.count }

    /// Gradients of the same leaves, each replaced by what `transform` makes of it: for scaling and clipping.
    ///
    /// For gradients in the order of a list of parameters, see ``tensors(for:)``.
    public func mapValues(_ transform: (Tensor) -> Tensor) -> Gradients {
        var copy = self
        for position in entries.indices { copy.entries[position].tensor = transform(entries[position].tensor) }
        return copy
    }

    /// Changes each tensor, given its index in ``values``.
    package mutating func changeEach(_ body: (Int, inout Tensor) -> Void) {
        for position in entries.indices { body(position, &entries[position].tensor) }
    }

    /// Keeps the leaves, and frees the tensors.
    package mutating func dropTensors() {
        for position in 0..<entries.count { entries[position].tensor = Gradients.nothing }
    }

    private static let nothing = Tensor(0.0)

    /// All derivatives, in the order in which the leaves were reached first; ``tensors(for:)`` has the order of a list.
    public var values: [Tensor] { entries.map(\.tensor) }

    /// The sums of the gradients of two batches; a leaf that only one of them reached keeps its gradient.
    public static func + (a: Gradients, b: Gradients) -> Gradients {
        var sum = a
        sum += b
        return sum
    }

    /// Adds the gradients of another batch: sums where both have one, and those that only one has.
    public static func += (a: inout Gradients, b: Gradients) {
        for entry in b.entries { a.add(entry.tensor, for: entry.leaf) }
    }

    /// Without those by some leaves.
    func removing(_ leaves: [Tensor]) -> Gradients {
        var rest = Gradients()
        for entry in entries where !leaves.contains(where: { $0.node === entry.leaf }) {
            rest.add(entry.tensor, for: entry.leaf)
        }
        return rest
    }

    mutating func add(_ tensor: consuming Tensor, for leaf: consuming Node) {
        if let position = position(of: leaf) {
            entries[position].tensor = entries[position].tensor + tensor
            return
        }
        if entries.isEmpty { entries.reserveCapacity(4) }
        entries.append(Entry(leaf: leaf, tensor: tensor))
        if entries.count > Gradients.few {
            for position in positions.count..<entries.count { positions[ObjectIdentifier(entries[position].leaf)] = position }
        }
    }

    private func position(of leaf: Node) -> Int? {
        if !positions.isEmpty { return positions[ObjectIdentifier(leaf)] }
        // By index, since a closure would be given copies.
        for position in entries.indices where entries[position].leaf === leaf { return position }
        return nil
    }
}

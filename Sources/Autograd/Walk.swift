import Tensor

extension Tensor {
    /// The derivatives of this number by every parameter and leaf that led to it (torch's `backward`, but returned).
    ///
    /// ```swift
    /// let loss = binaryCrossEntropy(model(features), labels)
    /// optimizer.step(loss.gradients())
    /// ```
    ///
    /// - Parameters:
    ///   - cotangent: the derivative of some number by this tensor, of its shape; 1 unless given.
    ///   - intermediates: tensors that are not leaves whose derivatives are wanted too (torch's `retain_grad`).
    ///   - createGraph: records the derivatives, so that they have gradients themselves.
    /// - Precondition: the tensor is on a graph, and is a single number unless a cotangent is given.
    public func gradients(
        cotangent: Tensor? = nil, retaining intermediates: [Tensor] = [], createGraph: Bool = false
    ) -> Gradients {
        walk(cotangent, intermediates, endsThere: false, createGraph)
    }

    /// The derivatives by the arguments of a function, without a walk through what led to them.
    func gradients(cotangent: Tensor?, upTo arguments: [Tensor], createGraph: Bool) -> Gradients {
        walk(cotangent, arguments, endsThere: true, createGraph)
    }

    private func walk(_ cotangent: Tensor?, _ intermediates: [Tensor], endsThere: Bool, _ createGraph: Bool) -> Gradients {
        guard let root = node else {
            trap(
                "gradients",
                "this \(dtype) tensor of shape \(shape) is not on a graph: no parameter led to it, or it was computed under "
                    + "noGrad, or through an operation without a derivative (comparison, argmax, conversion to integers)")
        }
        if cotangent == nil && count != 1 {
            trap("gradients", "a tensor of shape \(shape) is not a single number: reduce it, or pass a cotangent")
        }
        if let cotangent, cotangent.shape != shape || cotangent.dtype != dtype {
            trap("gradients", "a cotangent \(cotangent.dtype) \(cotangent.shape) does not fit \(dtype) \(shape)")
        }
        let seed = cotangent ?? (dtype == .float32 && device == .cpu && rank == 0 ? one : .ones(like: self))
        if createGraph { return recording { Autograd.walk(from: root, seed, intermediates, endsThere, createGraph) } }
        return Autograd.walk(from: root, seed.detached(), intermediates, endsThere, createGraph)
    }
}

/// The derivative of most losses by themselves.
private let one = Tensor(1, dtype: .float32)

/// Visits the graph from its deepest node up, so that a node is visited when all that it led to has been.
private func walk(
    from root: Node, _ seed: Tensor, _ intermediates: [Tensor], _ endsThere: Bool, _ createGraph: Bool
) -> Gradients {
    let retained = Set(intermediates.compactMap { $0.node.map(ObjectIdentifier.init) })
    var found = Found()
    found.add(seed, for: root)
    while let (node, cotangent) = found.pending.popDeepest() {
        if !retained.isEmpty, retained.contains(ObjectIdentifier(node)) {
            found.gradients.add(cotangent, for: node)
            if endsThere { continue }
        }
        if case .slice(let slice) = node.operation!, !createGraph, node.origin == nil, let parent = node.parents.first,
            parent.operation != nil
        {
            found.pending.add(cotangent, at: slice, of: node.shape, for: parent)
            continue
        }
        let record = Record(node: node, isDifferentiable: createGraph)
        var cotangents: Cotangents
        if case .custom(let custom) = node.operation!, let checkpoint = custom as? Checkpoint {
            let (inputs, others) = checkpoint.backward(record, cotangent, intermediates)
            (cotangents, found.gradients) = (inputs, found.gradients + others)
        } else {
            cotangents = pullback(node.operation!, record, cotangent)
        }
        if node.origin != nil { cotangents.requireNumbers(of: node, cotangent) }
        found.add(cotangents.first.take(), for: node.parents.first)
        found.add(cotangents.second.take(), for: node.parents.second)
        found.add(cotangents.third.take(), for: node.parents.third)
        for (cotangent, parent) in zip(cotangents.rest, node.parents.rest) { found.add(cotangent, for: parent) }
    }
    return found.gradients
}

/// What a walk has come by.
private struct Found {
    /// Of the leaves.
    var gradients = Gradients()
    /// Of the other nodes.
    var pending = Pending()

    mutating func add(_ cotangent: consuming Tensor?, for node: Node?) {
        guard let node, let cotangent = consume cotangent else { return }
        if node.operation == nil {
            gradients.add(cotangent, for: node)
        } else {
            pending.add(cotangent, for: node)
        }
    }
}

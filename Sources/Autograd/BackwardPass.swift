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
    /// - Precondition: the tensor is tracked (``requiresGradient``), and is a single number unless a cotangent is given.
    public func gradients(
        cotangent: Tensor? = nil, retaining intermediates: [Tensor] = [], createGraph: Bool = false
    ) -> Gradients {
        backward(cotangent, intermediates, endsThere: false, createGraph)
    }

    /// The derivatives by the arguments of a function, ending the backward pass there.
    func gradients(cotangent: Tensor?, upTo arguments: [Tensor], createGraph: Bool) -> Gradients {
        backward(cotangent, arguments, endsThere: true, createGraph)
    }

    private func backward(_ cotangent: Tensor?, _ intermediates: [Tensor], endsThere: Bool, _ createGraph: Bool) -> Gradients {
        guard let root = node else {
            trap(
                "gradients",
                "this \(dtype) tensor of shape \(shape) is not tracked: no parameter led to it, or it was computed under "
                    + "noGrad, or through an operation without a derivative (comparison, argmax, conversion to integers)")
        }
        if cotangent == nil && count != 1 {
            trap("gradients", "a tensor of shape \(shape) is not a single number: reduce it, or pass a cotangent")
        }
        if let cotangent, cotangent.shape != shape || cotangent.dtype != dtype {
            trap("gradients", "a cotangent \(cotangent.dtype) \(cotangent.shape) does not fit \(dtype) \(shape)")
        }
        var seed = cotangent ?? (dtype == .float32 && device == .cpu && rank == 0 ? one : .ones(like: self))
        if !createGraph { seed.tracer = nil }
        let pass = BackwardPass(intermediates: intermediates, endsThere: endsThere, createGraph: createGraph)
        return createGraph ? recording { pass.run(from: root, seed) } : pass.run(from: root, seed)
    }
}

/// The cotangent of most losses.
private let one = Tensor(1, dtype: .float32)

/// Visits the graph from its deepest node up, so that a node is visited when its cotangent is complete.
private struct BackwardPass {
    private let intermediates: [Tensor]
    private let retained: Set<ObjectIdentifier>
    private let endsThere: Bool
    private let createGraph: Bool

    /// The cotangents of the leaves, and of the intermediates that are retained.
    private var gradients = Gradients()
    /// The cotangents of the other nodes.
    private var accumulator = CotangentAccumulator()

    init(intermediates: [Tensor], endsThere: Bool, createGraph: Bool) {
        self.intermediates = intermediates
        retained = Set(intermediates.compactMap { $0.node.map(ObjectIdentifier.init) })
        self.endsThere = endsThere
        self.createGraph = createGraph
    }

    consuming func run(from root: Node, _ seed: consuming Tensor) -> Gradients {
        add(seed, for: root)
        while let next = accumulator.popDeepest() { visit(next) }
        return gradients
    }

    private mutating func visit(_ next: CotangentAccumulator.Entry) {
        let (node, cotangent) = (next.node, next.cotangent)
        if !retained.isEmpty, retained.contains(ObjectIdentifier(node)) {
            gradients.add(cotangent, for: node)
            if endsThere { return }
        }
        if case .slice(let slice) = node.operation!, !createGraph, node.origin == nil, let parent = node.parents.first,
            parent.operation != nil
        {
            return accumulator.add(cotangent, at: slice, of: node.shape, for: parent)
        }
        let context = BackwardContext(node: node, createGraph: createGraph)
        var cotangents: Cotangents
        if case .custom(let custom) = node.operation!, let checkpoint = custom as? Checkpoint {
            let (inputs, others) = checkpoint.backward(context, cotangent, intermediates)
            (cotangents, gradients) = (inputs, gradients + others)
        } else {
            cotangents = Pullback.cotangents(context, cotangent)
        }
        if node.origin != nil { cotangents.requireNumbers(of: node, cotangent) }
        add(cotangents.first.take(), for: node.parents.first)
        add(cotangents.second.take(), for: node.parents.second)
        add(cotangents.third.take(), for: node.parents.third)
        if cotangents.rest.isEmpty { return }
        for (cotangent, parent) in zip(cotangents.rest, node.parents.rest) { add(cotangent, for: parent) }
    }

    private mutating func add(_ cotangent: consuming Tensor?, for parent: consuming Node?) {
        guard let node = parent, let share = cotangent else { return }
        if node.operation == nil {
            gradients.add(share, for: node)
        } else {
            accumulator.add(share, for: node)
        }
    }
}

import Synchronization

/// Writes down what a function of tensors does, to make a ``Graph`` of it.
///
/// The function runs eagerly, and what it gives is right. What a graph could not repeat, such as reading a value that depends on the
/// inputs, ends the tracing with a reason.
package final class GraphTracer: Tracer {
    private let builder: Mutex<GraphBuilder>

    /// Whether the function is only looked at: parameters and buffers that it writes to stay as they are, and generators keep
    /// their state.
    private let isDryRun: Bool

    private init(_ inputs: [Tensor], isDryRun: Bool) {
        builder = Mutex(GraphBuilder(inputs: inputs))
        self.isDryRun = isDryRun
    }

    /// The tracer that makes a graph of what this task does.
    @inline(__always)
    package static var current: GraphTracer? { TracingScope.current.flatMap { $0.tracer as? GraphTracer } }

    /// Whether a graph is made of what this task does: then no shortcut may depend on values, and no memory is written to in place.
    package static var isActive: Bool { current != nil }

    /// Runs a function, and makes a graph of what it did.
    ///
    /// - Parameters:
    ///   - inputs: are given to the function as copies of their own, so that nothing else can be taken for them.
    ///   - names: of variables, by their identities.
    ///   - isDryRun: whether variables that the function writes to, and generators, stay as they are: nobody asked for its outputs.
    ///   - outputs: the tensors of what the function gives.
    package static func trace<Outcome>(
        _ inputs: [Tensor], names: [ObjectIdentifier: String] = [:], isDryRun: Bool = false, _ function: ([Tensor]) -> Outcome,
        outputs: (Outcome) -> [Tensor]
    ) -> (outcome: Outcome, graph: Result<Graph, TracingError>) {
        let copies = TracingScope.suspended { inputs.map { $0.detached().copied() } }
        let tracer = GraphTracer(copies, isDryRun: isDryRun)
        let outcome = withTracer(tracer) { function(copies) }
        return (outcome, tracer.builder.withLock { $0.graph(outputs(outcome), names) })
    }

    /// Writes down a primitive.
    package func record(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor
    ) -> (any Tracer)? {
        builder.withLock { $0.record(operation, x, y, z, rest, result) }
        return nil
    }

    /// The values of a tensor are about to be read or written past the primitives.
    func noteHostAccess(_ tensor: Tensor, _ access: String) {
        builder.withLock { builder in
            if !builder.isDynamic(tensor) { return }
            builder.end(.hostAccess, "\(access) a \(tensor.dtype) \(tensor.shape) that depends on the inputs")
        }
    }

    // What else a graph has.

    /// Draws random numbers, as each execution does.
    func draw(_ source: RandomSource) -> Tensor {
        let generator = isDryRun ? builder.withLock { $0.substitute(for: source.generator) } : source.generator
        let result = TracingScope.suspended { source.draw(from: generator) }
        builder.withLock { $0.record(source, result) }
        return result
    }

    /// Random numbers are about to be drawn that are no tensor.
    func noteHostDraw() { builder.withLock { $0.end(.randomNumbers, "draws random numbers outside of a tensor") } }

    /// A generator's state is about to be set.
    func noteState(of generator: Generator) { builder.withLock { $0.noteState(of: generator) } }

    /// Checks elements, as each execution does.
    func check(_ requirement: Graph.Check.Requirement, _ x: Tensor) {
        TracingScope.suspended { x.trapUnless(requirement) }
        builder.withLock { $0.record(requirement, x) }
    }

    /// The tensor of a variable, as this graph knows it: a copy, so that nothing else can be taken for it.
    package func read(_ source: any VariableSource) -> Tensor? {
        if let known = builder.withLock({ $0.tensor(of: source) }) { return known }
        let (tensor, isTracked) = source.content
        let copy = TracingScope.suspended { tensor?.detached().copied() }
        builder.withLock { $0.read(source, copy, isTracked: isTracked) }
        return copy
    }

    /// A variable was given another tensor.
    ///
    /// - Returns: whether it is to hold the tensor.
    package func store(_ tensor: Tensor?, in source: any VariableSource) -> Bool {
        builder.withLock { $0.store(tensor, in: source) }
        return !isDryRun
    }
}

extension Tensor {
    /// The same elements in memory of their own, on the same device.
    fileprivate func copied() -> Tensor { Backends.existing(device).compute(.copy, self, nil, nil, []) }
}

/// A graph with its memory planned: a list of steps, with a buffer for each value that is no view.
///
/// On the CPU the steps are the kernels that the operations themselves call, so that the bits are theirs. On another device the one step
/// is what its backend has made of the graph.
package final class Program: Sendable {
    let steps: ProgramSteps
    /// The operands of steps that make tensors, and the outputs, by number.
    let operands: [Graph.Value]
    /// What each buffer holds when an execution starts. The buffer of a value has the number of its storage.
    let buffers: [Buffer]
    let arenaByteCount: Int

    /// The buffers of the inputs, of what outlives an execution, and of inputs and variables.
    let inputs: [Int]
    let persistent: [Int]
    let external: [Int]
    let readings: [VariableReading]
    /// By their numbers among the operands of the steps.
    let outputs: [Int]
    /// Which of them are inputs or variables, or views of them.
    let aliased: [Int]
    /// The buffer of each that is all of it and has memory for it alone, else -1.
    let exclusive: [Int]
    let stores: [(source: any VariableSource, value: Int)]

    /// Whether an execution changes more than its outputs, or draws numbers.
    let hasEffects: Bool

    /// The program of a graph on the CPU.
    package convenience init(_ graph: Graph) {
        if graph.device != .cpu { trap("Program", "the graph has values on other devices than the CPU") }
        self.init(graph, BufferAssignment(graph))
    }

    /// The program of a graph that a backend executes; one of the CPU's is that itself.
    package static func of(_ graph: Graph, by executable: any Executable) -> Program {
        (executable as? CPUExecutable)?.program ?? Program(graph, executable)
    }

    /// The program of a graph that a backend executes as a whole.
    private convenience init(_ graph: Graph, _ executable: any Executable) {
        self.init(graph, BufferAssignment(graph, by: executable))
    }

    private init(_ graph: Graph, _ assignment: consuming BufferAssignment) {
        let (outputs, stored) = (assignment.outputs, assignment.stored)
        let wanted = outputs + stored
        self.outputs = outputs.map { assignment.number(of: $0) }
        stores = zip(graph.stores, stored).map { ($0.source, assignment.number(of: $1)) }
        inputs = graph.inputs.map(\.id)
        external = inputs + graph.variables.map(\.value.id)
        readings = graph.readings
        let (buffers, external) = (assignment.buffers, Set(external))
        let persistent = buffers.indices.filter { if case .persistent = buffers[$0] { true } else { false } }
        self.persistent = persistent
        aliased = outputs.indices.filter { external.contains(outputs[$0].storage) }
        exclusive = outputs.map { output in
            output.isWhole && persistent.contains(output.storage) && wanted.count { $0.storage == output.storage } == 1
                ? output.storage : -1
        }
        self.buffers = buffers
        steps = assignment.steps
        operands = steps.operands
        arenaByteCount = assignment.arenaByteCount
        hasEffects = graph.hasEffects
    }
}

extension CPU {
    func compile(_ graph: Graph) -> (any Executable)? {
        graph.device == .cpu ? CPUExecutable(graph: graph, program: Program(graph)) : nil
    }
}

/// The CPU's executable. Compiled functions take the program out of it.
private struct CPUExecutable: Executable {
    let graph: Graph
    let program: Program

    func execute(_ inputs: [Tensor], variables: [Tensor]) throws(InputError) -> (outputs: [Tensor], stores: [Tensor]) {
        let contents = zip(graph.variables, variables).map { variable, tensor in
            (source: variable.source, content: (tensor: Optional(tensor), isTracked: variable.requiresGradient))
        }
        let execution = Execution(program, VariableSnapshot(contents))
        var stores: [Tensor] = []
        if execution.execute(inputs, store: { stores.append($1) }) { return (execution.outputs, stores) }
        throw execution.problem ?? InputError(.shape, "execute", "inputs or variables do not fit the graph")
    }
}

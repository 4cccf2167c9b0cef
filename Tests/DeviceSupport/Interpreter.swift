import Synchronization
import Tensor

/// Evaluates a graph node by node, with public API alone: the least that a backend in another module may do with one, and what any other
/// must agree with.
public final class Interpreter: Executable {
    private let graph: Graph
    /// How often all interpreters together have executed a graph.
    public static let executions = Atomic(0)

    public init(_ graph: Graph) { self.graph = graph }

    public func execute(
        _ inputs: [Tensor], variables: [Tensor]
    ) throws(InputError) -> (outputs: [Tensor], stores: [Tensor]) {
        Interpreter.executions.add(1, ordering: .relaxed)
        var tensors: [Graph.Value: Tensor] = [:]
        for (value, tensor) in zip(graph.inputs, inputs) { tensors[value] = tensor }
        for (variable, tensor) in zip(graph.variables, variables) { tensors[variable.value] = tensor }
        for constant in graph.constants { tensors[constant.value] = constant.tensor }
        for step in graph.steps {
            switch step {
            case .node(let node):
                tensors[node.result] = node.operation(
                    tensors[node.x]!, node.y.map { tensors[$0]! }, node.z.map { tensors[$0]! },
                    rest: node.rest.map { tensors[$0]! })
            case .draw(let draw): tensors[draw.result] = draw.source.draw()
            case .check(let check): try check.requirement.check(tensors[check.value]!)
            }
        }
        return (graph.outputs.map { tensors[$0]! }, graph.stores.map { tensors[$0.value]! })
    }
}

/// Why a function runs eagerly.
package struct NotCompilable: Error, CustomStringConvertible {
    /// What the function does, as a sentence without its subject.
    package let description: String
}

extension Program {
    /// Runs a function, and makes a program of what it did, by the backend of the device that it ran on.
    ///
    /// - Parameters:
    ///   - isDryRun: whether variables that the function writes to, and generators, stay as they are.
    ///   - outputs: the tensors of what the function gives.
    package static func tracing<Outcome>(
        _ inputs: [Tensor], isDryRun: Bool = false, _ function: ([Tensor]) -> Outcome, outputs: (Outcome) -> [Tensor]
    ) -> (outcome: Outcome, program: Result<Program, NotCompilable>) {
        let (outcome, graph) = GraphTracer.trace(inputs, isDryRun: isDryRun, function, outputs: outputs)
        return (outcome, graph.mapError { NotCompilable(description: $0.description) }.flatMap(compile))
    }

    private static func compile(_ graph: Graph) -> Result<Program, NotCompilable> {
        guard let device = graph.device else {
            return .failure(NotCompilable(description: "uses tensors of several devices"))
        }
        guard let executable = Backends.existing(device).compile(graph) else {
            return .failure(NotCompilable(description: "runs on \(device), whose backend does not compile functions"))
        }
        return .success(.of(graph, by: executable))
    }
}

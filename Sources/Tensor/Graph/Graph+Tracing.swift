extension Graph {
    /// The graph of a function, traced with example inputs.
    ///
    /// The function runs once. Buffers that it changes and generators that it draws from stay as they are. Within `evaluating` it is the
    /// graph of predictions; of a function that takes gradients, it has the backward pass, too.
    ///
    /// ```swift
    /// let graph = try Graph.tracing(x, y) { [mseLoss(model($0[0]), $0[1])] }
    /// ```
    ///
    /// - Parameters:
    ///   - inputs: tensors that the function takes; any values of the right kind will do.
    ///   - function: gives its outputs for the inputs.
    /// - Throws: ``TracingError`` where the function does what a graph cannot say, such as to read a value that depends on the inputs.
    public static func tracing(_ inputs: Tensor..., function: ([Tensor]) -> [Tensor]) throws(TracingError) -> Graph {
        try tracing(inputs, names: [:], function)
    }

    /// The graph of a function, traced with an array of example inputs; see ``tracing(_:function:)-(Tensor...,_)``.
    public static func tracing(_ inputs: [Tensor], function: ([Tensor]) -> [Tensor]) throws(TracingError) -> Graph {
        try tracing(inputs, names: [:], function)
    }

    /// - Parameter names: of variables, by their identities.
    package static func tracing(
        _ inputs: [Tensor], names: [ObjectIdentifier: String], _ function: ([Tensor]) -> [Tensor]
    ) throws(TracingError) -> Graph {
        try GraphTracer.trace(inputs, names: names, isDryRun: true, function, outputs: { $0 }).graph.get()
    }
}

extension Module where Input == Tensor, Output == Tensor {
    /// The graph of the model's predictions, traced with an example.
    ///
    /// ```swift
    /// print(try model.graph(for: .zeros([1, 30])))
    /// ```
    ///
    /// Parameters and buffers have their paths for names: `linear.weight`. Layers behave as in evaluation, and no gradients are recorded;
    /// `Graph.tracing(_:naming:function:)` gives any other graph of a model, such as that of a training step.
    ///
    /// - Parameter example: an input of the shape and dtype that the graph is for; its values do not matter.
    /// - Throws: ``/Tensor/TracingError`` where the model does what a graph cannot say, such as to read a value that depends on the input.
    public func graph(for example: Tensor) throws(TracingError) -> Graph {
        try Graph.tracing([example], naming: cells) { inputs in evaluating { [self(inputs[0])] } }
    }
}

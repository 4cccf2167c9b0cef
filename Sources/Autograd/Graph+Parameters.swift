extension Graph {
    /// The graph of a function that reads parameters and buffers, which get names; see ``/Tensor/Graph/tracing(_:function:)-([Tensor],_)``.
    ///
    /// ```swift
    /// let graph = try Graph.tracing([x, y], naming: model.parameters + model.buffers) { inputs in
    ///     let loss = mseLoss(model(inputs[0]), inputs[1])
    ///     return [loss] + loss.gradients().values          // the backward pass, too
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - inputs: tensors that the function takes; any values of the right kind will do.
    ///   - parameters: whose names the graph's ``/Tensor/Graph/variables`` get; a parameter with several names gets the first.
    ///   - function: gives its outputs for the inputs.
    /// - Throws: ``/Tensor/TracingError`` where the function does what a graph cannot say.
    public static func tracing(
        _ inputs: [Tensor], naming parameters: [NamedParameter], function: ([Tensor]) -> [Tensor]
    ) throws(TracingError) -> Graph {
        let names = Dictionary(parameters.map { (ObjectIdentifier($0.cell), $0.name) }) { first, _ in first }
        return try tracing(inputs, names: names, function)
    }
}

extension Graph.Variable {
    /// The module's parameter or buffer: to freeze it, or to ask ``Gradients`` for it.
    public var parameter: ParameterCell? { source as? ParameterCell }
}

import Tensor

extension Gradients {
    /// The derivatives by some parameters, in their order: of each one's shape, dtype and device, zeros where none reached it.
    ///
    /// So gradients of different losses, or of replicas of one model, line up and can be flattened, added up and sent. Here two
    /// replicas, each with half of a batch, take the step of the whole batch:
    ///
    /// ```swift
    /// let shares = zip([first, second], halves).map { model, half in
    ///     mseLoss(model(half.x), half.y).gradients().tensors(for: model.parameters)
    /// }
    /// let average = zip(shares[0], shares[1]).map { ($0 + $1) / 2 }
    /// firstOptimizer.step(Gradients(average, for: first.parameters))
    /// secondOptimizer.step(Gradients(average, for: second.parameters))
    /// ```
    ///
    /// - Precondition: each parameter has a tensor.
    public func tensors(for parameters: [NamedParameter]) -> [Tensor] {
        parameters.map { self[$0.cell] ?? .zeros(like: $0.value("Gradients.tensors(for:)")) }
    }

    /// Gradients by some parameters, in their order; the way back from ``tensors(for:)``.
    ///
    /// An optimizer updates all of them, also where the gradient is zero. Leave parameters that it should not touch, such as
    /// frozen ones, out of both lists.
    ///
    /// - Precondition: one tensor for each parameter, of its shape, dtype and device; no parameter twice.
    public init(_ tensors: [Tensor], for parameters: [NamedParameter]) {
        self.init()
        if tensors.count != parameters.count {
            trap("Gradients", "got \(tensors.count) tensors for \(parameters.count) parameters")
        }
        for (parameter, tensor) in zip(parameters, tensors) {
            let value = parameter.value("Gradients")
            if tensor.shape != value.shape || tensor.dtype != value.dtype || tensor.device != value.device {
                trap(
                    "Gradients",
                    "the gradient of \(parameter.name) must be \(value.dtype) \(value.shape) on \(value.device), "
                        + "got \(tensor.dtype) \(tensor.shape) on \(tensor.device)")
            }
            if self[parameter.cell] != nil { trap("Gradients", "the parameter \(parameter.name) is given twice") }
            add(tensor, for: parameter.cell.leaf)
        }
    }
}

extension NamedParameter {
    fileprivate func value(_ operation: String) -> Tensor {
        guard let value = cell.value else { trap(operation, "the parameter \(name) has no tensor") }
        return value
    }
}

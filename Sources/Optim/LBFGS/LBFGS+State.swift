extension LBFGS {
    /// What the optimizer remembers, to be saved: the last move and the history, each move a row.
    public var stateDict: [String: Tensor] {
        var state = ["learningRate": Tensor(learningRate, dtype: .float64)]
        guard let gradient = memory.gradient, let direction = memory.direction else { return state }
        state["gradient"] = gradient
        state["direction"] = direction
        state["length"] = Tensor(memory.length, dtype: .float64)
        state["scale"] = Tensor(memory.scale, dtype: .float64)
        if !memory.steps.isEmpty {
            state["steps"] = .stack(memory.steps)
            state["changes"] = .stack(memory.changes)
        }
        return state
    }

    /// Goes on from a saved state.
    ///
    /// - Throws: ``OptimizerStateError`` where an entry is missing, unknown, or of another shape; then nothing has been changed.
    public func load(_ state: [String: Tensor]) throws(OptimizerStateError) {
        let size = parameters.reduce(0) { $0 + ($1.cell.value?.count ?? 0) }
        let first = parameters.lazy.compactMap(\.cell.value).first
        let (dtype, device) = (first?.dtype.forState ?? .default, first?.device ?? .cpu)
        var rest = state
        func take(_ key: String, fits: (Shape) -> Bool, _ expected: String) throws(OptimizerStateError) -> Tensor {
            guard let tensor = rest.removeValue(forKey: key) else { throw OptimizerStateError(key, "is missing") }
            if !fits(tensor.shape) { throw OptimizerStateError(key, "has shape \(tensor.shape), expected \(expected)") }
            return tensor.rank == 0 ? tensor.detached().to(.float64) : tensor.detached().to(dtype).onDevice(device)
        }
        let rate = try take("learningRate", fits: { $0 == [] }, "[]").item()
        if !(rate >= 0 && rate < .infinity) { throw OptimizerStateError("learningRate", "is not a learning rate") }
        var loaded = Memory()
        if rest["gradient"] != nil {
            loaded.gradient = try take("gradient", fits: { $0 == [size] }, "[\(size)]")
            loaded.direction = try take("direction", fits: { $0 == [size] }, "[\(size)]")
            loaded.length = try take("length", fits: { $0 == [] }, "[]").item()
            loaded.scale = try take("scale", fits: { $0 == [] }, "[]").item()
            if rest["steps"] != nil {
                let steps = try take("steps", fits: { $0.count == 2 && $0[1] == size }, "[count, \(size)]")
                let changes = try take("changes", fits: { $0 == steps.shape }, "\(steps.shape)")
                (loaded.steps, loaded.changes) = (steps.unbind(), changes.unbind())
            }
        }
        if let key = rest.keys.min() { throw OptimizerStateError(key, "is not part of this optimizer's state") }
        learningRate = rate
        memory = loaded
    }
}

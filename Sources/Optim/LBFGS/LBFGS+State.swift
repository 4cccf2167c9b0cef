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
    public func load(_ state: [String: Tensor]) throws(OptimizerStateError) { try prepareToLoad(state)() }

    /// Checks a saved state, and returns what loads it: with it, several parts of a run are loaded all or none.
    ///
    /// - Returns: a function that goes on from the state; nothing is changed until then.
    /// - Throws: ``OptimizerStateError`` with everything that does not fit.
    public func prepareToLoad(_ state: [String: Tensor]) throws(OptimizerStateError) -> () -> Void {
        let size = parameters.reduce(0) { $0 + ($1.cell.value?.count ?? 0) }
        let first = parameters.lazy.compactMap(\.cell.value).first
        var reader = StateReader(state)
        func memorized(_ tensor: Tensor?) -> Tensor? {
            tensor?.to(first?.dtype.forState ?? .default).onDevice(first?.device ?? .cpu)
        }
        let rate = reader.take("learningRate", shape: [])?.item() ?? 0
        if !ClosedRange.notNegative.contains(rate) { reader.note("learningRate", "is not a learning rate") }
        var loaded = Memory()
        if reader.has("gradient") {
            loaded.gradient = memorized(reader.take("gradient", shape: [size]))
            loaded.direction = memorized(reader.take("direction", shape: [size]))
            loaded.length = reader.take("length", shape: [])?.item() ?? 0
            loaded.scale = reader.take("scale", shape: [])?.item() ?? 1
            if reader.has("steps") || reader.has("changes") {
                let steps = memorized(reader.take("steps", fits: { $0.count == 2 && $0[1] == size }, "[count, \(size)]"))
                let changes = memorized(
                    reader.take("changes", fits: { steps == nil || $0 == steps?.shape }, steps.map { "\($0.shape)" } ?? ""))
                loaded.steps = steps?.unbind() ?? []
                loaded.changes = changes?.unbind() ?? []
            }
        }
        try reader.finish("is not part of this optimizer's state")
        return {
            self.learningRate = rate
            self.memory = loaded
        }
    }
}

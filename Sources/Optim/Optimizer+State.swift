extension Optimizer {
    /// What the optimizer remembers, by the paths of the parameters: `linear.weight/mean`, `linear.weight/step`, and each
    /// group's `groups/0/learningRate`. It can be saved as a safetensors file.
    public var stateDict: [String: Tensor] {
        var state: [String: Tensor] = [:]
        for (index, group) in groups.enumerated() {
            state["groups/\(index)/learningRate"] = Tensor(group.learningRate, dtype: .float64)
            for (parameter, slots) in zip(group.parameters, group.states) where slots.step > 0 {
                state[parameter.name + "/step"] = Tensor(slots.step)
                for (name, tensor) in slots.all { state[parameter.name + "/" + name] = tensor }
            }
        }
        return state
    }

    /// Goes on from a saved state, with the parameters it belongs to.
    ///
    /// - Throws: ``OptimizerStateError`` where a name is of no parameter or a shape is another; then nothing has been changed.
    public func load(_ state: [String: Tensor]) throws(OptimizerStateError) {
        var loaded = groups
        for index in loaded.indices {
            loaded[index].states = Array(repeating: Slots(), count: loaded[index].parameters.count)
        }
        for (key, tensor) in state.sorted(by: { $0.key < $1.key }) {
            let parts = key.split(separator: "/").map(String.init)
            if parts.count == 3, parts[0] == "groups", let group = Int(parts[1]), loaded.indices.contains(group) {
                guard parts[2] == "learningRate", tensor.count == 1 else { throw OptimizerStateError(key, "is unknown") }
                loaded[group].learningRate = tensor.item()
                continue
            }
            guard parts.count == 2, let (group, index) = position(of: parts[0]) else {
                throw OptimizerStateError(key, "belongs to no parameter of this optimizer")
            }
            let shape = groups[group].parameters[index].cell.value?.shape
            if parts[1] == "step" {
                guard tensor.count == 1, tensor.item() >= 0 else { throw OptimizerStateError(key, "is not a number of steps") }
                loaded[group].states[index].step = tensor.item(as: Int.self)
            } else if tensor.shape != shape && tensor.rank > 0 {
                throw OptimizerStateError(key, "has shape \(tensor.shape), expected \(shape ?? [])")
            } else {
                loaded[group].states[index][parts[1]] = tensor
            }
        }
        groups = loaded
    }

    private func position(of name: String) -> (group: Int, index: Int)? {
        for (group, parameters) in groups.map(\.parameters).enumerated() {
            if let index = parameters.firstIndex(where: { $0.name == name }) { return (group, index) }
        }
        return nil
    }
}

/// A saved state that does not fit an optimizer.
public struct OptimizerStateError: Error, CustomStringConvertible {
    /// The entry that does not fit.
    public let key: String
    public let problem: String

    init(_ key: String, _ problem: String) {
        self.key = key
        self.problem = problem
    }

    public var description: String { "optimizer state: \(key) \(problem)" }
}

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
    /// What a rule remembers is learnt from a step of it on zeros. A parameter without entries starts anew.
    ///
    /// - Throws: ``OptimizerStateError`` where an entry is missing, is of nothing here, or has another shape; then nothing has
    ///   been changed.
    public func load(_ state: [String: Tensor]) throws(OptimizerStateError) {
        var loaded = groups
        var rest = state
        for index in loaded.indices {
            if let rate = rest.removeValue(forKey: "groups/\(index)/learningRate") {
                guard rate.count == 1, rate.item() >= 0, rate.item() < .infinity else {
                    throw OptimizerStateError("groups/\(index)/learningRate", "is no learning rate")
                }
                loaded[index].learningRate = rate.item()
            }
            for (position, parameter) in loaded[index].parameters.enumerated() {
                loaded[index].states[position] = try Slots(of: parameter, loaded[index].rule, takenFrom: &rest)
            }
        }
        if let key = rest.keys.min() { throw OptimizerStateError(key, "is nothing that this optimizer remembers") }
        groups = loaded
    }
}

extension Slots {
    /// What is saved of one parameter.
    fileprivate init(
        of parameter: NamedParameter, _ rule: any UpdateRule, takenFrom state: inout [String: Tensor]
    ) throws(OptimizerStateError) {
        self.init()
        guard let count = state.removeValue(forKey: parameter.name + "/step") else { return }
        guard count.count == 1, let step = Int(exactly: count.item()), step >= 0 else {
            throw OptimizerStateError(parameter.name + "/step", "is no number of steps")
        }
        self.step = step
        for (name, expected) in Slots.expected(for: parameter, rule) {
            let key = parameter.name + "/" + name
            guard let tensor = state.removeValue(forKey: key) else { throw OptimizerStateError(key, "is missing") }
            if tensor.shape != expected.shape {
                throw OptimizerStateError(key, "has shape \(tensor.shape), expected \(expected.shape)")
            }
            self[name] = tensor.detached().to(expected.dtype)
        }
    }

    /// What a rule remembers of a parameter, tried on zeros.
    private static func expected(for parameter: NamedParameter, _ rule: any UpdateRule) -> [(name: String, tensor: Tensor)] {
        guard let value = parameter.cell.value else { return [] }
        var (trial, slots) = (Tensor.zeros(like: value), Slots())
        slots.step = 1
        rule.update(&trial, with: .zeros(like: value), state: &slots, learningRate: 0)
        return slots.all
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

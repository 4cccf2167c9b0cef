extension Optimizer {
    /// What the optimizer remembers, by the paths of the parameters: `linear.weight/mean`, `linear.weight/step`, and each
    /// group's `groups/0/learningRate`. It can be saved as a safetensors file.
    ///
    /// Where the rate has been moved since the group was made, `groups/0/baseLearningRate` is the one that schedules start from;
    /// where the momentum has been, there is `groups/0/momentum`. Of parameters in half precision, tensors are float32.
    public var stateDict: [String: Tensor] {
        var state: [String: Tensor] = [:]
        for (index, group) in groups.enumerated() {
            state["groups/\(index)/learningRate"] = Tensor(group.learningRate, dtype: .float64)
            if !schedules.isEmpty || group.scheduled != nil || group.learningRate != group.first.rate {
                state["groups/\(index)/baseLearningRate"] = Tensor(group.base(under: schedules), dtype: .float64)
            }
            if let momentum = (group.rule as? any RuleWithMomentum)?.momentum, momentum != group.first.momentum {
                state["groups/\(index)/momentum"] = Tensor(momentum, dtype: .float64)
            }
            for (parameter, slots) in zip(group.parameters, group.states) where slots.step > 0 {
                state[parameter.name + "/step"] = Tensor(slots.step)
                for (name, tensor) in slots.all { state[parameter.name + "/" + name] = tensor }
            }
        }
        return state
    }

    /// Goes on from a saved state, with the parameters it belongs to.
    ///
    /// What a rule remembers is learnt from a step of it on zeros. A parameter without entries starts anew. Schedulers may be made
    /// before or after; their counts are not part of the state. Where it has no base rates, as states of earlier versions, schedules
    /// that are here keep theirs.
    ///
    /// - Throws: ``OptimizerStateError`` where an entry is missing, is of nothing here, or has another shape; then nothing has
    ///   been changed.
    public func load(_ state: [String: Tensor]) throws(OptimizerStateError) {
        var loaded = groups
        var rest = state
        for index in loaded.indices {
            if let rate = try number("groups/\(index)/learningRate", in: 0..<(.infinity), "learning rate", &rest) {
                loaded[index].learningRate = rate
                loaded[index].scheduled?.rate = rate
            }
            if let base = try number("groups/\(index)/baseLearningRate", in: 0..<(.infinity), "learning rate", &rest) {
                loaded[index].scheduled = Scheduled(base: base, rate: loaded[index].learningRate)
            }
            if var rule = loaded[index].rule as? any RuleWithMomentum {
                let range = 0..<(rule is any RuleWithBetas ? 1 : Double.infinity)
                if let momentum = try number("groups/\(index)/momentum", in: range, "momentum", &rest) {
                    rule.momentum = momentum
                    loaded[index].rule = rule
                }
            }
            for (position, parameter) in loaded[index].parameters.enumerated() {
                loaded[index].states[position] = try OptimizerState(of: parameter, loaded[index].rule, takenFrom: &rest)
            }
        }
        if let key = rest.keys.min() { throw OptimizerStateError(key, "is not part of this optimizer's state") }
        groups = loaded
    }
}

/// A number that is taken from a saved state, nil where it has none.
private func number(
    _ key: String, in range: Range<Double>, _ meaning: String, _ state: inout [String: Tensor]
) throws(OptimizerStateError) -> Double? {
    guard let tensor = state.removeValue(forKey: key) else { return nil }
    guard tensor.count == 1, range.contains(tensor.item()) else { throw OptimizerStateError(key, "is not a \(meaning)") }
    return tensor.item()
}

extension OptimizerState {
    /// What is saved of one parameter.
    fileprivate init(
        of parameter: NamedParameter, _ rule: any UpdateRule, takenFrom state: inout [String: Tensor]
    ) throws(OptimizerStateError) {
        self.init()
        guard let count = state.removeValue(forKey: parameter.name + "/step") else { return }
        guard let step = count.asCount else { throw OptimizerStateError(parameter.name + "/step", "is not a number of steps") }
        self.step = step
        device = parameter.cell.value?.device ?? .cpu
        (rule as? any RuleWithFormerState)?.renew(&state, of: parameter.name)
        for (name, expected) in OptimizerState.expected(for: parameter, rule) {
            let key = parameter.name + "/" + name
            guard let tensor = state.removeValue(forKey: key) else { throw OptimizerStateError(key, "is missing") }
            if tensor.shape != expected.shape {
                throw OptimizerStateError(key, "has shape \(tensor.shape), expected \(expected.shape)")
            }
            self[name] = tensor.detached().to(expected.dtype).onDevice(of: expected)
        }
    }

    /// What a rule remembers of a parameter, tried on zeros.
    private static func expected(for parameter: NamedParameter, _ rule: any UpdateRule) -> [(name: String, tensor: Tensor)] {
        guard let value = parameter.cell.value else { return [] }
        let zeros = Tensor.zeros(like: value, dtype: value.dtype.forState)
        var (trial, slots) = (zeros, OptimizerState())
        slots.step = 1
        rule.update(&trial, with: zeros, state: &slots, learningRate: 0)
        return slots.all
    }
}

/// A rule that remembers something else than it did in earlier versions.
protocol RuleWithFormerState: UpdateRule {
    /// Puts what is remembered now in the place of what was, among a saved state's entries.
    func renew(_ state: inout [String: Tensor], of parameter: String)
}

extension Tensor {
    /// A saved number of steps, nil where it is none; one that can be counted on from.
    var asCount: Int? {
        guard count == 1, let number = Int(exactly: item()), (0...1 << 53).contains(number) else { return nil }
        return number
    }
}

/// A saved state that does not fit an optimizer.
public struct OptimizerStateError: Error, CustomStringConvertible {
    /// The entry that does not fit.
    public let key: String
    /// What is wrong with it.
    public let problem: String

    init(_ key: String, _ problem: String) {
        self.key = key
        self.problem = problem
    }

    /// The entry and what is wrong with it.
    public var description: String { "optimizer state: \(key) \(problem)" }
}

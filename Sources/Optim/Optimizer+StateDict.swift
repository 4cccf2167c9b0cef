extension Optimizer {
    /// What the optimizer remembers, in one flat dictionary that can be saved as a safetensors file.
    ///
    /// | entry | what it is |
    /// |---|---|
    /// | `linear.weight/step` | the number of steps of a parameter, under its path |
    /// | `linear.weight/mean`, ... | what the rule remembers of it; float32 of parameters in half precision |
    /// | `groups/0/learningRate` | a group's rate, float64 |
    /// | `groups/0/baseLearningRate` | the rate that schedules start from |
    /// | `groups/0/scheduledLearningRate` | the rate that the schedules have set, if any have |
    /// | `groups/0/weightDecay`, `groups/0/betas`, ... | the options of the group's rule, float64; see ``RuleOption`` |
    ///
    /// It has the options even where nobody has changed them, so that a file says what a run was.
    public var stateDict: [String: Tensor] {
        var state: [String: Tensor] = [:]
        for (index, group) in groups.enumerated() {
            func save(_ name: String, _ value: Double) { state["groups/\(index)/\(name)"] = Tensor(value, dtype: .float64) }
            save("learningRate", group.learningRate)
            save("baseLearningRate", group.scheduled?.base ?? group.learningRate)
            if let scheduled = group.scheduled { save("scheduledLearningRate", scheduled.rate) }
            for (name, value) in group.rule.savedOptions { state["groups/\(index)/\(name)"] = value }
            for (parameter, slots) in zip(group.parameters, group.states) where slots.step > 0 {
                state[parameter.name + "/step"] = Tensor(slots.step)
                for (name, tensor) in slots.all { state[parameter.name + "/" + name] = tensor }
            }
        }
        return state
    }

    /// Goes on from a saved state, with the parameters it belongs to.
    ///
    /// What a rule remembers is learnt from a step of it on zeros. A parameter without entries starts anew, and an option without one stays
    /// as it is. Schedulers may be made before or after; their counts are not part of the state (see ``Scheduler/state``). Where it has no
    /// base rates, as states of earlier versions, schedules that are here keep theirs.
    ///
    /// - Throws: ``OptimizerStateError`` with every entry that is missing, is of nothing here, or has another shape; then nothing has
    ///   been changed.
    public func load(_ state: [String: Tensor]) throws(OptimizerStateError) { try prepareToLoad(state)() }

    /// Checks a saved state, and returns what loads it: with it, several optimizers and models are loaded all or none.
    ///
    /// - Returns: a function that goes on from the state; nothing is changed until then.
    /// - Throws: ``OptimizerStateError`` with everything that does not fit.
    public func prepareToLoad(_ state: [String: Tensor]) throws(OptimizerStateError) -> () -> Void {
        var reader = StateReader(state)
        var loaded = groups
        for index in loaded.indices { loaded[index].load("groups/\(index)/", from: &reader, isScheduled: !schedules.isEmpty) }
        try reader.finish("is not part of this optimizer's state")
        return { self.groups = loaded }
    }
}

extension Optimizer.Group {
    fileprivate mutating func load(_ prefix: String, from state: inout StateReader, isScheduled: Bool) {
        if let rate = state.number(prefix + "learningRate", "a learning rate") {
            learningRate = rate
            scheduled?.rate = rate
        }
        let base = state.number(prefix + "baseLearningRate", "a learning rate")
        let rate = state.number(prefix + "scheduledLearningRate", "a learning rate")
        if let base {
            // Nobody has moved the rate where it is its own base.
            let isFree = rate == nil && base == learningRate && !isScheduled
            scheduled = isFree ? nil : Scheduled(base: base, rate: rate ?? learningRate)
        }
        rule.takeOptions(prefix, from: &state)
        takeFormerMomentum(prefix, from: &state)
        for (position, parameter) in parameters.enumerated() {
            states[position] = OptimizerState(of: parameter, rule, from: &state)
        }
    }

    /// Earlier versions saved the momentum of any rule under this name, where a schedule had moved it.
    private mutating func takeFormerMomentum(_ prefix: String, from state: inout StateReader) {
        guard var former = rule as? any RuleWithMomentum else { return }
        let range = 0...(rule is any RuleWithBetas ? 1.0.nextDown : .greatestFiniteMagnitude)
        if let momentum = state.number(prefix + "momentum", "a momentum", in: range) {
            former.momentum = momentum
            rule = former
        }
    }
}

extension OptimizerState {
    /// What is saved of one parameter.
    fileprivate init(of parameter: NamedParameter, _ rule: any UpdateRule, from state: inout StateReader) {
        self.init()
        let name = parameter.name
        guard state.has(name + "/step") else { return }
        step = state.count(name + "/step", "a number of steps") ?? 0
        device = parameter.cell.value?.device ?? .cpu
        if let rule = rule as? any RuleWithFormerState { state.replace { rule.renew(&$0, of: name) } }
        for (entry, expected) in OptimizerState.expected(for: parameter, rule) {
            guard let tensor = state.take(name + "/" + entry, shape: expected.shape) else { continue }
            self[entry] = tensor.to(expected.dtype).onDevice(of: expected)
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

/// What a tracing has written down so far.
///
/// Values are told apart by the storages of their tensors, which the builder keeps, so that no other tensor gets the same identity; views
/// by the memory that they share.
struct GraphBuilder {
    private var error: TracingError?
    private var values: [Graph.Value] = []
    private var tensors: [Tensor] = []
    private var inputs: [Graph.Value] = []
    private var constants: [Graph.Constant] = []
    private var steps: [Graph.Step] = []
    private var stores: [(source: any VariableSource, value: Graph.Value)] = []
    private var readings: [VariableReading] = []

    /// What each variable that was read or written holds.
    private var contents: [ObjectIdentifier: Tensor?] = [:]
    private var valuesByStorage: [ObjectIdentifier: Int] = [:]
    /// The value in whose memory others lie.
    private var valuesByMemory: [ObjectIdentifier: Int] = [:]
    private var constantIDs: Set<Int> = []

    /// Generators that numbers were drawn from, and those whose state was set.
    private var drawn: Set<ObjectIdentifier> = []
    private var restarted: Set<ObjectIdentifier> = []
    private var substitutes: [ObjectIdentifier: Generator] = [:]

    init(inputs: [Tensor]) { self.inputs = inputs.map { add($0) } }

    mutating func end(_ reason: TracingError.Reason, _ description: String) {
        if error == nil { error = TracingError(reason, description) }
        // Nothing of it is needed any more.
        (steps, stores) = ([], [])
    }

    /// Whether a tensor depends on inputs, variables or random numbers.
    func isDynamic(_ x: Tensor) -> Bool {
        if let value = valuesByStorage[ObjectIdentifier(x.storage)] { return !constantIDs.contains(value) }
        return valuesByMemory[x.storage.memory].map { !constantIDs.contains($0) } ?? false
    }

    /// A primitive; of constants it gives another constant, and is not written down.
    mutating func record(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor
    ) {
        if error != nil || !Operation.all(x, y, z, rest).contains(where: isDynamic) { return }
        if case .nonZero = operation { return end(.shapeOfValues, "gives nonZero values that depend on the inputs") }
        let (x, y, z, rest) = (value(of: x), y.map { value(of: $0) }, z.map { value(of: $0) }, rest.map { value(of: $0) })
        let node = Graph.Node(operation: operation, x: x, y: y, z: z, rest: rest, result: add(result))
        if error == nil { steps.append(.node(node)) }
    }

    mutating func record(_ source: RandomSource, _ result: Tensor) {
        if error != nil { return }
        let identity = ObjectIdentifier(source.generator)
        drawn.insert(identity)
        if restarted.contains(identity) { return endAtState() }
        steps.append(.draw(Graph.RandomDraw(source: source, result: add(result))))
    }

    mutating func record(_ requirement: Graph.Check.Requirement, _ x: Tensor) {
        if error != nil || !isDynamic(x) { return }
        let check = Graph.Check(requirement: requirement, value: value(of: x))
        if error == nil { steps.append(.check(check)) }
    }

    /// A generator that replaces another one, whose state must not change.
    mutating func substitute(for generator: Generator) -> Generator {
        let identity = ObjectIdentifier(generator)
        if let known = substitutes[identity] { return known }
        let copy = Generator(generator.state)
        substitutes[identity] = copy
        return copy
    }

    mutating func noteState(of generator: Generator) {
        restarted.insert(ObjectIdentifier(generator))
        if drawn.contains(ObjectIdentifier(generator)) { endAtState() }
    }

    private mutating func endAtState() { end(.generatorState, "sets the state of a generator that it draws from") }

    func tensor(of source: any VariableSource) -> Tensor?? { contents[ObjectIdentifier(source)] }

    mutating func read(_ source: any VariableSource, _ tensor: Tensor?, isTracked: Bool) {
        contents[ObjectIdentifier(source)] = .some(tensor)
        readings.append(VariableReading(source, tensor.map { add($0) }, tensor, isTracked: isTracked))
    }

    mutating func store(_ tensor: Tensor?, in source: any VariableSource) {
        if error != nil { return }
        guard let tensor else { return end(.removedVariable, "removes the tensor of a \(source.variableKind)") }
        contents[ObjectIdentifier(source)] = .some(tensor.detached())
        stores.removeAll { $0.source === source }
        stores.append((source, value(of: tensor)))
    }

    /// The value that a tensor is. What is not known is constant.
    private mutating func value(of x: Tensor) -> Graph.Value {
        if let id = valuesByStorage[ObjectIdentifier(x.storage)] { return values[id] }
        if let id = valuesByMemory[x.storage.memory], !constantIDs.contains(id) {
            end(.sharedMemory, "reads the memory of a tensor that depends on the inputs, past the primitives")
        }
        let value = add(x.detached(), isConstant: true)
        constants.append(Graph.Constant(value: value, tensor: x.detached()))
        return value
    }

    private mutating func add(_ tensor: Tensor, isConstant: Bool = false) -> Graph.Value {
        let (id, own) = (values.count, tensor.storage)
        let storage = isConstant ? id : valuesByMemory[own.memory] ?? id
        let owner = storage == id ? own : tensors[storage].storage
        let isWhole =
            own.base == owner.base && own.layout.shape == owner.layout.shape && own.layout.strides == owner.layout.strides
        let value = Graph.Value(
            id: id, dtype: tensor.dtype, device: tensor.device, storage: storage, offset: own.base - owner.base,
            layout: own.layout, isWhole: isWhole)
        values.append(value)
        tensors.append(tensor.detached())
        valuesByStorage[ObjectIdentifier(own)] = id
        if storage == id { valuesByMemory[own.memory] = id }
        if isConstant || constantIDs.contains(storage) { constantIDs.insert(id) }
        return value
    }

    /// The graph of what leads to the outputs.
    mutating func graph(_ outputs: [Tensor], _ names: [ObjectIdentifier: String]) -> Result<Graph, TracingError> {
        let outputs = outputs.map { value(of: $0) }
        if let error { return .failure(error) }
        var wanted: Set<Int> = []
        func want(_ values: [Graph.Value]) { for value in values { wanted.formUnion([value.id, value.storage]) } }
        want(outputs + stores.map(\.value))
        var needed: [Graph.Step] = []
        for step in steps.reversed() {
            if case .node(let node) = step, !node.operation.checksValues, !wanted.contains(node.result.id) { continue }
            want(step.operands)
            needed.append(step)
        }
        needed.reverse()
        var renumbering = Renumbering()
        let inputs = inputs.map { renumbering.add($0) }
        var counts: [Graph.Variable.Kind: Int] = [:]
        func name(_ source: any VariableSource) -> String {
            if let name = names[ObjectIdentifier(source)] { return name }
            let kind = source.variableKind
            defer { counts[kind, default: 0] += 1 }
            return "\(kind)\(counts[kind, default: 0])"
        }
        var (variables, readings): ([Graph.Variable], [VariableReading]) = ([], [])
        for reading in self.readings {
            guard let old = reading.value, wanted.contains(old.id) else {
                readings.append(VariableReading(reading, nil))
                continue
            }
            let value = renumbering.add(old)
            readings.append(VariableReading(reading, value))
            variables.append(
                Graph.Variable(
                    name: name(reading.source), kind: reading.source.variableKind, value: value,
                    requiresGradient: reading.isTracked, source: reading.source))
        }
        let constants = constants.filter { wanted.contains($0.value.id) }.map {
            Graph.Constant(value: renumbering.add($0.value), tensor: $0.tensor)
        }
        let steps = needed.map { renumbering.step($0) }
        let written = stores.map { store in
            let known = variables.first { $0.source === store.source }?.name
            return Graph.Store(
                name: known ?? name(store.source), kind: store.source.variableKind, value: renumbering[store.value],
                source: store.source)
        }
        return .success(
            Graph(
                inputs: inputs, variables: variables, constants: constants, steps: steps,
                outputs: outputs.map { renumbering[$0] },
                stores: written, valueCount: renumbering.count, readings: readings))
    }
}

/// New ids for the values that a graph keeps, without gaps.
private struct Renumbering {
    private var values: [Int: Graph.Value] = [:]

    var count: Int { values.count }

    subscript(_ old: Graph.Value) -> Graph.Value { values[old.id]! }

    mutating func add(_ old: Graph.Value) -> Graph.Value {
        let id = values.count
        let storage = old.storage == old.id ? id : values[old.storage]!.id
        let value = Graph.Value(
            id: id, dtype: old.dtype, device: old.device, storage: storage, offset: old.offset, layout: old.layout,
            isWhole: old.isWhole)
        values[old.id] = value
        return value
    }

    mutating func step(_ step: Graph.Step) -> Graph.Step {
        switch step {
        case .node(let node):
            .node(
                Graph.Node(
                    operation: node.operation, x: self[node.x], y: node.y.map { self[$0] }, z: node.z.map { self[$0] },
                    rest: node.rest.map { self[$0] }, result: add(node.result)))
        case .draw(let draw): .draw(Graph.RandomDraw(source: draw.source, result: add(draw.result)))
        case .check(let check): .check(Graph.Check(requirement: check.requirement, value: self[check.value]))
        }
    }
}

extension Operation {
    /// Whether it traps over some values, so that it must be computed even where nothing reads the result.
    fileprivate var checksValues: Bool { if case .loss(.binaryCrossEntropy, _) = self { true } else { false } }
}

extension Storage {
    /// Tells the memory from all other; views have their source's.
    var memory: ObjectIdentifier { ObjectIdentifier(owner ?? self) }
}

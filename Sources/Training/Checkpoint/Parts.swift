import NN
import Optim
import Tensor

/// A model's parameters and buffers.
struct ModelPart<Model: Module>: Checkpointable {
    let model: Model
    /// Where the tensors are, so that they need not be found again for every best epoch; nil where they may be elsewhere later.
    private let cells: [NamedParameter]?

    init(_ model: Model) { (self.model, cells) = (model, model.lastingCells) }

    func checkpointState() -> PartState {
        guard let cells else { return PartState(tensors: model.stateDict) }
        return PartState(
            tensors: Dictionary(cells.compactMap { cell in cell.cell.value.map { (cell.name, $0) } }) { first, _ in first })
    }

    func prepareToLoad(_ state: PartState) throws -> () -> Void { try model.prepareToLoad(state.tensors) }
}

/// A variable.
struct ValuePart<Value: Codable>: Checkpointable {
    let get: () -> Value
    let set: (Value) -> Void

    func checkpointState() throws -> PartState {
        try PartState(value: get())
    }

    func prepareToLoad(_ state: PartState) throws -> () -> Void {
        let value = try state.decode(Value.self, "value")
        return { set(value) }
    }
}

/// A part of which only generators are saved.
struct NothingElse: Checkpointable {
    func checkpointState() -> PartState { PartState() }
    func prepareToLoad(_ state: PartState) -> () -> Void { {} }
}

extension Optimizer: Checkpointable {
    /// The `stateDict`.
    public func checkpointState() -> PartState { PartState(tensors: stateDict) }
    /// Checks a `stateDict`.
    public func prepareToLoad(_ state: PartState) throws -> () -> Void { try prepareToLoad(state.tensors) }
}

extension LBFGS: Checkpointable {
    /// The `stateDict`.
    public func checkpointState() -> PartState { PartState(tensors: stateDict) }
    /// Checks a `stateDict`.
    public func prepareToLoad(_ state: PartState) throws -> () -> Void { try prepareToLoad(state.tensors) }
}

extension WeightAverage: Checkpointable {
    /// The `stateDict`.
    public func checkpointState() -> PartState { PartState(tensors: stateDict) }
    /// Checks a `stateDict`.
    public func prepareToLoad(_ state: PartState) throws -> () -> Void { try prepareToLoad(state.tensors) }
}

extension PartState {
    /// Of one value.
    fileprivate init(value: some Encodable) throws {
        self.init()
        try encode(value, as: "value")
    }
}

/// A part that moves an optimizer's rates when it is loaded. It is loaded before the optimizers, whose own rates are exact.
protocol SchedulePart: Checkpointable {}

extension Scheduler: SchedulePart {
    /// The `state`.
    public func checkpointState() throws -> PartState {
        try PartState(value: state)
    }

    /// Checks a `State`.
    public func prepareToLoad(_ saved: PartState) throws -> () -> Void {
        let state = try saved.decode(State.self, "value")
        return { self.state = state }
    }
}

extension ReduceLROnPlateau: SchedulePart {
    /// The `state`.
    public func checkpointState() throws -> PartState {
        try PartState(value: state)
    }

    /// Checks a `State`.
    public func prepareToLoad(_ saved: PartState) throws -> () -> Void {
        let state = try saved.decode(State.self, "value")
        return { self.state = state }
    }
}

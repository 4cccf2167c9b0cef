import Synchronization
import Tensor

/// A tensor of a module that training changes, or that belongs to its state: a shared cell, named by its path.
///
/// Copies of a module share their cells, as references to one torch module do.
public final class ParameterCell: Sendable {
    /// Parameters are trained; buffers are state that is saved but not trained, such as running means.
    public enum Kind: Sendable { case parameter, buffer }

    private struct State {
        var tensor: Tensor?
        var requiresGradient: Bool
    }

    public let kind: Kind
    let leaf = Node()
    private let state: Mutex<State>

    public init(_ tensor: Tensor?, kind: Kind = .parameter) {
        self.kind = kind
        state = Mutex(State(tensor: ParameterCell.checked(tensor, kind), requiresGradient: kind == .parameter))
    }

    /// As a cell keeps it: on no graph.
    private static func checked(_ tensor: consuming Tensor?, _ kind: Kind) -> Tensor? {
        if kind == .parameter, let dtype = tensor?.dtype, !dtype.isFloatingPoint {
            trap("Parameter", "only floating-point tensors have gradients, not \(dtype); a Buffer holds any")
        }
        tensor?.tracer = nil
        return tensor
    }

    /// The tensor, watched where gradients are wanted; nil where the module has none.
    public var watched: Tensor? {
        var (tensor, requiresGradient) = current
        if requiresGradient && Mode.isRecording { tensor?.tracer = leaf }
        return tensor
    }

    /// The tensor without a watcher.
    public var value: Tensor? {
        get { current.tensor }
        set {
            let tensor = ParameterCell.checked(newValue, kind)
            requireWritable()
            if let tracer = GraphTracer.current, !tracer.store(tensor, in: self) { return }
            put(tensor)
        }
    }

    /// Whether gradients are wanted; false freezes the parameter. Buffers never have any.
    public var requiresGradient: Bool {
        get { content.isTracked }
        set { state.withLock { $0.requiresGradient = newValue && kind == .parameter } }
    }

    /// Changes the tensor in place. Nobody else has it meanwhile, so that memory which is not shared need not be copied.
    public func update(_ body: (inout Tensor) -> Void) {
        if GraphTracer.isActive {
            guard var tensor = value else { return }
            body(&tensor)
            value = tensor
            return
        }
        requireWritable()
        state.withLock { state in
            guard var tensor = state.tensor.take() else { return }
            body(&tensor)
            state.tensor = ParameterCell.checked(tensor, kind)
        }
    }
}

extension ParameterCell: VariableSource {
    package var variableKind: Graph.Variable.Kind { kind == .parameter ? .parameter : .buffer }

    /// A change would not be seen by whoever made it.
    private func requireWritable() {
        if let snapshot = VariableSnapshot.now, !snapshot.isWritable, snapshot[self] != nil {
            trap("ModelSnapshot", "a \(kind) is written to where a snapshot is read; predict inside evaluating { }")
        }
    }

    /// What the task finds here: the content, or what the graph that is made of the task knows in its place.
    private var current: (tensor: Tensor?, isTracked: Bool) {
        let content = content
        if let tracer = GraphTracer.current { return (tracer.read(self), content.isTracked) }
        return content
    }

    package var content: (tensor: Tensor?, isTracked: Bool) {
        if let content = VariableSnapshot.now?[self] { return content }
        return state.withLock { ($0.tensor, $0.requiresGradient) }
    }

    package func withContent<R>(_ body: (Tensor?, Bool) -> R) -> R {
        state.withLock { body($0.tensor, $0.requiresGradient) }
    }

    package func put(_ tensor: Tensor?) { state.withLock { $0.tensor = tensor } }
}

/// A parameter of a module: reading it gives the tensor, on the graph unless recording is off.
///
/// ```swift
/// struct Scale: Module {
///     @Parameter var factor: Tensor = Tensor([1.0])
///     @Parameter var offset: Tensor? = nil             // may be absent
///     func callAsFunction(_ x: Tensor) -> Tensor { x * factor + (offset ?? .zeros([1])) }
/// }
/// ```
@propertyWrapper
public struct Parameter<Value: ParameterValue>: Sendable, ParameterHolder {
    public let cell: ParameterCell

    public init(wrappedValue: Value) { cell = ParameterCell(wrappedValue.tensor) }

    /// Assigning replaces the tensor for every copy of the module.
    public var wrappedValue: Value {
        get { Value(parameter: cell.watched) }
        nonmutating set { cell.value = newValue.tensor }
    }

    /// The cell: to freeze the parameter, or to ask ``Gradients`` for it.
    public var projectedValue: ParameterCell { cell }
}

/// State of a module that is saved with it but not trained (torch's `register_buffer`).
@propertyWrapper
public struct Buffer<Value: ParameterValue>: Sendable, ParameterHolder {
    public let cell: ParameterCell

    public init(wrappedValue: Value) { cell = ParameterCell(wrappedValue.tensor, kind: .buffer) }

    public var wrappedValue: Value {
        get { Value(parameter: cell.value) }
        nonmutating set { cell.value = newValue.tensor }
    }

    public var projectedValue: ParameterCell { cell }
}

/// What holds a cell; how modules are searched for parameters.
public protocol ParameterHolder {
    var cell: ParameterCell { get }
}

/// What a parameter is read as: a tensor, or one that may be absent.
public protocol ParameterValue: Sendable {
    init(parameter tensor: Tensor?)
    var tensor: Tensor? { get }
}

extension Tensor: ParameterValue {
    public init(parameter tensor: Tensor?) {
        guard let tensor else { trap("Parameter", "the parameter has no tensor") }
        self = tensor
    }

    public var tensor: Tensor? { self }
}

extension Tensor?: ParameterValue {
    public init(parameter tensor: Tensor?) { self = tensor }
    public var tensor: Tensor? { self }
}

/// A parameter and its path in the model: `linear.weight`.
public struct NamedParameter: Sendable {
    public let name: String
    public let cell: ParameterCell

    public init(_ name: String, _ cell: ParameterCell) {
        self.name = name
        self.cell = cell
    }
}

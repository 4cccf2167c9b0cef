import Synchronization
import Tensor

/// The box of a parameter or a buffer: a tensor that training changes, or that belongs to a module's state.
///
/// Copies of a module share their cells, as references to one torch module do.
public final class ParameterCell: Sendable {
    /// What a cell holds.
    public enum Kind: Sendable {
        /// A tensor that training changes.
        case parameter
        /// State that is saved but not trained, such as a running mean (torch's `register_buffer`).
        case buffer
    }

    private struct State {
        var tensor: Tensor?
        var requiresGradient: Bool
    }

    /// Whether this is a parameter or a buffer.
    public let kind: Kind
    let leaf = Node()
    private let state: Mutex<State>

    /// A cell with a tensor, or with none where the module may do without.
    ///
    /// - Precondition: a parameter has a floating-point dtype; a buffer may have any.
    public init(_ tensor: Tensor?, kind: Kind = .parameter) {
        self.kind = kind
        state = Mutex(State(tensor: ParameterCell.checked(tensor, kind), requiresGradient: kind == .parameter))
    }

    /// The tensor as a cell keeps it: without a tracer.
    private static func checked(_ tensor: consuming Tensor?, _ kind: Kind) -> Tensor? {
        if kind == .parameter, let dtype = tensor?.dtype, !dtype.isFloatingPoint {
            trap("Parameter", "only floating-point tensors have gradients, not \(dtype); a Buffer holds any")
        }
        tensor?.tracer = nil
        return tensor
    }

    /// The tensor, tracked where gradients are wanted, as a module reads it in its forward pass; nil where the module has none.
    public var tracked: Tensor? {
        var (tensor, requiresGradient) = current
        if requiresGradient && Mode.isRecording { tensor?.tracer = leaf }
        return tensor
    }

    /// The tensor, without a tracer; nil where the module has none. Writing it changes the parameter for all that share the cell.
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

    /// Changes the tensor in place. The closure holds the only reference to it, so memory that is not shared is not copied.
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

    /// What the task finds here: the content, or what the tracer of the task has instead.
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

/// A parameter of a module: reading it gives the tensor, tracked unless recording is off.
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
    /// The box that holds the tensor.
    public let cell: ParameterCell

    /// A parameter with this initial value.
    ///
    /// - Precondition: a floating-point dtype.
    public init(wrappedValue: Value) { cell = ParameterCell(wrappedValue.tensor) }

    /// The tensor, tracked unless recording is off. Assigning replaces it for every copy of the module.
    public var wrappedValue: Value {
        get { Value(parameter: cell.tracked) }
        nonmutating set { cell.value = newValue.tensor }
    }

    /// The cell: to freeze the parameter, or to ask ``Gradients`` for it.
    public var projectedValue: ParameterCell { cell }
}

/// State of a module that is saved with it but not trained (torch's `register_buffer`).
@propertyWrapper
public struct Buffer<Value: ParameterValue>: Sendable, ParameterHolder {
    /// The box that holds the tensor.
    public let cell: ParameterCell

    /// A buffer with this initial value, of any dtype.
    public init(wrappedValue: Value) { cell = ParameterCell(wrappedValue.tensor, kind: .buffer) }

    /// The tensor, which is never tracked. Assigning replaces it for every copy of the module.
    public var wrappedValue: Value {
        get { Value(parameter: cell.value) }
        nonmutating set { cell.value = newValue.tensor }
    }

    /// The cell: to read or replace the tensor through a reference.
    public var projectedValue: ParameterCell { cell }
}

/// What holds a cell: ``Parameter``, ``Buffer``, and property wrappers like them. Modules are searched for these.
public protocol ParameterHolder {
    /// The box that holds the tensor.
    var cell: ParameterCell { get }
}

/// What a parameter is read as: a tensor, or one that may be absent.
public protocol ParameterValue: Sendable {
    /// The value of a parameter that holds this tensor, or none.
    init(parameter tensor: Tensor?)
    /// The tensor to hold, if any.
    var tensor: Tensor? { get }
}

extension Tensor: ParameterValue {
    /// The tensor of a parameter.
    ///
    /// - Precondition: the parameter has one.
    public init(parameter tensor: Tensor?) {
        guard let tensor else { trap("Parameter", "the parameter has no tensor") }
        self = tensor
    }

    /// The tensor itself.
    public var tensor: Tensor? { self }
}

extension Tensor?: ParameterValue {
    /// The tensor of a parameter, if it has one.
    public init(parameter tensor: Tensor?) { self = tensor }
    /// The optional itself.
    public var tensor: Tensor? { self }
}

/// A parameter and its path in the model: `linear.weight`.
public struct NamedParameter: Sendable {
    /// The path in the model, as in torch's state dicts: `linear.weight`.
    public let name: String
    /// The box that holds the tensor.
    public let cell: ParameterCell

    /// A parameter with a name. Modules make them (`model.parameters`).
    public init(_ name: String, _ cell: ParameterCell) {
        self.name = name
        self.cell = cell
    }
}

/// What holds a tensor that may be another one whenever it is read: a parameter or a buffer.
package protocol VariableSource: AnyObject, Sendable {
    /// What becomes of it.
    var variableKind: Graph.Variable.Kind { get }

    /// The tensor, and whether its gradient is wanted: those of the snapshot that this task reads, if there is one.
    var content: (tensor: Tensor?, isTracked: Bool) { get }

    /// Looks at what is there now, without a copy.
    func withContent<R>(_ body: (_ tensor: Tensor?, _ isTracked: Bool) -> R) -> R

    /// Holds a new tensor.
    func put(_ tensor: Tensor?)
}

/// A variable that a traced function looked at, and what was in it.
package final class VariableReading: Sendable {
    package let source: any VariableSource
    /// Nil where there was no tensor, or the graph does not need it.
    let value: Graph.Value?
    /// The number of the value's buffer in a program; -1 where there is none.
    let buffer: Int
    private let shape: Shape?
    private let dtype: DType?
    private let device: Device?
    package let isTracked: Bool

    init(_ source: any VariableSource, _ value: Graph.Value?, _ tensor: Tensor?, isTracked: Bool) {
        self.source = source
        self.value = value
        buffer = value?.id ?? -1
        (shape, dtype, device) = (tensor?.shape, tensor?.dtype, tensor?.device)
        self.isTracked = isTracked
    }

    /// The same reading of a value that has another id.
    init(_ other: VariableReading, _ value: Graph.Value?) {
        (source, self.value, isTracked) = (other.source, value, other.isTracked)
        buffer = value?.id ?? -1
        (shape, dtype, device) = (other.shape, other.dtype, other.device)
    }

    /// Whether there was no tensor.
    var isAbsent: Bool { shape == nil }

    /// Whether a tensor is like the one that was there.
    func fits(_ storage: Storage?, _ isTracked: Bool) -> Bool {
        // No unwrapped copy: that would count a reference.
        isTracked == self.isTracked && storage?.dtype == dtype && storage?.device == device && storage?.layout.shape == shape
    }
}

/// Layers applied one after the other (torch's `nn.Sequential`). Parameters are named by position: `0.weight`.
///
/// ```swift
/// let model = Sequential {
///     Linear(784, 128)
///     ReLU()
///     if regularized { Dropout(0.2) }
///     Linear(128, 10)
/// }
/// ```
public struct Sequential: Module, CustomReflectable {
    /// The layers, in order.
    public let layers: [any Module<Tensor, Tensor>]

    /// A sequence of layers from an array.
    public init(_ layers: [any Module<Tensor, Tensor>]) { self.layers = layers }

    /// A sequence of layers from a builder; see ``SequentialBuilder``.
    public init(@SequentialBuilder layers: () -> [any Module<Tensor, Tensor>]) { self.layers = layers() }

    /// Applies all layers in order.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        var output = x
        for layer in layers { output = layer(output) }
        return output
    }

    /// The layers are the children, so that paths have positions only.
    public var customMirror: Mirror { Mirror(self, unlabeledChildren: layers, displayStyle: .collection) }
}

/// A result builder for the layers of a ``Sequential``; supports `if`, `switch` and `for`.
@resultBuilder
public enum SequentialBuilder {
    /// The layers of a statement of the builder's closure.
    public typealias Layers = [any Module<Tensor, Tensor>]

    /// A single layer.
    public static func buildExpression(_ layer: any Module<Tensor, Tensor>) -> Layers { [layer] }
    /// The layers of all statements, in order.
    public static func buildBlock(_ statements: Layers...) -> Layers { statements.flatMap(\.self) }
    /// The layers of an `if` without an `else`; none where the condition is false.
    public static func buildOptional(_ statement: Layers?) -> Layers { statement ?? [] }
    /// The layers of the first branch of an `if` or `switch`.
    public static func buildEither(first: Layers) -> Layers { first }
    /// The layers of the other branch of an `if` or `switch`.
    public static func buildEither(second: Layers) -> Layers { second }
    /// The layers of all iterations of a `for`, in order.
    public static func buildArray(_ statements: [Layers]) -> Layers { statements.flatMap(\.self) }
}

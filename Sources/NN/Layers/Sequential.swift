/// Layers one after the other (torch's `nn.Sequential`). Parameters are named by position: `0.weight`.
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
    public let layers: [any Module<Tensor, Tensor>]

    public init(_ layers: [any Module<Tensor, Tensor>]) { self.layers = layers }

    public init(@SequentialBuilder layers: () -> [any Module<Tensor, Tensor>]) { self.layers = layers() }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        var output = x
        for layer in layers { output = layer(output) }
        return output
    }

    /// The layers are the children, so that paths go by position alone.
    public var customMirror: Mirror { Mirror(self, unlabeledChildren: layers, displayStyle: .collection) }
}

/// Collects the layers of a ``Sequential``; takes `if`, `switch` and `for`.
@resultBuilder
public enum SequentialBuilder {
    public typealias Layers = [any Module<Tensor, Tensor>]

    public static func buildExpression(_ layer: any Module<Tensor, Tensor>) -> Layers { [layer] }
    public static func buildBlock(_ parts: Layers...) -> Layers { parts.flatMap(\.self) }
    public static func buildOptional(_ part: Layers?) -> Layers { part ?? [] }
    public static func buildEither(first: Layers) -> Layers { first }
    public static func buildEither(second: Layers) -> Layers { second }
    public static func buildArray(_ parts: [Layers]) -> Layers { parts.flatMap(\.self) }
}

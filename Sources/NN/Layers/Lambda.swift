/// A function without parameters, as a layer.
///
/// ```swift
/// Sequential {
///     Linear(4, 8)
///     Lambda { $0.square() }
/// }
/// ```
public struct Lambda: Module {
    private let function: @Sendable (Tensor) -> Tensor

    public init(_ function: @escaping @Sendable (Tensor) -> Tensor) { self.function = function }

    public func callAsFunction(_ x: Tensor) -> Tensor { function(x) }
}

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

    /// A layer that calls a function. It must not use parameters: they would not be found.
    public init(_ function: @escaping @Sendable (Tensor) -> Tensor) { self.function = function }

    /// Calls the function.
    public func callAsFunction(_ x: Tensor) -> Tensor { function(x) }
}

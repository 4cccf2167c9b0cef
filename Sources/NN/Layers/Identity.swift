/// Returns its input (torch's `nn.Identity`): a placeholder for a layer.
public struct Identity: Module {
    /// An identity. It has no settings.
    public init() {}
    /// Returns `x`.
    public func callAsFunction(_ x: Tensor) -> Tensor { x }
}

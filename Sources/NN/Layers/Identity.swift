/// Gives its input back (torch's `nn.Identity`): a place for a layer that is not there.
public struct Identity: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x }
}

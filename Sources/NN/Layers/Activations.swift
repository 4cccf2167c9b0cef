/// 1 / (1 + e⁻ˣ), element by element (torch's `nn.Sigmoid`).
public struct Sigmoid: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.sigmoid() }
}

/// max(x, 0), element by element (torch's `nn.ReLU`).
public struct ReLU: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.relu() }
}

/// The hyperbolic tangent, element by element (torch's `nn.Tanh`).
public struct Tanh: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.tanh() }
}

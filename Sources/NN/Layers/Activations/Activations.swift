// Functions of each element, as layers: without settings, a line each.

/// max(x, 0) (torch's `nn.ReLU`).
public struct ReLU: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.relu() }
}

/// x held within 0 and 6 (torch's `nn.ReLU6`).
public struct ReLU6: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.relu6() }
}

/// 1.0507 · elu(x, α = 1.6733), which keeps mean 0 and variance 1 from layer to layer (Klambauer et al., 2017; torch's `nn.SELU`).
public struct SELU: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.selu() }
}

/// x · sigmoid(x) (torch's `nn.SiLU`).
public struct SiLU: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.silu() }
}

/// x · tanh(log(1 + eˣ)) (torch's `nn.Mish`).
public struct Mish: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.mish() }
}

/// 1 / (1 + e⁻ˣ) (torch's `nn.Sigmoid`).
public struct Sigmoid: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.sigmoid() }
}

/// log(1 / (1 + e⁻ˣ)), which does not underflow (torch's `nn.LogSigmoid`).
public struct LogSigmoid: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.logSigmoid() }
}

/// (x + 3) / 6, held within 0 and 1 (torch's `nn.Hardsigmoid`).
public struct Hardsigmoid: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.hardsigmoid() }
}

/// x · (x + 3) / 6, the factor held within 0 and 1 (torch's `nn.Hardswish`).
public struct Hardswish: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.hardswish() }
}

/// The hyperbolic tangent (torch's `nn.Tanh`).
public struct Tanh: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.tanh() }
}

/// x - tanh(x) (torch's `nn.Tanhshrink`).
public struct Tanhshrink: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.tanhshrink() }
}

/// x / (1 + |x|) (torch's `nn.Softsign`).
public struct Softsign: Module {
    public init() {}
    public func callAsFunction(_ x: Tensor) -> Tensor { x.softsign() }
}

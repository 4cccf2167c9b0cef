// Elementwise activations without settings, as layers.

/// max(x, 0) (torch's `nn.ReLU`).
public struct ReLU: Module {
    /// A ReLU. It has no settings.
    public init() {}
    /// max(x, 0) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.relu() }
}

/// x clamped to [0, 6] (torch's `nn.ReLU6`).
public struct ReLU6: Module {
    /// A ReLU6. It has no settings.
    public init() {}
    /// min(max(x, 0), 6) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.relu6() }
}

/// 1.0507 · elu(x, α = 1.6733), which preserves mean 0 and variance 1 from layer to layer (Klambauer et al., 2017; torch's
/// `nn.SELU`).
public struct SELU: Module {
    /// A SELU. It has no settings.
    public init() {}
    /// Applies the function to each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.selu() }
}

/// x · σ(x), also known as swish (torch's `nn.SiLU`).
public struct SiLU: Module {
    /// A SiLU. It has no settings.
    public init() {}
    /// x · σ(x) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.silu() }
}

/// x · tanh(log(1 + eˣ)) (torch's `nn.Mish`).
public struct Mish: Module {
    /// A Mish. It has no settings.
    public init() {}
    /// x · tanh(log(1 + eˣ)) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.mish() }
}

/// 1 / (1 + e⁻ˣ) (torch's `nn.Sigmoid`).
public struct Sigmoid: Module {
    /// A sigmoid. It has no settings.
    public init() {}
    /// 1 / (1 + e⁻ˣ) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.sigmoid() }
}

/// log(1 / (1 + e⁻ˣ)), computed without underflow (torch's `nn.LogSigmoid`).
public struct LogSigmoid: Module {
    /// A log-sigmoid. It has no settings.
    public init() {}
    /// log σ(x) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.logSigmoid() }
}

/// (x + 3) / 6 clamped to [0, 1] (torch's `nn.Hardsigmoid`).
public struct Hardsigmoid: Module {
    /// A hard sigmoid. It has no settings.
    public init() {}
    /// (x + 3) / 6, clamped to [0, 1], of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.hardsigmoid() }
}

/// x times (x + 3) / 6, the latter clamped to [0, 1] (torch's `nn.Hardswish`).
public struct Hardswish: Module {
    /// A hard swish. It has no settings.
    public init() {}
    /// x · hardsigmoid(x) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.hardswish() }
}

/// The hyperbolic tangent (torch's `nn.Tanh`).
public struct Tanh: Module {
    /// A hyperbolic tangent. It has no settings.
    public init() {}
    /// tanh(x) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.tanh() }
}

/// x - tanh(x) (torch's `nn.Tanhshrink`).
public struct Tanhshrink: Module {
    /// A tanh shrinkage. It has no settings.
    public init() {}
    /// x - tanh(x) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.tanhshrink() }
}

/// x / (1 + |x|) (torch's `nn.Softsign`).
public struct Softsign: Module {
    /// A softsign. It has no settings.
    public init() {}
    /// x / (1 + |x|) of each element; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.softsign() }
}

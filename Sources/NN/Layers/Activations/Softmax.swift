/// eˣ / Σ eˣ along a dim (torch's `nn.Softmax`; along -3, its `nn.Softmax2d`).
public struct Softmax: Module {
    private let dim: Int
    public init(dim: Int) { self.dim = dim }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.softmax(dim: dim) }
}

/// e⁻ˣ / Σ e⁻ˣ along a dim (torch's `nn.Softmin`).
public struct Softmin: Module {
    private let dim: Int
    public init(dim: Int) { self.dim = dim }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.softmin(dim: dim) }
}

/// log(eˣ / Σ eˣ) along a dim (torch's `nn.LogSoftmax`).
public struct LogSoftmax: Module {
    private let dim: Int
    public init(dim: Int) { self.dim = dim }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.logSoftmax(dim: dim) }
}

/// The first half along a dim, times the sigmoid of the second (torch's `nn.GLU`).
public struct GLU: Module {
    private let dim: Int
    public init(dim: Int = -1) { self.dim = dim }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.glu(dim: dim) }
}

/// eˣ / Σ eˣ along a dim (torch's `nn.Softmax`; along -3, its `nn.Softmax2d`).
public struct Softmax: Module {
    private let dim: Int
    /// A softmax along `dim`; negative dims count from the end.
    public init(dim: Int) { self.dim = dim }
    /// Positive elements that add up to 1 along the dim; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.softmax(dim: dim) }
}

/// e⁻ˣ / Σ e⁻ˣ along a dim (torch's `nn.Softmin`).
public struct Softmin: Module {
    private let dim: Int
    /// A softmin along `dim`; negative dims count from the end.
    public init(dim: Int) { self.dim = dim }
    /// Positive elements that add up to 1 along the dim, the largest for the smallest of x; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.softmin(dim: dim) }
}

/// log(eˣ / Σ eˣ) along a dim (torch's `nn.LogSoftmax`).
public struct LogSoftmax: Module {
    private let dim: Int
    /// A log-softmax along `dim`; negative dims count from the end.
    public init(dim: Int) { self.dim = dim }
    /// The logarithm of the softmax, computed without overflow; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.logSoftmax(dim: dim) }
}

/// The first half of a dim, times the sigmoid of the second half (torch's `nn.GLU`).
public struct GLU: Module {
    private let dim: Int
    /// A gated linear unit along `dim`; negative dims count from the end.
    public init(dim: Int = -1) { self.dim = dim }
    /// `a · σ(b)` for the two halves a and b of x; the dim has half its size afterwards.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.glu(dim: dim) }
}

/// a · b / max(‖a‖ ‖b‖, ε) along a dim (torch's `nn.CosineSimilarity`).
public struct CosineSimilarity: Module {
    private let dim: Int
    private let eps: Double

    /// The similarity along `dim`; `eps` is the least divisor.
    public init(dim: Int = 1, eps: Double = 1e-8) {
        self.dim = dim
        self.eps = eps
    }

    /// The same as ``callAsFunction(_:_:)``, with both inputs in a tuple.
    public func callAsFunction(_ inputs: (Tensor, Tensor)) -> Tensor { self(inputs.0, inputs.1) }

    /// The similarity of the vectors of a and b, in [-1, 1]; the dim is removed.
    public func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor { a.cosineSimilarity(b, dim: dim, eps: eps) }
}

/// ‖a - b + ε‖ₚ over the last dim (torch's `nn.PairwiseDistance`).
public struct PairwiseDistance: Module {
    private let p, eps: Double
    private let keepDim: Bool

    /// The p-norm distance; `eps` is added to each difference, and `keepDim` keeps the last dim with size 1.
    public init(p: Double = 2, eps: Double = 1e-6, keepDim: Bool = false) {
        self.p = p
        self.eps = eps
        self.keepDim = keepDim
    }

    /// The same as ``callAsFunction(_:_:)``, with both inputs in a tuple.
    public func callAsFunction(_ inputs: (Tensor, Tensor)) -> Tensor { self(inputs.0, inputs.1) }

    /// The distance between the vectors of a and b; the last dim is removed, unless it is kept.
    public func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor { a.pairwiseDistance(b, p: p, eps: eps, keepDim: keepDim) }
}

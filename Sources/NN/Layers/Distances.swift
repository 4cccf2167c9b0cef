/// a · b / max(‖a‖ ‖b‖, ε) along a dim (torch's `nn.CosineSimilarity`).
public struct CosineSimilarity: Module {
    private let dim: Int
    private let eps: Double

    public init(dim: Int = 1, eps: Double = 1e-8) {
        self.dim = dim
        self.eps = eps
    }

    public func callAsFunction(_ inputs: (Tensor, Tensor)) -> Tensor { self(inputs.0, inputs.1) }

    public func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor { a.cosineSimilarity(b, dim: dim, eps: eps) }
}

/// ‖a - b + ε‖ₚ over the last dim (torch's `nn.PairwiseDistance`).
public struct PairwiseDistance: Module {
    private let p, eps: Double
    private let keepDim: Bool

    public init(p: Double = 2, eps: Double = 1e-6, keepDim: Bool = false) {
        self.p = p
        self.eps = eps
        self.keepDim = keepDim
    }

    public func callAsFunction(_ inputs: (Tensor, Tensor)) -> Tensor { self(inputs.0, inputs.1) }

    public func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor { a.pairwiseDistance(b, p: p, eps: eps, keepDim: keepDim) }
}

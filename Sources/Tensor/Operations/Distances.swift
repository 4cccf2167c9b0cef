extension Tensor {
    /// ‖self - other + ε‖ₚ over the last dim (torch's `pairwise_distance`); the other dims broadcast.
    public func pairwiseDistance(_ other: Tensor, p: Double = 2, eps: Double = 1e-6, keepDim: Bool = false) -> Tensor {
        (self - other + eps).vectorNorm(order: p, dim: -1, keepDim: keepDim)
    }

    /// Σ x y / √(max(Σ x², ε²) · max(Σ y², ε²)) along a dim (torch's `cosine_similarity`); the shapes broadcast.
    public func cosineSimilarity(_ other: Tensor, dim: Int = 1, eps: Double = 1e-8) -> Tensor {
        let (x, y) = Tensor.aligned(floating(), other.floating(), for: "cosineSimilarity")
        /// The length, held above ε; below it has no slope.
        func length(_ x: Tensor) -> Tensor { x.norm(dim: dim, keepDim: true).clamp(min: eps) }
        return (x / length(x) * (y / length(y))).sum(dim: dim)
    }

    /// x / max(‖x‖ₚ, ε) along a dim (torch's `normalize`).
    public func normalize(p: Double = 2, dim: Int = 1, eps: Double = 1e-12) -> Tensor {
        self / vectorNorm(order: p, dim: dim, keepDim: true).clamp(min: eps)
    }

    /// (Σ |x|ᵖ)^(1/p) along a dim.
    private func vectorNorm(order p: Double, dim: Int, keepDim: Bool) -> Tensor {
        switch p {
        case 2: return norm(dim: dim, keepDim: keepDim)
        case 1: return abs().sum(dim: dim, keepDim: keepDim)
        case 0: return (self .!= 0).sum(dim: dim, keepDim: keepDim).to(dtype)
        case .infinity: return abs().amax(dim: dim, keepDim: keepDim)
        case -.infinity: return abs().amin(dim: dim, keepDim: keepDim)
        default:
            let sum = abs().pow(p).sum(dim: dim, keepDim: keepDim)
            // At 0 a root has no slope; the norm's gradient there is 0, and not NaN.
            let zero = sum .== 0
            return Tensor.where(zero, sum, Tensor.where(zero, 1, sum).pow(1 / p))
        }
    }
}

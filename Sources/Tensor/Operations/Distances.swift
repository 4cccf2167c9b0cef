extension Tensor {
    /// ‖self - other + ε‖ₚ over the last dim (torch's `pairwise_distance`); the other dims broadcast.
    public func pairwiseDistance(_ other: Tensor, p: Double = 2, eps: Double = 1e-6, keepDim: Bool = false) -> Tensor {
        (self - other + eps).norm(p, dim: -1, keepDim: keepDim)
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
        self / norm(p, dim: dim, keepDim: true).clamp(min: eps)
    }
}

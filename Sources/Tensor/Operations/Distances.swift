// Distances, and vectors brought to a length.
extension Tensor {
    /// The p-norm of the difference.
    public func dist(_ other: Tensor, p: Double = 2) -> Tensor { (self - other).norm(p) }

    /// Each slice along a dim, shortened to `maxNorm` where its p-norm is larger.
    public func renorm(_ p: Double, dim: Int, maxNorm: Double) -> Tensor {
        if rank < 2 { trap("renorm", "takes at least two dims, got \(shape)") }
        if p <= 0 || maxNorm < 0 { trap("renorm", "the order \(p) must be positive, the norm \(maxNorm) not negative") }
        let axis = shape.normalized(dim, for: "renorm")
        let norms = norm(p, dims: shape.indices.filter { $0 != axis }, keepDim: true)
        let isLong = norms .> maxNorm
        return self * Tensor.where(isLong, maxNorm / (Tensor.where(isLong, norms, 1) + 1e-7), 1)
    }

    /// Each vector along a dim divided by its p-norm, or by `eps` where that is larger (torch's `nn.functional.normalize`).
    public func normalize(p: Double = 2, dim: Int = 1, eps: Double = 1e-12) -> Tensor {
        self / norm(p, dim: dim, keepDim: true).clamp(min: eps)
    }

    /// x · y / (|x| |y|) along a dim, neither length taken below `eps` (torch's `nn.functional.cosine_similarity`).
    ///
    /// Between -1 and 1, where torch's may be beyond by a rounding. The gradient is torch's there, too.
    public func cosineSimilarity(_ other: Tensor, dim: Int = 1, eps: Double = 1e-8) -> Tensor {
        let (x, y) = Tensor.aligned(floating(), other.floating(), for: "cosineSimilarity")
        /// The length, and its slope even where `eps` stands for it.
        func length(_ x: Tensor) -> Tensor {
            let norm = x.norm(dim: dim, keepDim: true)
            return norm + Tensor.where(norm .< eps, eps - norm, 0).detached()
        }
        let cosine = (x / length(x) * (y / length(y))).sum(dim: dim)
        let excess = cosine.detached() - cosine.detached().clamp(min: -1, max: 1)
        return cosine - excess
    }

    /// The p-norm of x - y + eps over the last dim (torch's `nn.functional.pairwise_distance`).
    public func pairwiseDistance(_ other: Tensor, p: Double = 2, eps: Double = 1e-6, keepDim: Bool = false) -> Tensor {
        (self - other + eps).norm(p, dim: -1, keepDim: keepDim)
    }

    /// The p-norm distances between the rows of a matrix `[n, m]`, each pair once: n (n - 1) / 2 (torch's `nn.functional.pdist`).
    public func pdist(p: Double = 2) -> Tensor {
        if rank != 2 { trap("pdist", "takes a matrix, got \(shape)") }
        if p < 0 { trap("pdist", "the order must not be negative, got \(p)") }
        let n = Tensor.arange(shape[0])
        let pairs = (n.unsqueeze(1) .< n.unsqueeze(0)).nonZero().onDevice(of: self)
        let (first, second) = (indexSelect(dim: 0, pairs.select(dim: 1, 0)), indexSelect(dim: 0, pairs.select(dim: 1, 1)))
        return (first - second).norm(p, dim: 1)
    }

    /// How ``Tensor/cdist(_:p:mode:)`` finds Euclidean distances.
    public enum DistanceMode: Sendable {
        /// By a matrix product where there are more than 25 rows: faster, and less exact for rows that lie close.
        case productIfLarge
        case product, difference
    }

    /// The p-norm distance of each row of this to each row of the other: `[.., n, m]` and `[.., k, m]` give `[.., n, k]`.
    public func cdist(_ other: Tensor, p: Double = 2, mode: DistanceMode = .productIfLarge) -> Tensor {
        if rank < 2 || other.rank < 2 || shape.last != other.shape.last {
            trap("cdist", "\(shape) and \(other.shape) are not rows of one size")
        }
        if p < 0 { trap("cdist", "the order must not be negative, got \(p)") }
        let isLarge = shape[rank - 2] > 25 || other.shape[other.rank - 2] > 25
        if p == 2 && (mode == .product || mode == .productIfLarge && isLarge) {
            let scale = powerOfTwo(near: other)
            let (x, y) = (self / scale, other / scale)
            let squares = x.square().sum(dim: -1, keepDim: true) + y.square().sum(dim: -1).unsqueeze(-2)
            return (squares - x.matmul(y.transpose(-2, -1)) * 2).clamp(min: 0).root { $0.sqrt() } * scale
        }
        return shape.last == 0 || p != .infinity
            ? (unsqueeze(-2) - other.unsqueeze(-3)).norm(shape.last == 0 ? 1 : p, dim: -1)
            : (unsqueeze(-2) - other.unsqueeze(-3)).abs().amax(dim: -1)
    }

    /// A power of two that is near the largest |element| of both: dividing by it rounds nothing, and squares are then of an
    /// ordinary size.
    func powerOfTwo(near other: Tensor) -> Tensor {
        if count == 0 || other.count == 0 { return .ones(like: self).sum() }
        let largest = detached().abs().amax().maximum(other.detached().abs().amax())
        return Tensor.where((largest .> 0) .& largest.isFinite(), largest, 1).log2().floor().exp2()
    }
}

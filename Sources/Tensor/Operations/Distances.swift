// Distances, and scaling vectors to a norm.
extension Tensor {
    /// The p-norm of the difference (torch's `dist`).
    public func dist(_ other: Tensor, p: Double = 2) -> Tensor { (self - other).norm(p) }

    /// Each slice along a dim, scaled down to `maxNorm` where its p-norm is larger (torch's `renorm`).
    public func renorm(_ p: Double, dim: Int, maxNorm: Double) -> Tensor {
        if rank < 2 { trap("renorm", "takes at least two dims, got \(shape)") }
        if p <= 0 || maxNorm < 0 { trap("renorm", "p must be positive and maxNorm not negative, got \(p), \(maxNorm)") }
        let axis = shape.normalized(dim, for: "renorm")
        let norms = norm(p, dims: shape.indices.filter { $0 != axis }, keepDim: true)
        let isLong = norms .> maxNorm
        return self * Tensor.where(isLong, maxNorm / (Tensor.where(isLong, norms, 1) + 1e-7), 1)
    }

    /// Each vector along a dim divided by its p-norm, or by `eps` where that is larger (torch's `nn.functional.normalize`).
    public func normalize(p: Double = 2, dim: Int = 1, eps: Double = 1e-12) -> Tensor {
        self / norm(p, dim: dim, keepDim: true).clamp(min: eps)
    }

    /// x · y / (|x| |y|) along a dim, with norms of at least `eps` (torch's `nn.functional.cosine_similarity`).
    ///
    /// The result is in [-1, 1], where torch's may exceed it by rounding. The gradient is torch's there, too.
    public func cosineSimilarity(_ other: Tensor, dim: Int = 1, eps: Double = 1e-8) -> Tensor {
        let (x, y) = Tensor.aligned(floating(), other.floating(), for: "cosineSimilarity")
        /// The norm, with its derivative even where `eps` replaces it.
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

    /// How ``Tensor/cdist(_:p:mode:)`` computes Euclidean distances.
    public enum DistanceMode: Sendable {
        /// By a matrix product where there are more than 25 rows: faster, but less accurate for rows that are close together.
        case productIfLarge
        /// Always by a matrix product.
        case product
        /// Always from the differences of rows.
        case difference
    }

    /// The p-norm distance of each row of this tensor to each row of the other (torch's `cdist`): `[.., n, m]` and `[.., k, m]`
    /// yield `[.., n, k]`.
    public func cdist(_ other: Tensor, p: Double = 2, mode: DistanceMode = .productIfLarge) -> Tensor {
        if rank < 2 || other.rank < 2 || shape.last != other.shape.last {
            trap("cdist", "needs rows of one size, got \(shape) and \(other.shape)")
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

    /// A power of two near the largest |element| of both: dividing by it is exact, and squares then neither overflow nor
    /// underflow.
    func powerOfTwo(near other: Tensor) -> Tensor {
        if count == 0 || other.count == 0 { return .ones(like: self).sum() }
        let largest = detached().abs().amax().maximum(other.detached().abs().amax())
        return Tensor.where((largest .> 0) .& largest.isFinite(), largest, 1).log2().floor().exp2()
    }
}

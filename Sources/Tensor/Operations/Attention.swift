extension Tensor {
    /// softmax(Q Kᵀ · scale + mask) V (torch's `scaled_dot_product_attention`), of this as the queries.
    ///
    /// - Parameters:
    ///   - key: `[..., s, e]`, beside queries `[..., l, e]`; the leading dims broadcast.
    ///   - value: `[..., s, v]`, which gives `[..., l, v]`.
    ///   - mask: broadcasts to `[..., l, s]`: bool, true where a query may look, or numbers that are added to the scores.
    ///     A query that may look nowhere gets zeros.
    ///   - dropout: the probability with which a weight is taken for 0; the others grow by 1 / (1 - dropout).
    ///   - isCausal: query i looks at the keys 0...i. Takes no mask beside it.
    ///   - scale: 1/√e where none is given.
    ///   - enableGQA: several heads of queries (dim -3) share a head of keys and values.
    public func scaledDotProductAttention(
        _ key: Tensor, _ value: Tensor, mask: Tensor? = nil, dropout: Double = 0, isCausal: Bool = false,
        scale: Double? = nil, enableGQA: Bool = false, generator: Generator = .default
    ) -> Tensor {
        if key.rank < 2 || value.rank < 2 || key.shape[key.rank - 2] != value.shape[value.rank - 2] || value.dtype != dtype {
            trap("scaledDotProductAttention", "keys \(key.shape) and \(value.dtype) values \(value.shape) do not fit")
        }
        if dtype.isHalf && key.dtype == dtype {
            let (keys, values) = (key.to(.float32), value.to(.float32))
            return inFull {
                $0.scaledDotProductAttention(
                    keys, values, mask: mask, dropout: dropout, isCausal: isCausal, scale: scale, enableGQA: enableGQA,
                    generator: generator)
            }
        }
        return attentionWeights(
            enableGQA ? key.repeatedHeads(like: self) : key, mask: mask, dropout: dropout, isCausal: isCausal, scale: scale,
            generator: generator
        ).matmul(enableGQA ? value.repeatedHeads(like: self) : value)
    }

    /// What ``scaledDotProductAttention(_:_:mask:dropout:isCausal:scale:enableGQA:generator:)`` weights the values by:
    /// `[..., l, s]`.
    package func attentionWeights(
        _ key: Tensor, mask: Tensor?, dropout: Double, isCausal: Bool, scale: Double?, generator: Generator
    ) -> Tensor {
        let name = "scaledDotProductAttention"
        if rank < 2 || key.rank < 2 || shape.last != key.shape.last {
            trap(name, "queries \(shape) and keys \(key.shape) do not fit")
        }
        if !dtype.isFloatingPoint || key.dtype != dtype {
            trap(name, "takes one floating dtype, got \(dtype) and \(key.dtype)")
        }
        if isCausal && mask != nil { trap(name, "takes a mask or isCausal, not both") }
        if !(0...1).contains(dropout) { trap(name, "a dropout of \(dropout) is no probability") }
        let factor = scale ?? 1 / Double(Swift.max(shape[rank - 1], 1)).squareRoot()
        var scores = (self * factor).matmul(key.transpose(-2, -1))
        let (l, s) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
        var allowed = isCausal ? (Tensor.arange(s) .<= Tensor.arange(l).unsqueeze(1)).onDevice(of: self) : nil
        if let mask {
            if mask.dtype == .bool {
                allowed = mask
            } else {
                scores = scores + mask.to(dtype)
                // A query whose numbers are all -∞ may look nowhere.
                allowed = scores.detached() .!= -Double.infinity
            }
        }
        var weights: Tensor
        if let allowed {
            let somewhere = allowed.any(dim: -1, keepDim: true)
            scores = Tensor.where(allowed, scores, Tensor.where(somewhere, -Double.infinity, scores.detached() * 0))
            weights = Tensor.where(somewhere, scores.softmax(dim: -1), 0)
        } else {
            weights = scores.softmax(dim: -1)
        }
        if dropout > 0 {
            let kept = Tensor.bernoulli(weights.shape, probability: 1 - dropout, dtype: dtype, generator: generator)
            weights = weights * (kept.onDevice(of: self) * (dropout < 1 ? 1 / (1 - dropout) : 0))
        }
        return weights
    }

    /// Each head of dim -3 as often as the queries have heads for it.
    private func repeatedHeads(like queries: Tensor) -> Tensor {
        if rank < 3 || queries.rank < 3 || shape[rank - 3] == 0 || queries.shape[queries.rank - 3] % shape[rank - 3] != 0 {
            trap("scaledDotProductAttention", "the heads of \(shape) do not part the heads of queries \(queries.shape)")
        }
        let (dim, times) = (rank - 3, queries.shape[queries.rank - 3] / shape[rank - 3])
        if times == 1 { return self }
        var repeated = unsqueeze(dim + 1)
        var sizes = repeated.shape
        sizes[dim + 1] = times
        repeated = repeated.expand(sizes)
        return repeated.reshape(shape.replacing(dim, with: shape[dim] * times))
    }

    /// y[o] = Σ x[i] · W[o, i, j] · other[j] + bias[o] over the last dims (torch's `bilinear`).
    ///
    /// - Parameters:
    ///   - other: `[..., in2]`, beside this one's `[..., in1]`, with the same leading sizes.
    ///   - weight: `[out, in1, in2]`.
    ///   - bias: `[out]`.
    public func bilinear(_ other: Tensor, _ weight: Tensor, bias: Tensor? = nil) -> Tensor {
        if rank == 0 || other.rank != rank || shape.dropLast() != other.shape.dropLast() || weight.rank != 3
            || shape.last != weight.shape[1] || other.shape.last != weight.shape[2]
        {
            trap("bilinear", "inputs \(shape) and \(other.shape) do not fit a weight \(weight.shape)")
        }
        let (out, first, second) = (weight.shape[0], weight.shape[1], weight.shape[2])
        if let bias, bias.shape != [out] { trap("bilinear", "a bias \(bias.shape) does not fit a weight \(weight.shape)") }
        let rows = shape.dropLast().reduce(1, *)
        // [rows, in1] × [in1, out · in2], then row by row [out, in2] × [in2].
        let products = reshape([rows, first]).matmul(weight.transpose(0, 1).reshape([first, out * second]))
        let result = products.reshape([rows, out, second]).matmul(other.reshape([rows, second, 1]))
        let shaped = result.reshape(Shape(Array(shape.dropLast()) + [out]))
        return bias.map { shaped + $0 } ?? shaped
    }
}

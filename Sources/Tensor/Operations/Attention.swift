extension Tensor {
    /// softmax(Q Kᵀ · scale + mask) V, with this tensor as the queries Q (torch's `scaled_dot_product_attention`).
    ///
    /// - Parameters:
    ///   - key: `[..., s, e]` for queries `[..., l, e]`; the leading dims broadcast.
    ///   - value: `[..., s, v]`; the result is `[..., l, v]`.
    ///   - mask: broadcasts to `[..., l, s]`: bools are true where a query may attend, numbers are added to the scores. The
    ///     result is 0 for a query that may not attend to any key.
    ///   - dropout: the probability with which a weight is set to 0; the others are scaled by 1 / (1 - dropout).
    ///   - isCausal: query i attends to keys 0...i only. Cannot be combined with a mask.
    ///   - scale: the factor of the scores; 1/√e where nil.
    ///   - enableGQA: whether several heads of queries (dim -3) share a head of keys and values.
    ///   - generator: the source of dropout.
    public func scaledDotProductAttention(
        _ key: Tensor, _ value: Tensor, mask: Tensor? = nil, dropout: Double = 0, isCausal: Bool = false,
        scale: Double? = nil, enableGQA: Bool = false, generator: Generator = .default
    ) -> Tensor {
        if key.rank < 2 || value.rank < 2 || key.shape[key.rank - 2] != value.shape[value.rank - 2] || value.dtype != dtype {
            trap("scaledDotProductAttention", "keys \(key.shape) and \(value.dtype) values \(value.shape) do not match")
        }
        if dtype.isHalf && key.dtype == dtype {
            let (keys, values) = (key.to(.float32), value.to(.float32))
            return upcastingHalf {
                $0.scaledDotProductAttention(
                    keys, values, mask: mask, dropout: dropout, isCausal: isCausal, scale: scale, enableGQA: enableGQA,
                    generator: generator)
            }
        }
        requireAttention(key, mask, dropout, isCausal)
        let isShared =
            enableGQA && key.rank > 2 && key.rank == value.rank && key.shape[key.rank - 3] == value.shape[value.rank - 3]
        let (keys, values) = enableGQA ? (key.repeatedHeads(like: self), value.repeatedHeads(like: self)) : (key, value)
        let masked = mask.map { shape.batch.broadcast(with: $0.shape.batch) } ?? shape.batch
        guard dropout == 0, let batch = masked?.broadcast(with: keys.shape.batch)?.broadcast(with: values.shape.batch) else {
            return attentionWeights(
                keys, mask: mask, dropout: dropout, isCausal: isCausal, scale: scale, generator: generator
            ).matmul(values)
        }
        /// Reshapes to [batch, heads, rows, columns].
        func inHeads(_ x: Tensor, of batch: Shape, _ rows: Int, _ columns: Int) -> Tensor {
            let heads = batch.last ?? 1
            let groups = batch.dropLast().reduce(1, *)
            return x.expand(batch.appending([rows, columns])).reshape([groups, heads, rows, columns])
        }
        func packed(_ x: Tensor, of batch: Shape) -> Tensor {
            inHeads(x, of: batch, x.shape[x.rank - 2], x.shape[x.rank - 1]).transpose(1, 2)
        }
        let (l, s, features) = (shape[rank - 2], key.shape[key.rank - 2], value.shape[value.rank - 1])
        let sharing = isShared ? batch.replacing(batch.count - 1, with: key.shape[key.rank - 3]) : batch
        let given = isShared ? (key, value) : (keys, values)
        let scores = mask.map { [inHeads($0.dtype == .bool ? $0 : $0.to(dtype), of: batch, l, s)] } ?? []
        let result = Operation.attention(Attention(scale: scale ?? defaultScale, isCausal: isCausal))(
            packed(self, of: batch), packed(given.0, of: sharing), packed(given.1, of: sharing), rest: scores)
        return result.transpose(1, 2).reshape(batch.appending([l, features]))
    }

    private func requireAttention(_ key: Tensor, _ mask: Tensor?, _ dropout: Double, _ isCausal: Bool) {
        let name = "scaledDotProductAttention"
        if rank < 2 || key.rank < 2 || shape.last != key.shape.last {
            trap(name, "queries \(shape) and keys \(key.shape) do not match")
        }
        if !dtype.isFloatingPoint || key.dtype != dtype {
            trap(name, "operands must have one floating-point dtype, got \(dtype) and \(key.dtype)")
        }
        if isCausal && mask != nil { trap(name, "a mask and isCausal cannot be combined") }
        if !(0...1).contains(dropout) { trap(name, "the dropout probability must be in [0, 1], got \(dropout)") }
    }

    private var defaultScale: Double { 1 / Double(Swift.max(shape[rank - 1], 1)).squareRoot() }

    /// The attention weights of ``scaledDotProductAttention(_:_:mask:dropout:isCausal:scale:enableGQA:generator:)``:
    /// `[..., l, s]`.
    public func attentionWeights(
        _ key: Tensor, mask: Tensor?, dropout: Double, isCausal: Bool, scale: Double?, generator: Generator
    ) -> Tensor {
        var scores = (self * (scale ?? defaultScale)).matmul(key.transpose(-2, -1))
        let (l, s) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
        var allowed = isCausal ? (Tensor.arange(s) .<= Tensor.arange(l).unsqueeze(1)).onDevice(of: self) : nil
        if let mask {
            if mask.dtype != .bool { scores = scores + mask.to(dtype) }
            // A query whose scores are all -∞ may not attend to any key.
            let seen = mask.dtype == .bool ? mask : scores.detached() .!= -Double.infinity
            allowed = allowed.map { $0.logicalAnd(seen) } ?? seen
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

    /// Each head of dim -3, repeated for the heads of queries that share it.
    fileprivate func repeatedHeads(like queries: Tensor) -> Tensor {
        if rank < 3 || queries.rank < 3 || shape[rank - 3] == 0 || queries.shape[queries.rank - 3] % shape[rank - 3] != 0 {
            trap("scaledDotProductAttention", "the heads of queries \(queries.shape) are not divisible by those of \(shape)")
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
    ///   - other: `[..., in2]` for a tensor `[..., in1]`, with the same leading sizes.
    ///   - weight: `[out, in1, in2]`.
    ///   - bias: `[out]`.
    public func bilinear(_ other: Tensor, _ weight: Tensor, bias: Tensor? = nil) -> Tensor {
        if rank == 0 || other.rank != rank || shape.dropLast() != other.shape.dropLast() || weight.rank != 3
            || shape.last != weight.shape[1] || other.shape.last != weight.shape[2]
        {
            trap("bilinear", "inputs \(shape) and \(other.shape) do not match weight \(weight.shape)")
        }
        let (out, first, second) = (weight.shape[0], weight.shape[1], weight.shape[2])
        if let bias, bias.shape != [out] { trap("bilinear", "bias \(bias.shape) does not match weight \(weight.shape)") }
        let rows = shape.dropLast().reduce(1, *)
        // [rows, in1] × [in1, out · in2], then row by row [out, in2] × [in2].
        let products = reshape([rows, first]).matmul(weight.transpose(0, 1).reshape([first, out * second]))
        let result = products.reshape([rows, out, second]).matmul(other.reshape([rows, second, 1]))
        let shaped = result.reshape(Shape(Array(shape.dropLast()) + [out]))
        return bias.map { shaped + $0 } ?? shaped
    }
}

extension Attention {
    /// The same function composed of other operations, for higher derivatives.
    public func composed(_ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor?) -> Tensor {
        let (queries, keys, values) = (q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2))
        return queries.attentionWeights(
            keys.repeatedHeads(like: queries), mask: mask, dropout: 0, isCausal: isCausal, scale: scale, generator: .default
        ).matmul(values.repeatedHeads(like: queries)).transpose(1, 2)
    }
}

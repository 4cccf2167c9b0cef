/// Attention with several heads (Vaswani et al., 2017; torch's `nn.MultiheadAttention`). Each head projects queries, keys and
/// values to embedDim / numHeads features and averages the values with weights softmax(Q Kᵀ / √features). A last projection
/// follows.
///
/// - Input: queries `[length, batch, embedDim]`, keys `[keys, batch, kdim]`, values `[keys, batch, vdim]`; with `batchFirst`
///   `[batch, length, embedDim]` and so on; or all without the batch. Output: the queries' shape.
/// - `in_proj_weight`: `[3 embedDim, embedDim]`; where keys or values have other sizes, `q_proj_weight`, `k_proj_weight` and
///   `v_proj_weight`: Xavier-uniform. `in_proj_bias`: `[3 embedDim]`, and `out_proj.bias`: zeros. `out_proj.weight`: as in
///   ``Linear``. `bias_k`, `bias_v`: `[1, 1, embedDim]`, Xavier-normal.
///
/// ```swift
/// let attention = MultiheadAttention(64, 4, batchFirst: true)
/// let y = attention(x)                               // self-attention: [8, 20, 64] -> [8, 20, 64]
/// let (z, weights) = attention(y, memory, memory)    // [8, 20, 64], [8, 20, keys]
/// ```
public struct MultiheadAttention: Module, CustomReflectable {
    /// The projections of queries, keys and values, stacked in this order; nil where each has a weight of its own.
    @Parameter public var inProjWeight: Tensor?
    /// The projection of the queries, `[embedDim, embedDim]`; nil where ``inProjWeight`` has it.
    @Parameter public var qProjWeight: Tensor?
    /// The projection of the keys, `[embedDim, kdim]`; nil where ``inProjWeight`` has it.
    @Parameter public var kProjWeight: Tensor?
    /// The projection of the values, `[embedDim, vdim]`; nil where ``inProjWeight`` has it.
    @Parameter public var vProjWeight: Tensor?
    /// The biases of queries, keys and values, concatenated in this order; nil without biases.
    @Parameter public var inProjBias: Tensor?
    /// A learned key that is appended to the given ones, `[1, 1, embedDim]`; nil where there is none.
    @Parameter public var biasK: Tensor?
    /// A learned value that is appended to the given ones, `[1, 1, embedDim]`; nil where there is none.
    @Parameter public var biasV: Tensor?
    /// The projection of the concatenated heads: embedDim to embedDim.
    public let outProj: Linear
    /// The number of features of queries and of the output.
    public let embedDim: Int
    /// The number of heads.
    public let numHeads: Int
    private let dropout: Double
    private let addZeroAttention, batchFirst: Bool
    private let generator: Generator

    /// Attention with new weights.
    ///
    /// - Parameters:
    ///   - embedDim: the number of features of queries and of the output.
    ///   - numHeads: the number of heads.
    ///   - dropout: the probability with which attention weights are set to 0 in training.
    ///   - bias: whether the projections have biases.
    ///   - addBiasKV: whether a learned key and value are appended to the given ones.
    ///   - addZeroAttention: whether a key and a value of zeros are appended to the given ones.
    ///   - kdim: the number of features of keys; `embedDim` where nil.
    ///   - vdim: the number of features of values; `embedDim` where nil.
    ///   - batchFirst: whether the batch is dim 0, not dim 1.
    /// - Precondition: sizes are positive, and `embedDim` is divisible by `numHeads`.
    public init(
        _ embedDim: Int, _ numHeads: Int, dropout: Double = 0, bias: Bool = true, addBiasKV: Bool = false,
        addZeroAttention: Bool = false, kdim: Int? = nil, vdim: Int? = nil, batchFirst: Bool = false,
        dtype: DType = .default, generator: Generator = .default
    ) {
        let name = "MultiheadAttention"
        let (kdim, vdim) = (kdim ?? embedDim, vdim ?? embedDim)
        if embedDim <= 0 || kdim <= 0 || vdim <= 0 { trap(name, "sizes must be positive, got \([embedDim, kdim, vdim])") }
        if numHeads <= 0 || embedDim % numHeads != 0 { trap(name, "\(embedDim) is not divisible by \(numHeads) heads") }
        if !(0...1).contains(dropout) { trap(name, "the dropout probability must be in [0, 1], got \(dropout)") }
        let isPacked = kdim == embedDim && vdim == embedDim
        func weight(_ rows: Int, _ columns: Int, if isUsed: Bool) -> Tensor? {
            isUsed ? Init.xavierUniform([rows, columns], dtype: dtype, generator: generator) : nil
        }
        func extra() -> Tensor? {
            addBiasKV ? Init.xavierNormal([1, 1, embedDim], dtype: dtype, generator: generator) : nil
        }
        inProjWeight = weight(3 * embedDim, embedDim, if: isPacked)
        qProjWeight = weight(embedDim, embedDim, if: !isPacked)
        kProjWeight = weight(embedDim, kdim, if: !isPacked)
        vProjWeight = weight(embedDim, vdim, if: !isPacked)
        inProjBias = bias ? .zeros([3 * embedDim], dtype: dtype) : nil
        biasK = extra()
        biasV = extra()
        outProj = Linear(embedDim, embedDim, bias: bias, dtype: dtype, generator: generator)
        if bias { outProj.bias = .zeros([embedDim], dtype: dtype) }
        self.embedDim = embedDim
        self.numHeads = numHeads
        self.dropout = dropout
        self.addZeroAttention = addZeroAttention
        self.batchFirst = batchFirst
        self.generator = generator
    }

    /// Self-attention: the input is queries, keys and values. The attention weights are not returned.
    public func callAsFunction(_ x: Tensor) -> Tensor { self(x, x, x, needWeights: false).output }

    /// Attends to keys and returns the averaged values, and the attention weights if wanted.
    ///
    /// - Parameters:
    ///   - keyPaddingMask: `[batch, keys]`, or `[keys]` without a batch: bool, true for keys that are ignored (the opposite of
    ///     ``/Tensor/Tensor/scaledDotProductAttention(_:_:mask:dropout:isCausal:scale:enableGQA:generator:)``'s mask), or numbers
    ///     that are added to the scores.
    ///   - needWeights: whether the attention weights are returned.
    ///   - attentionMask: the same for pairs of queries and keys: `[length, keys]`, or one for each head,
    ///     `[batch · heads, length, keys]`.
    ///   - averageWeights: returns the mean of all heads' weights, `[batch, length, keys]`, instead of
    ///     `[batch, heads, length, keys]`.
    ///   - isCausal: query i attends to keys 0...i only, in addition to what the masks say.
    /// - Returns: The output, in the queries' shape, and the weights. A query that may not attend to any key has weights of 0.
    public func callAsFunction(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, keyPaddingMask: Tensor? = nil, needWeights: Bool = true,
        attentionMask: Tensor? = nil, averageWeights: Bool = true, isCausal: Bool = false
    ) -> (output: Tensor, weights: Tensor?) {
        let isSingle = query.rank == 2
        let given = [query, key, value].map { isSingle ? $0.unsqueeze(0) : batchFirst ? $0 : $0.transposedBatch }
        requireFit(given, query, key, value)
        var (q, k, v) = projected(given, isSelf: query.isSame(as: key) && key.isSame(as: value))
        if let biasK, let biasV { (k, v) = (k.appending(biasK), v.appending(biasV)) }
        if addZeroAttention {
            let zeros = Tensor.zeros([1, 1, embedDim], dtype: q.dtype).onDevice(of: q)
            (k, v) = (k.appending(zeros), v.appending(zeros))
        }
        (q, k, v) = (inHeads(q), inHeads(k), inHeads(v))
        let scores: Shape = [q.shape[0], numHeads, q.shape[1], k.shape[1]]
        // Every query may attend to the appended keys.
        let hasOthers = k.shape[1] > given[1].shape[1]
        let mask = AttentionMask(
            padding: isSingle ? keyPaddingMask?.unsqueeze(0) : keyPaddingMask, mask: attentionMask,
            isCausal: isCausal && hasOthers, shape: [scores[0], scores[1], scores[2], given[1].shape[1]], device: q.device
        ).merged(keys: k.shape[1], dtype: q.dtype)
        let dropout = Mode.isTraining ? dropout : 0
        let attention = Attention(scale: 1 / Double(embedDim / numHeads).squareRoot(), isCausal: isCausal && !hasOthers)
        var weights: Tensor?
        let heads: Tensor
        if needWeights || dropout > 0 {
            let all = q.transpose(1, 2).attentionWeights(
                k.transpose(1, 2), mask: mask, dropout: dropout, isCausal: attention.isCausal, scale: attention.scale,
                generator: generator)
            heads = all.matmul(v.transpose(1, 2)).transpose(1, 2)
            if needWeights { weights = averageWeights ? all.mean(dim: 1) : all }
        } else {
            heads = Operation.attention(attention)(q, k, v, rest: mask.map { [$0.expand(scores)] } ?? [])
        }
        let output = outProj(heads.reshape([q.shape[0], q.shape[1], embedDim]))
        if isSingle { return (output.squeeze(0), weights?.squeeze(0)) }
        return (batchFirst ? output : output.transposedBatch, weights)
    }

    /// The parameters under torch's names.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "in_proj_weight": _inProjWeight, "q_proj_weight": _qProjWeight, "k_proj_weight": _kProjWeight,
                "v_proj_weight": _vProjWeight, "in_proj_bias": _inProjBias, "bias_k": _biasK, "bias_v": _biasV,
                "out_proj": outProj, "generator": generator,
            ])
    }

    private func requireFit(_ given: [Tensor], _ query: Tensor, _ key: Tensor, _ value: Tensor) {
        let sizes = [embedDim, kProjWeight?.shape[1] ?? embedDim, vProjWeight?.shape[1] ?? embedDim]
        let fits = zip(given, sizes).allSatisfy { $0.rank == 3 && $0.shape[2] == $1 && $0.shape[0] == given[0].shape[0] }
        if !fits || given[1].shape[1] != given[2].shape[1] {
            trap(
                "MultiheadAttention",
                "queries \(query.shape), keys \(key.shape) and values \(value.shape) do not match features \(sizes)")
        }
    }

    /// Queries, keys and values projected to embedDim features each.
    private func projected(_ given: [Tensor], isSelf: Bool) -> (Tensor, Tensor, Tensor) {
        if isSelf, let inProjWeight {
            // One product instead of three.
            let projected = given[0].linear(inProjWeight, bias: inProjBias).chunk(3, dim: -1)
            return (projected[0], projected[1], projected[2])
        }
        let weights = inProjWeight?.chunk(3, dim: 0) ?? [qProjWeight, kProjWeight, vProjWeight].compactMap(\.self)
        let biases = inProjBias?.chunk(3, dim: 0)
        let projected = given.indices.map { given[$0].linear(weights[$0], bias: biases?[$0]) }
        return (projected[0], projected[1], projected[2])
    }

    /// `[batch, length, embedDim]` as `[batch, length, heads, features]`.
    private func inHeads(_ x: Tensor) -> Tensor { x.reshape([x.shape[0], x.shape[1], numHeads, embedDim / numHeads]) }
}

extension Tensor {
    fileprivate var transposedBatch: Tensor { rank == 3 ? transpose(0, 1) : self }

    /// Whether both are the same view of the same memory, and on the same graph.
    fileprivate func isSame(as other: Tensor) -> Bool {
        isView(ofSameElementsAs: other) && tracer === other.tracer
    }

    /// One more entry along the dim before the last, the same for the whole batch.
    fileprivate func appending(_ position: Tensor) -> Tensor {
        var sizes = shape
        sizes[rank - 2] = 1
        return .concatenate([self, position.expand(sizes)], dim: rank - 2)
    }
}

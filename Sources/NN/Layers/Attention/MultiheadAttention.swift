/// Attention in several heads (Vaswani et al., 2017; torch's `nn.MultiheadAttention`): each head projects queries, keys and
/// values to embedDim / numHeads features, sums the values by softmax(Q Kᵀ / √features), and the sums are projected once more.
///
/// - Input: queries `[length, batch, embedDim]`, keys `[keys, batch, kdim]`, values `[keys, batch, vdim]`; with `batchFirst`
///   `[batch, length, embedDim]` and so on; or all without the batch. Output: of the queries' shape.
/// - `in_proj_weight`: `[3 embedDim, embedDim]`, or with other sizes of keys or values `q_proj_weight`, `k_proj_weight`,
///   `v_proj_weight`: Xavier-uniform. `in_proj_bias`: `[3 embedDim]`, and `out_proj.bias`: from 0. `out_proj.weight`: as
///   ``Linear``'s. `bias_k`, `bias_v`: `[1, 1, embedDim]`, Xavier-normal.
///
/// ```swift
/// let attention = MultiheadAttention(64, 4, batchFirst: true)
/// let y = attention(x)                               // self-attention: [8, 20, 64] -> [8, 20, 64]
/// let (z, weights) = attention(y, memory, memory)    // [8, 20, 64], [8, 20, keys]
/// ```
public struct MultiheadAttention: Module, CustomReflectable {
    /// Of queries, keys and values, in this order; nil where they have weights of their own.
    @Parameter public var inProjWeight: Tensor?
    @Parameter public var qProjWeight: Tensor?
    @Parameter public var kProjWeight: Tensor?
    @Parameter public var vProjWeight: Tensor?
    /// Of queries, keys and values, in this order; nil without a bias.
    @Parameter public var inProjBias: Tensor?
    /// A key and a value that are looked at beside the given ones; nil where there are none.
    @Parameter public var biasK: Tensor?
    @Parameter public var biasV: Tensor?
    public let outProj: Linear
    public let embedDim: Int
    public let numHeads: Int
    private let dropout: Double
    private let addZeroAttention, batchFirst: Bool
    private let generator: Generator

    /// - Parameters:
    ///   - dropout: the probability with which, in training, a weight is taken for 0.
    ///   - addBiasKV: whether there are a learned key and value beside the given ones.
    ///   - addZeroAttention: whether there are a key and a value of zeros beside the given ones.
    ///   - kdim: the features of the keys; `embedDim` where none is given. So is `vdim` of the values.
    /// - Precondition: positive sizes; heads that part `embedDim`.
    public init(
        _ embedDim: Int, _ numHeads: Int, dropout: Double = 0, bias: Bool = true, addBiasKV: Bool = false,
        addZeroAttention: Bool = false, kdim: Int? = nil, vdim: Int? = nil, batchFirst: Bool = false,
        dtype: DType = .default, generator: Generator = .default
    ) {
        let name = "MultiheadAttention"
        let (kdim, vdim) = (kdim ?? embedDim, vdim ?? embedDim)
        if embedDim <= 0 || kdim <= 0 || vdim <= 0 { trap(name, "sizes must be positive, got \([embedDim, kdim, vdim])") }
        if numHeads <= 0 || embedDim % numHeads != 0 { trap(name, "\(numHeads) heads do not part \(embedDim) features") }
        if !(0...1).contains(dropout) { trap(name, "a dropout of \(dropout) is no probability") }
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

    /// Self-attention: the input is queries, keys and values.
    public func callAsFunction(_ x: Tensor) -> Tensor { self(x, x, x, needWeights: false).output }

    /// - Parameters:
    ///   - keyPaddingMask: `[batch, keys]`, or `[keys]` without a batch: bool, true where a key is not looked at (the contrary
    ///     of ``/Tensor/Tensor/scaledDotProductAttention(_:_:mask:dropout:isCausal:scale:enableGQA:generator:)``'s mask), or numbers
    ///     that are added to the scores.
    ///   - needWeights: whether the weights are wanted.
    ///   - attentionMask: the same of queries and keys: `[length, keys]`, or one for each head, `[batch · heads, length, keys]`.
    ///   - averageWeights: gives the mean of the heads' weights, `[batch, length, keys]`, not each's,
    ///     `[batch, heads, length, keys]`.
    ///   - isCausal: query i looks at the keys 0...i, beside what the masks say.
    /// - Returns: a query that may look nowhere gets weights of 0.
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
        // Every query looks at the keys that come beside the given ones.
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

    /// The parameters by torch's names.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "in_proj_weight": _inProjWeight, "q_proj_weight": _qProjWeight, "k_proj_weight": _kProjWeight,
                "v_proj_weight": _vProjWeight, "in_proj_bias": _inProjBias, "bias_k": _biasK, "bias_v": _biasV,
                "out_proj": outProj,
            ])
    }

    private func requireFit(_ given: [Tensor], _ query: Tensor, _ key: Tensor, _ value: Tensor) {
        let sizes = [embedDim, kProjWeight?.shape[1] ?? embedDim, vProjWeight?.shape[1] ?? embedDim]
        let fits = zip(given, sizes).allSatisfy { $0.rank == 3 && $0.shape[2] == $1 && $0.shape[0] == given[0].shape[0] }
        if !fits || given[1].shape[1] != given[2].shape[1] {
            trap(
                "MultiheadAttention",
                "queries \(query.shape), keys \(key.shape) and values \(value.shape) do not fit features \(sizes)")
        }
    }

    /// Queries, keys and values of embedDim features each.
    private func projected(_ given: [Tensor], isSelf: Bool) -> (Tensor, Tensor, Tensor) {
        if isSelf, let inProjWeight {
            // One product instead of three.
            let parts = given[0].linear(inProjWeight, bias: inProjBias).chunk(3, dim: -1)
            return (parts[0], parts[1], parts[2])
        }
        let weights = inProjWeight?.chunk(3, dim: 0) ?? [qProjWeight, kProjWeight, vProjWeight].compactMap(\.self)
        let biases = inProjBias?.chunk(3, dim: 0)
        let parts = given.indices.map { given[$0].linear(weights[$0], bias: biases?[$0]) }
        return (parts[0], parts[1], parts[2])
    }

    /// `[batch, length, embedDim]` as `[batch, length, heads, features]`.
    private func inHeads(_ x: Tensor) -> Tensor { x.reshape([x.shape[0], x.shape[1], numHeads, embedDim / numHeads]) }
}

extension Tensor {
    fileprivate var transposedBatch: Tensor { rank == 3 ? transpose(0, 1) : self }

    /// Whether it is the same view of the same memory, on the same graph.
    fileprivate func isSame(as other: Tensor) -> Bool {
        isView(ofSameElementsAs: other) && tracer === other.tracer
    }

    /// One more position, the same for all, along the dim before the last.
    fileprivate func appending(_ position: Tensor) -> Tensor {
        var sizes = shape
        sizes[rank - 2] = 1
        return .concatenate([self, position.expand(sizes)], dim: rank - 2)
    }
}

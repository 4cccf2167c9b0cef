/// One layer of a transformer's decoder (Vaswani et al., 2017; torch's `nn.TransformerDecoderLayer`): self-attention, attention
/// to the encoder's output, the memory, then two linear layers, each added to its input and normalised.
///
/// - Input: `[length, batch, dModel]` and a memory `[memory, batch, dModel]`, with `batchFirst` `[batch, length, dModel]` and so
///   on, or both without the batch. Output: of the first one's shape.
/// - Parameters as those of ``MultiheadAttention`` under `self_attn` and `multihead_attn`, ``Linear`` under `linear1` and
///   `linear2`, ``LayerNorm`` under `norm1`, `norm2` and `norm3`.
public struct TransformerDecoderLayer: Module, CustomReflectable {
    public let selfAttention: MultiheadAttention
    public let memoryAttention: MultiheadAttention
    private let feedForward: FeedForward
    private let attended, remembered, fed: Residual

    /// - Parameters:
    ///   - dropout: within the attentions, between the linear layers, and of what is added.
    ///   - activation: between the linear layers.
    ///   - normFirst: normalises the input of each part, not its sum with the part's output.
    /// - Precondition: positive sizes; heads that part `dModel`.
    public init(
        _ dModel: Int, _ numHeads: Int, dimFeedforward: Int = 2048, dropout: Double = 0.1,
        activation: any Module<Tensor, Tensor> = ReLU(), layerNormEps: Double = 1e-5, batchFirst: Bool = false,
        normFirst: Bool = false, bias: Bool = true, dtype: DType = .default, generator: Generator = .default
    ) {
        func attention() -> MultiheadAttention {
            MultiheadAttention(
                dModel, numHeads, dropout: dropout, bias: bias, batchFirst: batchFirst, dtype: dtype, generator: generator)
        }
        func residual() -> Residual {
            Residual(
                norm: LayerNorm(dModel, eps: layerNormEps, bias: bias, dtype: dtype),
                dropout: Dropout(dropout, generator: generator), normFirst: normFirst)
        }
        selfAttention = attention()
        memoryAttention = attention()
        feedForward = FeedForward(dModel, dimFeedforward, dropout, activation, bias, dtype, generator)
        attended = residual()
        remembered = residual()
        fed = residual()
    }

    public func callAsFunction(_ input: (target: Tensor, memory: Tensor)) -> Tensor { self(input.target, input.memory) }

    /// - Parameters:
    ///   - mask: `[length, length]`, or `[batch · heads, length, length]`: bool, true where a position does not look at
    ///     another, or numbers that are added to the scores; so is `memoryMask`, `[length, memory]`.
    ///   - keyPaddingMask: `[batch, length]`: the same of what no position looks at; so is `memoryKeyPaddingMask`,
    ///     `[batch, memory]`.
    ///   - isCausal: position i looks at 0...i, beside what the masks say; so `memoryIsCausal` of the memory.
    public func callAsFunction(
        _ target: Tensor, _ memory: Tensor, mask: Tensor? = nil, memoryMask: Tensor? = nil, keyPaddingMask: Tensor? = nil,
        memoryKeyPaddingMask: Tensor? = nil, isCausal: Bool = false, memoryIsCausal: Bool = false
    ) -> Tensor {
        let x = attended(target) {
            selfAttention(
                $0, $0, $0, keyPaddingMask: keyPaddingMask, needWeights: false, attentionMask: mask, isCausal: isCausal
            ).output
        }
        let y = remembered(x) {
            memoryAttention(
                $0, memory, memory, keyPaddingMask: memoryKeyPaddingMask, needWeights: false, attentionMask: memoryMask,
                isCausal: memoryIsCausal
            ).output
        }
        return fed(y) { feedForward($0) }
    }

    /// The parts by torch's names.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [("self_attn", selfAttention), ("multihead_attn", memoryAttention)] + feedForward.named
                + [("norm1", attended.norm), ("norm2", remembered.norm), ("norm3", fed.norm)])
    }
}

/// A stack of ``TransformerDecoderLayer`` (torch's `nn.TransformerDecoder`). Parameters under `layers.0`, ..., and `norm`.
public struct TransformerDecoder: Module {
    public let layers: [TransformerDecoderLayer]
    /// Of the last layer's output.
    public let norm: LayerNorm?

    /// - Parameter layer: makes a layer; each has values of its own.
    public init(_ numLayers: Int, norm: LayerNorm? = nil, layer: () -> TransformerDecoderLayer) {
        layers = (0..<numLayers).map { _ in layer() }
        self.norm = norm
    }

    public func callAsFunction(_ input: (target: Tensor, memory: Tensor)) -> Tensor { self(input.target, input.memory) }

    /// With masks as ``TransformerDecoderLayer``'s, the same for all layers.
    public func callAsFunction(
        _ target: Tensor, _ memory: Tensor, mask: Tensor? = nil, memoryMask: Tensor? = nil, keyPaddingMask: Tensor? = nil,
        memoryKeyPaddingMask: Tensor? = nil, isCausal: Bool = false, memoryIsCausal: Bool = false
    ) -> Tensor {
        let y = layers.reduce(target) {
            $1(
                $0, memory, mask: mask, memoryMask: memoryMask, keyPaddingMask: keyPaddingMask,
                memoryKeyPaddingMask: memoryKeyPaddingMask, isCausal: isCausal, memoryIsCausal: memoryIsCausal)
        }
        return norm.map { $0(y) } ?? y
    }
}

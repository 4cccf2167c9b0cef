/// A layer of a transformer's decoder (Vaswani et al., 2017; torch's `nn.TransformerDecoderLayer`): self-attention, attention
/// to the memory, which is the encoder's output, and two linear layers; each is a residual block with a normalisation.
///
/// - Input: `[length, batch, dModel]` and a memory `[memory, batch, dModel]`, with `batchFirst` `[batch, length, dModel]` and
///   so on, or both without the batch. Output: the first one's shape.
/// - Parameters are those of ``MultiheadAttention`` under `self_attn` and `multihead_attn`, ``Linear`` under `linear1` and
///   `linear2`, ``LayerNorm`` under `norm1`, `norm2` and `norm3`.
public struct TransformerDecoderLayer: Module, CustomReflectable {
    /// The attention of the target to itself.
    public let selfAttention: MultiheadAttention
    /// The attention of the target to the memory.
    public let memoryAttention: MultiheadAttention
    private let feedForward: FeedForward
    private let attended, remembered, fed: Residual

    /// A layer with new weights.
    ///
    /// - Parameters:
    ///   - dModel: the number of features.
    ///   - numHeads: the number of attention heads.
    ///   - dimFeedforward: the number of features between the two linear layers.
    ///   - dropout: the probability of dropping attention weights, hidden features and residual branches in training.
    ///   - activation: the activation between the two linear layers.
    ///   - batchFirst: whether the batch is dim 0, not dim 1.
    ///   - normFirst: whether each block normalises its input, instead of the sum of its input and output.
    /// - Precondition: sizes are positive, and `dModel` is divisible by `numHeads`.
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

    /// The same as the call with two arguments, without masks.
    public func callAsFunction(_ input: (target: Tensor, memory: Tensor)) -> Tensor { self(input.target, input.memory) }

    /// Decodes a target with a memory.
    ///
    /// - Parameters:
    ///   - mask: `[length, length]`, or `[batch · heads, length, length]`: bool, true where a position must not attend to
    ///     another, or numbers that are added to the scores.
    ///   - memoryMask: the same for the memory: `[length, memory]`.
    ///   - keyPaddingMask: `[batch, length]`: bool, true for positions that are ignored, or numbers.
    ///   - memoryKeyPaddingMask: the same for the memory: `[batch, memory]`.
    ///   - isCausal: position i attends to positions 0...i only, in addition to what the masks say.
    ///   - memoryIsCausal: the same for the memory.
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

    /// The layers under torch's names.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [("self_attn", selfAttention), ("multihead_attn", memoryAttention)] + feedForward.named
                + attended.named("1") + remembered.named("2") + fed.named("3"))
    }
}

/// A stack of ``TransformerDecoderLayer`` (torch's `nn.TransformerDecoder`). Parameters under `layers.0`, ..., and `norm`.
public struct TransformerDecoder: Module {
    /// The layers, in order.
    public let layers: [TransformerDecoderLayer]
    /// The normalisation of the last layer's output; nil for none.
    public let norm: LayerNorm?

    /// A stack of layers.
    ///
    /// - Parameters:
    ///   - numLayers: the number of layers.
    ///   - norm: the normalisation of the last layer's output.
    ///   - layer: makes a layer; it is called for each, so that each has weights of its own.
    public init(_ numLayers: Int, norm: LayerNorm? = nil, layer: () -> TransformerDecoderLayer) {
        layers = (0..<numLayers).map { _ in layer() }
        self.norm = norm
    }

    /// The same as the call with two arguments, without masks.
    public func callAsFunction(_ input: (target: Tensor, memory: Tensor)) -> Tensor { self(input.target, input.memory) }

    /// Applies all layers. The masks are those of ``TransformerDecoderLayer``, the same for all layers.
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

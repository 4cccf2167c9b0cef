/// A layer of a transformer's encoder (Vaswani et al., 2017; torch's `nn.TransformerEncoderLayer`): self-attention and two
/// linear layers; each is a residual block with a normalisation.
///
/// - Input: `[length, batch, dModel]`, with `batchFirst` `[batch, length, dModel]`, or `[length, dModel]`. Output: the same
///   shape.
/// - Parameters are those of ``MultiheadAttention`` under `self_attn`, ``Linear`` under `linear1` and `linear2`, ``LayerNorm``
///   under `norm1` and `norm2`.
public struct TransformerEncoderLayer: Module, CustomReflectable {
    /// The attention of the input to itself.
    public let selfAttention: MultiheadAttention
    private let feedForward: FeedForward
    private let attended: Residual
    private let fed: Residual

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
        selfAttention = MultiheadAttention(
            dModel, numHeads, dropout: dropout, bias: bias, batchFirst: batchFirst, dtype: dtype, generator: generator)
        feedForward = FeedForward(dModel, dimFeedforward, dropout, activation, bias, dtype, generator)
        func residual() -> Residual {
            Residual(
                norm: LayerNorm(dModel, eps: layerNormEps, bias: bias, dtype: dtype),
                dropout: Dropout(dropout, generator: generator), normFirst: normFirst)
        }
        attended = residual()
        fed = residual()
    }

    /// Applies the layer without masks; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { self(x, mask: nil) }

    /// Applies the layer; the shape stays.
    ///
    /// - Parameters:
    ///   - mask: `[length, length]`, or `[batch · heads, length, length]`: bool, true where a position must not attend to
    ///     another, or numbers that are added to the scores.
    ///   - keyPaddingMask: `[batch, length]`: bool, true for positions that are ignored, or numbers.
    ///   - isCausal: position i attends to positions 0...i only, in addition to what the masks say.
    public func callAsFunction(_ x: Tensor, mask: Tensor?, keyPaddingMask: Tensor? = nil, isCausal: Bool = false) -> Tensor {
        let y = attended(x) {
            selfAttention(
                $0, $0, $0, keyPaddingMask: keyPaddingMask, needWeights: false, attentionMask: mask, isCausal: isCausal
            ).output
        }
        return fed(y) { feedForward($0) }
    }

    /// The layers under torch's names.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [("self_attn", selfAttention)] + feedForward.named + attended.named("1") + fed.named("2"))
    }
}

/// A stack of ``TransformerEncoderLayer`` (torch's `nn.TransformerEncoder`). Parameters under `layers.0`, ..., and `norm`.
///
/// ```swift
/// let encoder = TransformerEncoder(6) { TransformerEncoderLayer(64, 4, batchFirst: true) }
/// ```
public struct TransformerEncoder: Module {
    /// The layers, in order.
    public let layers: [TransformerEncoderLayer]
    /// The normalisation of the last layer's output; nil for none.
    public let norm: LayerNorm?

    /// A stack of layers.
    ///
    /// - Parameters:
    ///   - numLayers: the number of layers.
    ///   - norm: the normalisation of the last layer's output.
    ///   - layer: makes a layer; it is called for each, so that each has weights of its own.
    public init(_ numLayers: Int, norm: LayerNorm? = nil, layer: () -> TransformerEncoderLayer) {
        layers = (0..<numLayers).map { _ in layer() }
        self.norm = norm
    }

    /// Applies all layers without masks; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { self(x, mask: nil) }

    /// Applies all layers. The masks are those of ``TransformerEncoderLayer``, the same for all layers.
    public func callAsFunction(_ x: Tensor, mask: Tensor?, keyPaddingMask: Tensor? = nil, isCausal: Bool = false) -> Tensor {
        let y = layers.reduce(x) { $1($0, mask: mask, keyPaddingMask: keyPaddingMask, isCausal: isCausal) }
        return norm.map { $0(y) } ?? y
    }
}

/// One layer of a transformer's encoder (Vaswani et al., 2017; torch's `nn.TransformerEncoderLayer`): self-attention, then two
/// linear layers, each added to its input and normalised.
///
/// - Input: `[length, batch, dModel]`, with `batchFirst` `[batch, length, dModel]`, or `[length, dModel]`. Output: of its shape.
/// - Parameters as those of ``MultiheadAttention`` under `self_attn`, ``Linear`` under `linear1` and `linear2`, ``LayerNorm``
///   under `norm1` and `norm2`.
public struct TransformerEncoderLayer: Module, CustomReflectable {
    public let selfAttention: MultiheadAttention
    private let feedForward: FeedForward
    private let attended: Residual
    private let fed: Residual

    /// - Parameters:
    ///   - dropout: within the attention, between the linear layers, and of what is added.
    ///   - activation: between the linear layers.
    ///   - normFirst: normalises the input of each part, not its sum with the part's output.
    /// - Precondition: positive sizes; heads that part `dModel`.
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

    public func callAsFunction(_ x: Tensor) -> Tensor { self(x, mask: nil) }

    /// - Parameters:
    ///   - mask: `[length, length]`, or `[batch · heads, length, length]`: bool, true where a position does not look at
    ///     another, or numbers that are added to the scores.
    ///   - keyPaddingMask: `[batch, length]`: the same of what no position looks at.
    ///   - isCausal: position i looks at 0...i, beside what the masks say.
    public func callAsFunction(_ x: Tensor, mask: Tensor?, keyPaddingMask: Tensor? = nil, isCausal: Bool = false) -> Tensor {
        let y = attended(x) {
            selfAttention(
                $0, $0, $0, keyPaddingMask: keyPaddingMask, needWeights: false, attentionMask: mask, isCausal: isCausal
            ).output
        }
        return fed(y) { feedForward($0) }
    }

    /// The parts by torch's names.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [("self_attn", selfAttention)] + feedForward.named + [("norm1", attended.norm), ("norm2", fed.norm)])
    }
}

/// A stack of ``TransformerEncoderLayer`` (torch's `nn.TransformerEncoder`). Parameters under `layers.0`, ..., and `norm`.
///
/// ```swift
/// let encoder = TransformerEncoder(6) { TransformerEncoderLayer(64, 4, batchFirst: true) }
/// ```
public struct TransformerEncoder: Module {
    public let layers: [TransformerEncoderLayer]
    /// Of the last layer's output.
    public let norm: LayerNorm?

    /// - Parameter layer: makes a layer; each has values of its own.
    public init(_ numLayers: Int, norm: LayerNorm? = nil, layer: () -> TransformerEncoderLayer) {
        layers = (0..<numLayers).map { _ in layer() }
        self.norm = norm
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { self(x, mask: nil) }

    /// With masks as ``TransformerEncoderLayer``'s, the same for all layers.
    public func callAsFunction(_ x: Tensor, mask: Tensor?, keyPaddingMask: Tensor? = nil, isCausal: Bool = false) -> Tensor {
        let y = layers.reduce(x) { $1($0, mask: mask, keyPaddingMask: keyPaddingMask, isCausal: isCausal) }
        return norm.map { $0(y) } ?? y
    }
}

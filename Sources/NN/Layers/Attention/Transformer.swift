/// An encoder and a decoder (Vaswani et al., 2017; torch's `nn.Transformer`), each followed by a ``LayerNorm``.
///
/// - Input: a source `[length, batch, dModel]` and a target `[target, batch, dModel]`, with `batchFirst`
///   `[batch, length, dModel]` and so on, or both without the batch. Output: the target's shape.
/// - Parameters are under `encoder` and `decoder`; matrices are Xavier-uniform.
public struct Transformer: Module {
    /// The encoder of the source.
    public let encoder: TransformerEncoder
    /// The decoder of the target, which attends to the encoder's output.
    public let decoder: TransformerDecoder

    /// A transformer with new weights.
    ///
    /// - Parameters:
    ///   - dModel: the number of features.
    ///   - numHeads: the number of attention heads.
    ///   - numEncoderLayers: the depth of the encoder.
    ///   - numDecoderLayers: the depth of the decoder.
    ///   - dimFeedforward: the number of features between the two linear layers of each layer.
    ///   - dropout: the probability of dropping attention weights, hidden features and residual branches in training.
    ///   - activation: the activation between the two linear layers of each layer.
    ///   - batchFirst: whether the batch is dim 0, not dim 1.
    ///   - normFirst: whether each block normalises its input, instead of the sum of its input and output.
    /// - Precondition: sizes are positive, and `dModel` is divisible by `numHeads`.
    public init(
        _ dModel: Int = 512, _ numHeads: Int = 8, numEncoderLayers: Int = 6, numDecoderLayers: Int = 6,
        dimFeedforward: Int = 2048, dropout: Double = 0.1, activation: any Module<Tensor, Tensor> = ReLU(),
        layerNormEps: Double = 1e-5, batchFirst: Bool = false, normFirst: Bool = false, bias: Bool = true,
        dtype: DType = .default, generator: Generator = .default
    ) {
        func norm() -> LayerNorm { LayerNorm(dModel, eps: layerNormEps, bias: bias, dtype: dtype) }
        encoder = TransformerEncoder(numEncoderLayers, norm: norm()) {
            TransformerEncoderLayer(
                dModel, numHeads, dimFeedforward: dimFeedforward, dropout: dropout, activation: activation,
                layerNormEps: layerNormEps, batchFirst: batchFirst, normFirst: normFirst, bias: bias, dtype: dtype,
                generator: generator)
        }
        decoder = TransformerDecoder(numDecoderLayers, norm: norm()) {
            TransformerDecoderLayer(
                dModel, numHeads, dimFeedforward: dimFeedforward, dropout: dropout, activation: activation,
                layerNormEps: layerNormEps, batchFirst: batchFirst, normFirst: normFirst, bias: bias, dtype: dtype,
                generator: generator)
        }
        for cell in parameters.map(\.cell) {
            guard let shape = cell.value?.shape, shape.count > 1 else { continue }
            cell.value = Init.xavierUniform(shape, dtype: dtype, generator: generator)
        }
    }

    /// The same as the call with two arguments, without masks.
    public func callAsFunction(_ input: (source: Tensor, target: Tensor)) -> Tensor { self(input.source, input.target) }

    /// Decodes a target with the encoded source. The masks are those of ``TransformerEncoderLayer`` and
    /// ``TransformerDecoderLayer``.
    public func callAsFunction(
        _ source: Tensor, _ target: Tensor, sourceMask: Tensor? = nil, targetMask: Tensor? = nil, memoryMask: Tensor? = nil,
        sourceKeyPaddingMask: Tensor? = nil, targetKeyPaddingMask: Tensor? = nil, memoryKeyPaddingMask: Tensor? = nil,
        sourceIsCausal: Bool = false, targetIsCausal: Bool = false, memoryIsCausal: Bool = false
    ) -> Tensor {
        let memory = encoder(source, mask: sourceMask, keyPaddingMask: sourceKeyPaddingMask, isCausal: sourceIsCausal)
        return decoder(
            target, memory, mask: targetMask, memoryMask: memoryMask, keyPaddingMask: targetKeyPaddingMask,
            memoryKeyPaddingMask: memoryKeyPaddingMask, isCausal: targetIsCausal, memoryIsCausal: memoryIsCausal)
    }
}

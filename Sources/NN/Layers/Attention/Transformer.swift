/// An encoder and a decoder (Vaswani et al., 2017; torch's `nn.Transformer`), each with a ``LayerNorm`` at its end.
///
/// - Input: a source `[length, batch, dModel]` and a target `[target, batch, dModel]`, with `batchFirst`
///   `[batch, length, dModel]` and so on, or both without the batch. Output: of the target's shape.
/// - Parameters under `encoder` and `decoder`; matrices Xavier-uniform.
public struct Transformer: Module {
    public let encoder: TransformerEncoder
    public let decoder: TransformerDecoder

    /// - Parameters:
    ///   - dropout: within the attentions, between the linear layers, and of what is added.
    ///   - activation: between the linear layers of each layer.
    ///   - normFirst: normalises the input of each part, not its sum with the part's output.
    /// - Precondition: positive sizes; heads that part `dModel`.
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

    public func callAsFunction(_ input: (source: Tensor, target: Tensor)) -> Tensor { self(input.source, input.target) }

    /// With masks as those of ``TransformerEncoderLayer`` and ``TransformerDecoderLayer``.
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

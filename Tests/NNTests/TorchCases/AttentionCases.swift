import NN

extension TorchCase {
    static let attention =
        [
            TorchCase("attention", MultiheadAttention(6, 2)) { flat($0($1[0], $1[1], $1[2])) },
            TorchCase("attention.plain", MultiheadAttention(6, 2, bias: false, batchFirst: true)) {
                flat($0($1[0], $1[0], $1[0]))
            },
            TorchCase(
                "attention.sizes", MultiheadAttention(6, 2, addBiasKV: true, addZeroAttention: true, kdim: 5, vdim: 4)
            ) {
                flat($0($1[0], $1[1], $1[2], keyPaddingMask: $1[3], averageWeights: false))
            },
            TorchCase("attention.masks", MultiheadAttention(6, 2, batchFirst: true)) {
                flat($0($1[0], $1[1], $1[2], keyPaddingMask: $1[3], attentionMask: $1[4]))
            },
            TorchCase("attention.single", MultiheadAttention(6, 3)) {
                flat($0($1[0], $1[0], $1[0], needWeights: false, isCausal: true))
            },
        ]
        + [
            TorchCase("encoderLayer", TransformerEncoderLayer(6, 2, dimFeedforward: 8, dropout: 0)),
            TorchCase(
                "encoderLayer.normFirst",
                TransformerEncoderLayer(
                    6, 2, dimFeedforward: 8, dropout: 0, activation: GELU(), batchFirst: true, normFirst: true, bias: false)
            ) {
                [$0($1[0], mask: nil, keyPaddingMask: $1[1])]
            },
            evaluated("encoderLayer.evaluating", TransformerEncoderLayer(6, 2, dimFeedforward: 8)),
            TorchCase("decoderLayer", TransformerDecoderLayer(6, 2, dimFeedforward: 8, dropout: 0)) { [$0($1[0], $1[1])] },
            TorchCase(
                "decoderLayer.normFirst",
                TransformerDecoderLayer(
                    6, 2, dimFeedforward: 8, dropout: 0, activation: GELU(), batchFirst: true, normFirst: true)
            ) {
                [$0($1[0], $1[1], memoryKeyPaddingMask: $1[2], isCausal: true)]
            },
        ]
        + [
            TorchCase(
                "encoder",
                TransformerEncoder(2, norm: LayerNorm(6)) { TransformerEncoderLayer(6, 2, dimFeedforward: 8, dropout: 0) }
            ) {
                [$0($1[0], mask: nil, isCausal: true)]
            },
            TorchCase("decoder", TransformerDecoder(2) { TransformerDecoderLayer(6, 2, dimFeedforward: 8, dropout: 0) }) {
                [$0(($1[0], $1[1]))]
            },
            TorchCase(
                "transformer",
                Transformer(
                    6, 2, numEncoderLayers: 1, numDecoderLayers: 2, dimFeedforward: 8, dropout: 0, batchFirst: true)
            ) {
                [$0($1[0], $1[1], sourceKeyPaddingMask: $1[2], memoryKeyPaddingMask: $1[2], targetIsCausal: true)]
            },
        ]
}

private func flat(_ result: (output: Tensor, weights: Tensor?)) -> [Tensor] {
    [result.output] + (result.weights.map { [$0] } ?? [])
}

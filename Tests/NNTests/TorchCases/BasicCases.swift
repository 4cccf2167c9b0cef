import NN

extension TorchCase {
    static let basic = [
        TorchCase("linear", Linear(4, 3)),
        TorchCase("linear.plain", Linear(4, 3, bias: false)),
        TorchCase("bilinear", Bilinear(3, 4, 2)) { [$0($1[0], $1[1])] },
        TorchCase("bilinear.plain", Bilinear(3, 4, 2, bias: false)) { [$0(($1[0], $1[1]))] },
        TorchCase("identity", Identity()),
        TorchCase("flatten", Flatten()),
        TorchCase("unflatten", Unflatten(1, into: [2, -1])),
        TorchCase("cosineSimilarity", CosineSimilarity(dim: -1)) { [$0($1[0], $1[1])] },
        TorchCase("pairwiseDistance", PairwiseDistance(p: 3, keepDim: true)) { [$0($1[0], $1[1])] },
        TorchCase("embedding", Embedding(7, 3)),
        TorchCase("embedding.padding", Embedding(7, 3, EmbeddingOptions(paddingIndex: -2))),
        TorchCase("embedding.frequency", Embedding(7, 3, EmbeddingOptions(scaleGradByFreq: true))),
        TorchCase("embeddingBag.sum", EmbeddingBag(7, 3, mode: .sum)),
        TorchCase("embeddingBag.mean", EmbeddingBag(7, 3)),
        TorchCase("embeddingBag.max", EmbeddingBag(7, 3, mode: .max)),
        TorchCase("embeddingBag.offsets", EmbeddingBag(7, 3, EmbeddingOptions(paddingIndex: 1))) {
            [$0($1[0], offsets: $1[1])]
        },
        TorchCase("embeddingBag.weighted", EmbeddingBag(7, 3, mode: .sum, includeLastOffset: true)) {
            [$0($1[0], offsets: $1[1], perSampleWeights: $1[2])]
        },
        TorchCase(
            "sequential",
            Sequential {
                Linear(4, 3)
                ReLU()
                Sequential { Linear(3, 2) }
            }),
    ]
}

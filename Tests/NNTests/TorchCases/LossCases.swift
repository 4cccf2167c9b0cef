import NN

extension TorchCase {
    private static let weight = Tensor([0.5, 2, 1])

    static let losses = criteria + ofThree

    private static let criteria = [
        loss("l1Loss", L1Loss()),
        loss("mseLoss", MSELoss(reduction: .sum)),
        loss("smoothL1Loss", SmoothL1Loss(beta: 0.5)),
        loss("huberLoss", HuberLoss(reduction: .none, delta: 0.7)),
        loss("bceLoss", BCELoss(weight: weight)),
        loss("bceWithLogitsLoss", BCEWithLogitsLoss(weight: weight, posWeight: weight)),
        loss("crossEntropyLoss", CrossEntropyLoss(weight: weight, ignoreIndex: 0, labelSmoothing: 0.1)),
        loss("crossEntropyLoss.probabilities", CrossEntropyLoss()),
        loss("nllLoss", NLLLoss(weight: weight)),
        loss("klDivLoss", KLDivLoss(reduction: .batchMean)),
        loss("klDivLoss.logarithms", KLDivLoss(logTarget: true)),
        loss("poissonNLLLoss", PoissonNLLLoss(full: true)),
        loss("hingeEmbeddingLoss", HingeEmbeddingLoss(margin: 0.8)),
        loss("softMarginLoss", SoftMarginLoss()),
        loss("multiMarginLoss", MultiMarginLoss(p: 2, margin: 0.7, weight: weight)),
        loss("multiLabelMarginLoss", MultiLabelMarginLoss()),
        loss("multiLabelSoftMarginLoss", MultiLabelSoftMarginLoss(weight: weight)),
    ]

    private static let ofThree = [
        TorchCase("gaussianNLLLoss", GaussianNLLLoss(full: true)) { [$0($1[0], $1[1], $1[2])] },
        TorchCase("marginRankingLoss", MarginRankingLoss(margin: 0.3)) { [$0($1[0], $1[1], $1[2])] },
        TorchCase("cosineEmbeddingLoss", CosineEmbeddingLoss(margin: 0.2)) { [$0($1[0], $1[1], $1[2])] },
        TorchCase("tripletMarginLoss", TripletMarginLoss(margin: 0.9, p: 1.5, swap: true)) { [$0($1[0], $1[1], $1[2])] },
        TorchCase("tripletMarginWithDistanceLoss", TripletMarginLoss(distance: ManhattanDistance())) {
            [$0($1[0], $1[1], $1[2])]
        },
        TorchCase("ctcLoss", CTCLoss(blank: 2, zeroInfinity: true)) {
            [$0($1[0].logSoftmax(dim: 2), $1[1], inputLengths: [5, 4], targetLengths: [3, 2])]
        },
    ]

    private static func loss<C: Criterion>(_ name: String, _ criterion: @autoclosure @escaping @Sendable () -> C) -> TorchCase {
        TorchCase(name, criterion()) { [$0($1[0], $1[1])] }
    }
}

private struct ManhattanDistance: Module {
    func callAsFunction(_ inputs: (Tensor, Tensor)) -> Tensor { (inputs.0 - inputs.1).abs().sum(dim: -1) }
}

import Kindling

/// How far a prediction is from its target.
let losses: [String: Function] = [
    "nn.functional.binary_cross_entropy": { c in
        try [binaryCrossEntropy(c.tensor(), c.target(), weight: c.optionalTensor(2, "weight"), reduction: c.reduction())]
    },
    "nn.functional.binary_cross_entropy_with_logits": { c in
        try [
            binaryCrossEntropyWithLogits(
                c.tensor(), c.target(), weight: c.optionalTensor(2, "weight"), reduction: c.reduction(),
                posWeight: c.optionalTensor(nil, "pos_weight"))
        ]
    },
    "nn.functional.cosine_embedding_loss": { c in
        try [
            cosineEmbeddingLoss(
                c.tensor(), c.tensor(1, "input2"), c.tensor(2, "target"), margin: c.real(3, "margin", or: 0),
                reduction: c.reduction())
        ]
    },
    "nn.functional.cross_entropy": { c in
        try [
            crossEntropy(
                c.tensor(), c.target(), weight: c.optionalTensor(2, "weight"), reduction: c.reduction(),
                ignoreIndex: c.int(nil, "ignore_index", or: -100), labelSmoothing: c.real(nil, "label_smoothing", or: 0))
        ]
    },
    "nn.functional.ctc_loss": { c in
        try [
            ctcLoss(
                c.tensor(), c.tensor(1, "targets"), inputLengths: c.lengths(2, "input_lengths"),
                targetLengths: c.lengths(3, "target_lengths"), blank: c.int(4, "blank", or: 0), reduction: c.reduction(),
                zeroInfinity: c.flag(nil, "zero_infinity"))
        ]
    },
    "nn.functional.gaussian_nll_loss": { c in
        try [
            gaussianNLLLoss(
                c.tensor(), c.target(), c.tensor(2, "var"), full: c.flag(3, "full"), eps: c.real(4, "eps", or: 1e-6),
                reduction: c.reduction())
        ]
    },
    "nn.functional.hinge_embedding_loss": { c in
        try [hingeEmbeddingLoss(c.tensor(), c.target(), margin: c.real(2, "margin", or: 1), reduction: c.reduction())]
    },
    "nn.functional.huber_loss": { c in
        try [huberLoss(c.tensor(), c.target(), reduction: c.reduction(), delta: c.real(3, "delta", or: 1))]
    },
    "nn.functional.kl_div": { c in
        let reductions: [String: KLReduction] = ["mean": .mean, "sum": .sum, "none": .none, "batchmean": .batchMean]
        guard let reduction = reductions[try c.text(nil, "reduction", or: "mean")] else { throw Unsupported("the reduction") }
        return try [klDiv(c.tensor(), c.target(), reduction: reduction, logTarget: c.flag(nil, "log_target"))]
    },
    "nn.functional.l1_loss": { c in try [l1Loss(c.tensor(), c.target(), reduction: c.reduction())] },
    "nn.functional.margin_ranking_loss": { c in
        try [
            marginRankingLoss(
                c.tensor(), c.tensor(1, "input2"), c.tensor(2, "target"), margin: c.real(3, "margin", or: 0),
                reduction: c.reduction())
        ]
    },
    "nn.functional.mse_loss": { c in try [mseLoss(c.tensor(), c.target(), reduction: c.reduction())] },
    "nn.functional.multi_margin_loss": { c in
        try [
            multiMarginLoss(
                c.tensor(), c.target(), p: c.int(2, "p", or: 1), margin: c.real(3, "margin", or: 1),
                weight: c.optionalTensor(4, "weight"), reduction: c.reduction())
        ]
    },
    "nn.functional.multilabel_margin_loss": { c in try [multilabelMarginLoss(c.tensor(), c.target(), reduction: c.reduction())]
    },
    "nn.functional.multilabel_soft_margin_loss": { c in
        try [multilabelSoftMarginLoss(c.tensor(), c.target(), weight: c.optionalTensor(2, "weight"), reduction: c.reduction())]
    },
    "nn.functional.nll_loss": { c in
        try [
            nllLoss(
                c.tensor(), c.target(), weight: c.optionalTensor(2, "weight"), reduction: c.reduction(),
                ignoreIndex: c.int(nil, "ignore_index", or: -100))
        ]
    },
    "nn.functional.poisson_nll_loss": { c in
        try [
            poissonNLLLoss(
                c.tensor(), c.target(), logInput: c.flag(2, "log_input", or: true), full: c.flag(3, "full"),
                eps: c.real(nil, "eps", or: 1e-8), reduction: c.reduction())
        ]
    },
    "nn.functional.smooth_l1_loss": { c in
        try [smoothL1Loss(c.tensor(), c.target(), reduction: c.reduction(), beta: c.real(nil, "beta", or: 1))]
    },
    "nn.functional.soft_margin_loss": { c in try [softMarginLoss(c.tensor(), c.target(), reduction: c.reduction())] },
    "nn.functional.triplet_margin_loss": { c in
        try [
            tripletMarginLoss(
                c.tensor(), c.tensor(1, "positive"), c.tensor(2, "negative"), margin: c.real(nil, "margin", or: 1),
                p: c.real(nil, "p", or: 2), eps: c.real(nil, "eps", or: 1e-6), swap: c.flag(nil, "swap"),
                reduction: c.reduction())
        ]
    },
    "nn.functional.triplet_margin_with_distance_loss": { c in
        try [
            tripletMarginLoss(
                c.tensor(), c.tensor(1, "positive"), c.tensor(2, "negative"), margin: c.real(nil, "margin", or: 1),
                swap: c.flag(nil, "swap"), reduction: c.reduction())
        ]
    },
]

extension Call {
    fileprivate func target() throws -> Tensor { try tensor(1, "target") }

    /// Numbers, one for each of the batch.
    fileprivate func lengths(_ position: Int, _ name: String) throws -> [Int] {
        if case .tensor(let tensor)? = self[position, name] { return tensor.to(.int64).flatten().array(of: Int.self) }
        return try dims(position, name)
    }

    fileprivate func reduction() throws -> LossReduction {
        switch try text(nil, "reduction", or: "mean") {
        case "mean": .mean
        case "sum": .sum
        case "none": .none
        case let other: throw Unsupported("reduction \(other)")
        }
    }
}

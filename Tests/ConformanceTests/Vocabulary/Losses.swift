import Kindling

/// How far a prediction is from its target.
let losses: [String: Function] = [
    "nn.functional.binary_cross_entropy": { c in try [binaryCrossEntropy(c.tensor(), c.target(), reduction: c.reduction())] },
    "nn.functional.binary_cross_entropy_with_logits": { c in
        try [binaryCrossEntropyWithLogits(c.tensor(), c.target(), reduction: c.reduction())]
    },
    "nn.functional.cross_entropy": { c in
        try [crossEntropy(c.tensor(), c.target(), reduction: c.reduction(), ignoreIndex: c.int(nil, "ignore_index", or: -100))]
    },
    "nn.functional.mse_loss": { c in try [mseLoss(c.tensor(), c.target(), reduction: c.reduction())] },
]

extension Call {
    fileprivate func target() throws -> Tensor { try tensor(1, "target") }

    fileprivate func reduction() throws -> LossReduction {
        switch try text(nil, "reduction", or: "mean") {
        case "mean": .mean
        case "sum": .sum
        case "none": .none
        case let other: throw Unsupported("reduction \(other)")
        }
    }
}

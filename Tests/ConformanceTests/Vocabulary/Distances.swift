import Kindling

/// Lengths, distances, and how variables vary together.
let distances: [String: Function] = [
    "cdist": { c in try [c.tensor(0, "x1").cdist(c.tensor(1, "x2"), p: c.real(2, "p", or: 2), mode: c.mode())] },
    "corrcoef": unary { $0.corrcoef() },
    "cov": { c in
        try [
            c.tensor().cov(
                correction: c.int(nil, "correction", or: 1), fweights: c.optionalTensor(nil, "fweights"),
                aweights: c.optionalTensor(nil, "aweights"))
        ]
    },
    "dist": { c in try [c.tensor().dist(c.tensor(1, "other"), p: c.real(2, "p", or: 2))] },
    "nn.functional.cosine_similarity": { c in
        try [
            c.tensor(0, "x1").cosineSimilarity(c.tensor(1, "x2"), dim: c.int(2, "dim", or: 1), eps: c.real(3, "eps", or: 1e-8))
        ]
    },
    "nn.functional.normalize": { c in
        try [c.tensor().normalize(p: c.real(1, "p", or: 2), dim: c.int(2, "dim", or: 1), eps: c.real(3, "eps", or: 1e-12))]
    },
    "nn.functional.pairwise_distance": { c in
        try [
            c.tensor(0, "x1").pairwiseDistance(
                c.tensor(1, "x2"), p: c.real(2, "p", or: 2), eps: c.real(3, "eps", or: 1e-6), keepDim: c.flag(4, "keepdim"))
        ]
    },
    "nn.functional.pdist": { c in try [c.tensor().pdist(p: c.real(1, "p", or: 2))] },
    "renorm": { c in try [c.tensor().renorm(c.real(1, "p"), dim: c.int(2, "dim"), maxNorm: c.real(3, "maxnorm"))] },
]

extension Call {
    fileprivate func mode() throws -> Tensor.DistanceMode {
        switch try text(3, "compute_mode", or: "") {
        case "use_mm_for_euclid_dist": .product
        case "donot_use_mm_for_euclid_dist": .difference
        default: .productIfLarge
        }
    }
}

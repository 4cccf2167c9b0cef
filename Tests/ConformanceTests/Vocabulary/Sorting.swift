import Kindling

/// Orders of elements, ranks in them, and what comes of an order.
let sorting: [String: Function] = [
    "argsort": { c in try [c.sorted().indices] },
    "bucketize": { c in try [c.positions(c.tensor().bucketize(c.tensor(1, "boundaries"), right: c.flag(nil, "right")))] },
    "histc": { c in
        try [c.tensor().histc(bins: c.int(1, "bins", or: 100), min: c.real(2, "min", or: 0), max: c.real(3, "max", or: 0))]
    },
    "kthvalue": { c in try both(c.tensor().kthValue(c.int(1, "k"), dim: c.int(2, "dim", or: -1), keepDim: c.flag(3, "keepdim")))
    },
    "median": { c in try c.alongDim({ $0.median() }, { $0.median(dim: $1, keepDim: $2) }) },
    "mode": { c in try both(c.tensor().mode(dim: c.int(1, "dim", or: -1), keepDim: c.flag(2, "keepdim"))) },
    "msort": unary { $0.sort(dim: 0).values },
    "nanmedian": { c in try c.alongDim({ $0.nanMedian() }, { $0.nanMedian(dim: $1, keepDim: $2) }) },
    "nanquantile": { c in
        try [
            c.tensor().nanQuantile(
                c.operand(1, "q"), dim: c.optionalInt(2, "dim"), keepDim: c.flag(3, "keepdim"), interpolation: c.interpolation()
            )
        ]
    },
    "quantile": { c in
        try [
            c.tensor().quantile(
                c.operand(1, "q"), dim: c.optionalInt(2, "dim"), keepDim: c.flag(3, "keepdim"), interpolation: c.interpolation()
            )
        ]
    },
    "searchsorted": { c in try [c.positions(searchSorted(c))] },
    "sort": { c in try both(c.sorted()) },
    "topk": { c in try topk(c) },
    "unique": { c in try unique(c) { $0.unique(dim: $1) } },
    "unique_consecutive": { c in try unique(c) { $0.uniqueConsecutive(dim: $1) } },
]

private func both(_ pair: (values: Tensor, indices: Tensor)) -> [Tensor] { [pair.values, pair.indices] }

extension Call {
    fileprivate func sorted() throws -> (values: Tensor, indices: Tensor) {
        // Ours is stable, whether that is asked for or not.
        _ = try flag(nil, "stable")
        return try tensor().sort(dim: int(1, "dim", or: -1), descending: flag(2, "descending"))
    }

    /// Of all elements, or along a dim with positions.
    fileprivate func alongDim(
        _ all: (Tensor) -> Tensor, _ along: (Tensor, Int, Bool) -> (values: Tensor, indices: Tensor)
    ) throws -> [Tensor] {
        guard let dim = try optionalInt(1, "dim") else { return [all(try tensor())] }
        return both(along(try tensor(), dim, try flag(2, "keepdim")))
    }

    fileprivate func interpolation() throws -> Tensor.Interpolation {
        switch try text(nil, "interpolation", or: "linear") {
        case "lower": .lower
        case "higher": .higher
        case "midpoint": .midpoint
        case "nearest": .nearest
        default: .linear
        }
    }

    fileprivate func positions(_ positions: Tensor) throws -> Tensor {
        try flag(nil, "out_int32") ? positions.to(.int32) : positions
    }
}

private func searchSorted(_ c: Call) throws -> Tensor {
    let right = try c.text(nil, "side", or: "left") == "right" || c.flag(nil, "right")
    return try c.tensor(0, "sorted_sequence").searchSorted(
        c.operand(1, "input"), right: right, sorter: c.optionalTensor(nil, "sorter"))
}

private func topk(_ c: Call) throws -> [Tensor] {
    // Ours are in order, whether that is asked for or not.
    _ = try c.flag(4, "sorted")
    return both(try c.tensor().topk(c.int(1, "k"), dim: c.int(2, "dim", or: -1), largest: c.flag(3, "largest", or: true)))
}

private func unique(
    _ c: Call, _ function: (Tensor, Int?) -> (values: Tensor, inverse: Tensor, counts: Tensor)
) throws -> [Tensor] {
    // Ours are in order, whether that is asked for or not.
    _ = try c.flag(nil, "sorted")
    let (values, inverse, counts) = function(try c.tensor(), try c.optionalInt(nil, "dim"))
    return try [values] + (c.flag(nil, "return_inverse") ? [inverse] : []) + (c.flag(nil, "return_counts") ? [counts] : [])
}

import Kindling

/// Functions that make one element of many, and softmax.
let reductions: [String: Function] = [
    "all": { c in try [c.tensor().all(dims: c.dims(1), keepDim: c.flag(2, "keepdim"))] },
    "amax": { c in try [c.tensor().amax(dims: c.dims(1), keepDim: c.flag(2, "keepdim"))] },
    "amin": { c in try [c.tensor().amin(dims: c.dims(1), keepDim: c.flag(2, "keepdim"))] },
    "aminmax": { c in
        try { [$0.min, $0.max] }(c.tensor().aminmax(dim: c.optionalInt(nil, "dim"), keepDim: c.flag(nil, "keepdim")))
    },
    "any": { c in try [c.tensor().any(dims: c.dims(1), keepDim: c.flag(2, "keepdim"))] },
    "argmax": { c in try [c.tensor().argmax(dim: c.optionalInt(1, "dim"), keepDim: c.flag(2, "keepdim"))] },
    "argmin": { c in try [c.tensor().argmin(dim: c.optionalInt(1, "dim"), keepDim: c.flag(2, "keepdim"))] },
    "count_nonzero": { c in try [c.tensor().countNonZero(dims: c.dims(1))] },
    "log_softmax": { c in try [c.converted().logSoftmax(dim: c.int(1, "dim"))] },
    "logsumexp": { c in try [c.tensor().logSumExp(dims: c.dims(1), keepDim: c.flag(2, "keepdim"))] },
    "max": extreme({ $0.amax() }, { $0.max(dim: $1, keepDim: $2) }, { $0.maximum($1) }),
    "mean": { c in try [c.converted().mean(dims: c.dims(1), keepDim: c.flag(2, "keepdim"))] },
    "min": extreme({ $0.amin() }, { $0.min(dim: $1, keepDim: $2) }, { $0.minimum($1) }),
    "nanmean": { c in try [c.converted().nanMean(dims: c.dims(1), keepDim: c.flag(2, "keepdim"))] },
    "nansum": { c in try [c.asked(c.converted().nanSum(dims: c.dims(1), keepDim: c.flag(2, "keepdim")))] },
    "nn.functional.softmin": { c in try [c.converted().softmin(dim: c.int(1, "dim"))] },
    "prod": { c in try [c.asked(c.converted().prod(dims: c.dims(1), keepDim: c.flag(2, "keepdim")))] },
    "softmax": { c in try [c.converted().softmax(dim: c.int(1, "dim"))] },
    "std": { c in try [c.spread { $0.std(dims: $1, correction: $2, keepDim: $3) }] },
    "std_mean": { c in
        try [c.spread { $0.std(dims: $1, correction: $2, keepDim: $3) }, c.spread { $0.mean(dims: $1, keepDim: $3) }]
    },
    "sum": { c in try [c.asked(c.converted().sum(dims: c.dims(1), keepDim: c.flag(2, "keepdim")))] },
    "var": { c in try [c.spread { $0.var(dims: $1, correction: $2, keepDim: $3) }] },
    "var_mean": { c in
        try [c.spread { $0.var(dims: $1, correction: $2, keepDim: $3) }, c.spread { $0.mean(dims: $1, keepDim: $3) }]
    },
]

extension Call {
    /// The first argument, in the dtype that is asked for.
    func converted() throws -> Tensor { try dtype().map(tensor().to) ?? tensor() }

    /// A result of it, in the dtype that is asked for: sums of integers are int64.
    func asked(_ result: Tensor) throws -> Tensor { try dtype().map(result.to) ?? result }

    /// Variance's arguments, which torch takes as (unbiased), (dim, unbiased, keepdim) or (dim, correction:, keepdim:).
    fileprivate func spread(_ function: (Tensor, [Int], Double, Bool) -> Tensor) throws -> Tensor {
        if case .boolean(let unbiased)? = self[1, "unbiased"], self[nil, "dim"] == nil {
            return function(try tensor(), [], unbiased ? 1 : 0, false)
        }
        let correction = try flag(nil, "unbiased", or: true) ? 1 : 0
        return try function(tensor(), dims(1), real(nil, "correction", or: Double(correction)), flag(nil, "keepdim"))
    }
}

/// torch's `max` and `min`: of all elements, along a dim, or of two tensors.
private func extreme(
    _ all: @escaping @Sendable (Tensor) -> Tensor,
    _ alongDim: @escaping @Sendable (Tensor, Int, Bool) -> (values: Tensor, indices: Tensor),
    _ ofTwo: @escaping @Sendable (Tensor, Tensor) -> Tensor
) -> Function {
    { c in
        if case .tensor(let other)? = c[1, "other"] { return [ofTwo(try c.tensor(), other)] }
        guard let dim = try c.optionalInt(1, "dim") else { return [all(try c.tensor())] }
        let (values, indices) = alongDim(try c.tensor(), dim, try c.flag(2, "keepdim"))
        return [values, indices]
    }
}

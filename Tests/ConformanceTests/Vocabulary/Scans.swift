import Kindling

/// Functions of each element and those before it, or beside it.
let scans: [String: Function] = [
    "cummax": { c in try { [$0.values, $0.indices] }(c.tensor().cummax(dim: c.int(1, "dim"))) },
    "cummin": { c in try { [$0.values, $0.indices] }(c.tensor().cummin(dim: c.int(1, "dim"))) },
    "cumprod": { c in try [c.asked(c.converted().cumprod(dim: c.int(1, "dim")))] },
    "cumsum": { c in try [c.asked(c.converted().cumsum(dim: c.int(1, "dim")))] },
    "cumulative_trapezoid": { c in
        try [c.integral({ $0.cumulativeTrapezoid(x: $1, dim: $2) }, { $0.cumulativeTrapezoid(dx: $1, dim: $2) })]
    },
    "diff": { c in
        try [
            c.tensor().diff(
                n: c.int(1, "n", or: 1), dim: c.int(2, "dim", or: -1), prepend: c.optionalTensor(3, "prepend"),
                append: c.optionalTensor(4, "append"))
        ]
    },
    "logcumsumexp": { c in try [c.tensor().logCumSumExp(dim: c.int(1, "dim"))] },
    "trapezoid": { c in try [c.integral({ $0.trapezoid(x: $1, dim: $2) }, { $0.trapezoid(dx: $1, dim: $2) })] },
]

extension Call {
    /// At points, or at equal distances.
    fileprivate func integral(
        _ atPoints: (Tensor, Tensor, Int) -> Tensor, _ evenly: (Tensor, Double, Int) -> Tensor
    ) throws -> Tensor {
        let dim = try int(nil, "dim", or: -1)
        if let points = try optionalTensor(1, "x") { return atPoints(try tensor(0, "y"), points, dim) }
        return evenly(try tensor(0, "y"), try real(nil, "dx", or: 1), dim)
    }
}

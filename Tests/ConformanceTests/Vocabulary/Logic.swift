import Kindling

/// Functions whose results are true or false, and choices between two elements.
let logic: [String: Function] = [
    "bitwise_and": binary { $0 .& $1 },
    "bitwise_or": binary { $0 .| $1 },
    "bitwise_xor": binary { $0 .^ $1 },
    "eq": binary({ $0 .== $1 }, { $0 .== $1 }),
    "ge": binary({ $0 .>= $1 }, { $0 .>= $1 }),
    "gt": binary({ $0 .> $1 }, { $0 .> $1 }),
    "isclose": { c in try [isClose(c)] },
    "isfinite": unary { $0.isFinite() },
    "isin": { c in try [isIn(c)] },
    "isinf": unary { $0.isInfinite() },
    "isnan": unary { $0.isNaN() },
    "le": binary({ $0 .<= $1 }, { $0 .<= $1 }),
    "logical_and": binary { $0.logicalAnd($1) },
    "logical_not": unary { $0.logicalNot() },
    "logical_or": binary { $0.logicalOr($1) },
    "logical_xor": binary { $0.logicalXor($1) },
    "lt": binary({ $0 .< $1 }, { $0 .< $1 }),
    "masked_fill": { c in try [c.tensor().maskedFill(c.tensor(1, "mask"), c.operand(2, "value"))] },
    "ne": binary({ $0 .!= $1 }, { $0 .!= $1 }),
    "signbit": unary { $0.signbit() },
    "where": { c in
        guard let a = try c.optionalTensor(1, "input") else { return try c.tensor(0, "condition").nonZeroPositions() }
        return try [.where(c.tensor(0, "condition"), a, c.tensor(2, "other"))]
    },
]

private func isClose(_ c: Call) throws -> Tensor {
    try c.tensor().isClose(
        c.tensor(1, "other"), relative: c.real(2, "rtol", or: 1e-5), absolute: c.real(3, "atol", or: 1e-8),
        equalNaN: c.flag(4, "equal_nan"))
}

private func isIn(_ c: Call) throws -> Tensor {
    // A promise that we have no use for.
    _ = try c.flag(nil, "assume_unique")
    let dtype = try c.optionalTensor(0, "elements")?.dtype ?? c.tensor(1, "test_elements").dtype
    func part(_ position: Int, _ name: String) throws -> Tensor {
        if case .tensor(let tensor)? = c[position, name] { return tensor }
        return .full([], try c.number(position, name), dtype: dtype)
    }
    return try part(0, "elements").isIn(part(1, "test_elements"), invert: c.flag(nil, "invert"))
}

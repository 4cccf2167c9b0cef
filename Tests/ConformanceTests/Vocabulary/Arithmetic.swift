import Kindling

/// Functions of two elements or three.
let arithmetic: [String: Function] = [
    "__rdiv__": binary({ $1 / $0 }, { $1 / $0 }),
    "__rmul__": binary({ $1 * $0 }, { $1 * $0 }),
    "__rpow__": { c in try [c.operand(1).pow(c.tensor())] },
    "__rsub__": binary({ $1 - $0 }, { $1 - $0 }),
    "add": { c in try [c.tensor() + c.scaled(c.operand(1))] },
    "addcdiv": { c in try [c.tensor() + c.number(nil, "value", or: 1) * (c.tensor(1, "tensor1") / c.tensor(2, "tensor2"))] },
    "addcmul": { c in try [c.tensor() + c.number(nil, "value", or: 1) * (c.tensor(1, "tensor1") * c.tensor(2, "tensor2"))] },
    "atan2": binary { $0.atan2($1) },
    "clamp": { c in try [c.tensor().clamp(min: c.optionalOperand(1, "min"), max: c.optionalOperand(2, "max"))] },
    "clamp_max": { c in try [c.tensor().clamp(max: c.operand(1, "max"))] },
    "clamp_min": { c in try [c.tensor().clamp(min: c.operand(1, "min"))] },
    "copysign": binary({ $0.copySign($1) }, { $0.copySign($1) }),
    "dist": { c in try [(c.tensor() - c.tensor(1, "other")).norm(c.real(2, "p", or: 2))] },
    "div": { c in try [quotient(c.tensor(), c.operand(1), rounding: c.text(nil, "rounding_mode", or: ""))] },
    "float_power": { c in try [c.tensor().to(.float64).pow(c.operand(1, "exponent").to(.float64))] },
    "floor_divide": binary({ $0.floorDivide($1) }, { $0.floorDivide($1) }),
    "fmod": binary({ $0.fmod($1) }, { $0.fmod($1) }),
    "hypot": binary { $0.hypot($1) },
    "ldexp": binary { $0 * $1.exp2() },
    "lerp": { c in try [c.tensor().lerp(c.tensor(1, "end"), c.operand(2, "weight"))] },
    "logaddexp": binary { $0.logAddExp($1) },
    "maximum": binary { $0.maximum($1) },
    "minimum": binary { $0.minimum($1) },
    "mul": binary({ $0 * $1 }, { $0 * $1 }),
    "pow": binary({ $0.pow($1) }, { $0.pow($1) }),
    "remainder": binary({ $0.remainder($1) }, { $0.remainder($1) }),
    "rsub": { c in try [c.operand(1) - c.scaled(c.tensor())] },
    "sub": { c in try [c.tensor() - c.scaled(c.operand(1))] },
    "true_divide": binary({ $0 / $1 }, { $0 / $1 }),
]

extension Call {
    /// An operand, times alpha where there is one.
    fileprivate func scaled(_ operand: Tensor) throws -> Tensor {
        try optionalNumber(nil, "alpha").map { operand * $0 } ?? operand
    }
}

private func quotient(_ x: Tensor, _ y: Tensor, rounding: String) -> Tensor {
    switch rounding {
    case "floor": x.floorDivide(y)
    case "trunc": (x / y).trunc().to(Tensor.resultType(x, y))
    default: x / y
    }
}

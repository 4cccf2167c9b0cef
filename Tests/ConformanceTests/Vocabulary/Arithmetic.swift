import Kindling

/// Functions of two elements or three.
let arithmetic: [String: Function] = [
    "__rdiv__": binary({ $1 / $0 }, { $1 / $0 }),
    "__rmul__": binary({ $1 * $0 }, { $1 * $0 }),
    "__rpow__": { c in try [c.operand(1).pow(c.tensor())] },
    "__rsub__": binary({ $1 - $0 }, { $1 - $0 }),
    "add": { c in try [c.tensor() + c.scaled(c.operand(1))] },
    "addcdiv": { c in
        try [c.tensor().addcdiv(c.tensor(1, "tensor1"), c.tensor(2, "tensor2"), value: c.number(nil, "value", or: 1))]
    },
    "addcmul": { c in
        try [c.tensor().addcmul(c.tensor(1, "tensor1"), c.tensor(2, "tensor2"), value: c.number(nil, "value", or: 1))]
    },
    "atan2": binary { $0.atan2($1) },
    "clamp": { c in try [c.tensor().clamp(min: c.optionalOperand(1, "min"), max: c.optionalOperand(2, "max"))] },
    "clamp_max": { c in try [c.tensor().clamp(max: c.operand(1, "max"))] },
    "clamp_min": { c in try [c.tensor().clamp(min: c.operand(1, "min"))] },
    "copysign": binary({ $0.copySign($1) }, { $0.copySign($1) }),
    "div": { c in try [quotient(c.tensor(), c.operand(1), rounding: c.text(nil, "rounding_mode", or: ""))] },
    "float_power": binary({ $0.floatPower($1) }, { $0.floatPower($1) }),
    "floor_divide": binary({ $0.floorDivide($1) }, { $0.floorDivide($1) }),
    "fmax": binary { $0.fmax($1) },
    "fmin": binary { $0.fmin($1) },
    "fmod": binary({ $0.fmod($1) }, { $0.fmod($1) }),
    "heaviside": { c in try [c.tensor().heaviside(c.tensor(1, "values"))] },
    "hypot": binary { $0.hypot($1) },
    "ldexp": binary { $0.ldexp($1) },
    "lerp": { c in try [c.tensor().lerp(c.tensor(1, "end"), c.operand(2, "weight"))] },
    "logaddexp": binary { $0.logAddExp($1) },
    "logaddexp2": binary { $0.logAddExp2($1) },
    "maximum": binary { $0.maximum($1) },
    "minimum": binary { $0.minimum($1) },
    "mul": binary({ $0 * $1 }, { $0 * $1 }),
    "pow": binary({ $0.pow($1) }, { $0.pow($1) }),
    "remainder": binary({ $0.remainder($1) }, { $0.remainder($1) }),
    "rsub": { c in try [c.operand(1) - c.scaled(c.tensor())] },
    "sub": { c in try [c.tensor() - c.scaled(c.operand(1))] },
    "true_divide": binary({ $0 / $1 }, { $0 / $1 }),
    "special.xlog1py": binary({ $0.xlog1py($1) }, { $0.xlog1py($1) }),
    "special.zeta": binary({ $0.zeta($1) }, { $0.zeta($1) }),
    "xlogy": binary({ $0.xlogy($1) }, { $0.xlogy($1) }),
]

extension Call {
    /// An operand, times alpha where there is one.
    fileprivate func scaled(_ operand: Tensor) throws -> Tensor {
        try optionalNumber(nil, "alpha").map { operand * $0 } ?? operand
    }
}

private func quotient(_ x: Tensor, _ y: Tensor, rounding: String) -> Tensor {
    switch rounding {
    case "floor": x.divide(y, rounding: .floor)
    case "trunc": x.divide(y, rounding: .trunc)
    default: x / y
    }
}

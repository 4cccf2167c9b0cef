import Kindling

/// What stands between layers.
let activations: [String: Function] = [
    "nn.functional.gelu": { c in
        guard try c.text(1, "approximate", or: "none") == "none" else { throw Unsupported("approximate") }
        return [try c.tensor().gelu()]
    },
    "nn.functional.hardtanh": { c in
        try [c.tensor().clamp(min: c.number(1, "min_val", or: -1), max: c.number(2, "max_val", or: 1))]
    },
    "nn.functional.leaky_relu": { c in try [c.tensor().relu() - (-c.tensor()).relu() * c.real(1, "negative_slope", or: 0.01)] },
    "nn.functional.logsigmoid": unary { $0.logSigmoid() },
    "nn.functional.mish": unary { $0 * $0.softplus().tanh() },
    "nn.functional.relu": unary { $0.relu() },
    "nn.functional.relu6": unary { $0.clamp(min: 0, max: 6) },
    "nn.functional.silu": unary { $0.silu() },
    "nn.functional.softsign": unary { $0 / ($0.abs() + 1) },
    "nn.functional.tanhshrink": unary { $0 - $0.tanh() },
]

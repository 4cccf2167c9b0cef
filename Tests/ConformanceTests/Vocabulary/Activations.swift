import Kindling

/// What stands between layers.
let activations: [String: Function] = [
    "nn.functional.celu": { c in try [c.tensor().celu(alpha: c.real(1, "alpha", or: 1))] },
    "nn.functional.elu": { c in try [c.tensor().elu(alpha: c.real(1, "alpha", or: 1))] },
    "nn.functional.gelu": { c in
        try [c.tensor().gelu(approximate: c.text(nil, "approximate", or: "none") == "tanh" ? .tanh : .none)]
    },
    "nn.functional.glu": { c in try [c.tensor().glu(dim: c.int(1, "dim", or: -1))] },
    "nn.functional.hardshrink": { c in try [c.tensor().hardshrink(lambda: c.real(1, "lambd", or: 0.5))] },
    "nn.functional.hardsigmoid": unary { $0.hardsigmoid() },
    "nn.functional.hardswish": unary { $0.hardswish() },
    "nn.functional.hardtanh": { c in
        try [c.tensor().hardtanh(min: c.real(1, "min_val", or: -1), max: c.real(2, "max_val", or: 1))]
    },
    "nn.functional.leaky_relu": { c in try [c.tensor().leakyRelu(negativeSlope: c.real(1, "negative_slope", or: 0.01))] },
    "nn.functional.logsigmoid": unary { $0.logSigmoid() },
    "nn.functional.mish": unary { $0.mish() },
    "nn.functional.prelu": { c in try [c.tensor().prelu(c.tensor(1, "weight"))] },
    "nn.functional.relu": unary { $0.relu() },
    "nn.functional.relu6": unary { $0.relu6() },
    "nn.functional.selu": unary { $0.selu() },
    "nn.functional.silu": unary { $0.silu() },
    "nn.functional.softplus": { c in
        try [c.tensor().softplus(beta: c.real(1, "beta", or: 1), threshold: c.real(2, "threshold", or: 20))]
    },
    "nn.functional.softshrink": { c in try [c.tensor().softshrink(lambda: c.real(1, "lambd", or: 0.5))] },
    "nn.functional.softsign": unary { $0.softsign() },
    "nn.functional.tanhshrink": unary { $0.tanhshrink() },
    "nn.functional.threshold": { c in try [c.tensor().threshold(c.real(1, "threshold"), value: c.real(2, "value"))] },
]

import Kindling

/// Normalisation, attention, and products that are not linear.
let normalizations: [String: Function] = [
    "nn.functional.batch_norm": { c in
        let (x, weight, bias) = (try c.tensor(), try c.optionalTensor(3, "weight"), try c.optionalTensor(4, "bias"))
        let (mean, variance) = (try c.optionalTensor(1, "running_mean"), try c.optionalTensor(2, "running_var"))
        let (momentum, eps) = (try c.real(6, "momentum", or: 0.1), try c.real(7, "eps", or: 1e-5))
        if try !c.flag(5, "training") {
            return [x.batchNorm(runningMean: mean, runningVar: variance, weight: weight, bias: bias, eps: eps)]
        }
        guard var mean, var variance else { return [x.batchNorm(weight: weight, bias: bias, eps: eps)] }
        return [
            x.batchNorm(
                updatingMean: &mean, updatingVar: &variance, momentum: momentum, weight: weight, bias: bias, eps: eps)
        ]
    },
    "nn.functional.bilinear": { c in
        try [c.tensor().bilinear(c.tensor(1, "input2"), c.tensor(2, "weight"), bias: c.optionalTensor(3, "bias"))]
    },
    "nn.functional.group_norm": { c in
        try [
            c.tensor().groupNorm(
                c.int(1, "num_groups"), weight: c.optionalTensor(2, "weight"), bias: c.optionalTensor(3, "bias"),
                eps: c.real(4, "eps", or: 1e-5))
        ]
    },
    "nn.functional.instance_norm": { c in
        let (x, weight, bias) = (try c.tensor(), try c.optionalTensor(3, "weight"), try c.optionalTensor(4, "bias"))
        let (mean, variance) = (try c.optionalTensor(1, "running_mean"), try c.optionalTensor(2, "running_var"))
        let (momentum, eps) = (try c.real(6, "momentum", or: 0.1), try c.real(7, "eps", or: 1e-5))
        if try !c.flag(5, "use_input_stats", or: true) {
            return [x.batchNorm(runningMean: mean, runningVar: variance, weight: weight, bias: bias, eps: eps)]
        }
        guard var mean, var variance else { return [x.instanceNorm(weight: weight, bias: bias, eps: eps)] }
        return [
            x.instanceNorm(
                updatingMean: &mean, updatingVar: &variance, momentum: momentum, weight: weight, bias: bias, eps: eps)
        ]
    },
    "nn.functional.layer_norm": { c in
        try [
            c.tensor().layerNorm(
                Shape(c.dims(1, "normalized_shape")), weight: c.optionalTensor(2, "weight"), bias: c.optionalTensor(3, "bias"),
                eps: c.real(4, "eps", or: 1e-5))
        ]
    },
    "nn.functional.local_response_norm": { c in
        try [
            c.tensor().localResponseNorm(
                c.int(1, "size"), alpha: c.real(2, "alpha", or: 1e-4), beta: c.real(3, "beta", or: 0.75),
                k: c.real(4, "k", or: 1))
        ]
    },
    "nn.functional.rms_norm": { c in
        try [
            c.tensor().rmsNorm(
                Shape(c.dims(1, "normalized_shape")), weight: c.optionalTensor(2, "weight"),
                eps: c.optionalNumber(3, "eps")?.double)
        ]
    },
    "nn.functional.scaled_dot_product_attention": { c in
        try [
            c.tensor().scaledDotProductAttention(
                c.tensor(1, "key"), c.tensor(2, "value"), mask: c.optionalTensor(3, "attn_mask"),
                dropout: c.real(4, "dropout_p", or: 0), isCausal: c.flag(5, "is_causal"),
                scale: c.optionalNumber(nil, "scale")?.double, enableGQA: c.flag(nil, "enable_gqa"))
        ]
    },
]

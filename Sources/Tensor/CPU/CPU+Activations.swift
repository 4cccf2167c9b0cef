import CKernels

extension CPU {
    func activation(_ activation: Activation, _ x: Tensor) -> Tensor {
        let result = Tensor.uninitialized(like: x, x.dtype)
        let (code, (a, b, c)) = activation.kernel
        x.dtype.dispatchFloat(
            float32: map(x, result, code, grain: Grain.vectorMath, Float.self) {
                kindling_activation_f32($0, a, b, c, $1, $2, $3, $4)
            },
            float64: map(x, result, code, grain: Grain.vectorMath, Double.self) {
                kindling_activation_f64($0, a, b, c, $1, $2, $3, $4)
            })
        return result
    }

    func activationGradient(_ activation: Activation, _ cotangent: Tensor, _ x: Tensor) -> Tensor {
        let result = Tensor.uninitialized(like: x, x.dtype)
        let (code, (a, b, c)) = activation.kernel
        x.dtype.dispatchFloat(
            float32: zip(cotangent, x, result, code, grain: Grain.vectorMath, Float.self, Float.self) {
                kindling_activation_gradient_f32($0, a, b, c, $1, $2, $3, $4, $5, $6)
            },
            float64: zip(cotangent, x, result, code, grain: Grain.vectorMath, Double.self, Double.self) {
                kindling_activation_gradient_f64($0, a, b, c, $1, $2, $3, $4, $5, $6)
            })
        return result
    }
}

extension Activation {
    /// The C kernels' number for the activation, and its parameters.
    var kernel: (code: KindlingActivation, parameters: (Double, Double, Double)) {
        switch self {
        case .silu: (KA_SILU, (0, 0, 0))
        case .mish: (KA_MISH, (0, 0, 0))
        case .gelu: (KA_GELU, (0, 0, 0))
        case .geluTanh: (KA_GELU_TANH, (0, 0, 0))
        case .hardswish: (KA_HARDSWISH, (0, 0, 0))
        case .hardsigmoid: (KA_HARDSIGMOID, (0, 0, 0))
        case .logSigmoid: (KA_LOG_SIGMOID, (0, 0, 0))
        case .hardtanh(let min, let max): (KA_HARDTANH, (min, max, 0))
        case .leakyRelu(let negativeSlope): (KA_LEAKY_RELU, (negativeSlope, 0, 0))
        case .elu(let alpha, let scale, let inputScale): (KA_ELU, (alpha * scale, scale, inputScale))
        case .softplus(let beta, let threshold): (KA_SOFTPLUS, (beta, threshold, 0))
        case .hardshrink(let lambda): (KA_HARDSHRINK, (lambda, 0, 0))
        case .softshrink(let lambda): (KA_SOFTSHRINK, (lambda, 0, 0))
        case .threshold(let threshold, let value): (KA_THRESHOLD, (threshold, value, 0))
        }
    }
}

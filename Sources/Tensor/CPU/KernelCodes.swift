import CKernels

extension UnaryOperation {
    /// The C kernels' number for the operation.
    var kernel: Int32 {
        let code: KindlingUnary =
            switch self {
            case .negate: KU_NEGATE
            case .abs: KU_ABS
            case .sign: KU_SIGN
            case .square: KU_SQUARE
            case .reciprocal: KU_RECIPROCAL
            case .sqrt: KU_SQRT
            case .rsqrt: KU_RSQRT
            case .exp: KU_EXP
            case .exp2: KU_EXP2
            case .expm1: KU_EXPM1
            case .log: KU_LOG
            case .log2: KU_LOG2
            case .log10: KU_LOG10
            case .log1p: KU_LOG1P
            case .sin: KU_SIN
            case .cos: KU_COS
            case .tan: KU_TAN
            case .asin: KU_ASIN
            case .acos: KU_ACOS
            case .atan: KU_ATAN
            case .sinh: KU_SINH
            case .cosh: KU_COSH
            case .tanh: KU_TANH
            case .asinh: KU_ASINH
            case .acosh: KU_ACOSH
            case .atanh: KU_ATANH
            case .sigmoid: KU_SIGMOID
            case .relu: KU_RELU
            case .erf: KU_ERF
            case .erfc: KU_ERFC
            case .floor: KU_FLOOR
            case .ceil: KU_CEIL
            case .round: KU_ROUND
            case .trunc: KU_TRUNC
            case .not: KU_NOT
            case .lgamma: KU_LGAMMA
            case .digamma: KU_DIGAMMA
            case .erfinv: KU_ERFINV
            case .erfcx: KU_ERFCX
            case .ndtri: KU_NDTRI
            case .logNdtr: KU_LOG_NDTR
            case .i0: KU_I0
            case .i0e: KU_I0E
            case .i1: KU_I1
            case .i1e: KU_I1E
            case .entr: KU_ENTR
            case .sinc: KU_SINC
            }
        return Int32(code.rawValue)
    }
}

extension BinaryOperation {
    /// The C kernels' number for the operation.
    var kernel: Int32 {
        let code: KindlingBinary =
            switch self {
            case .add: KB_ADD
            case .subtract: KB_SUBTRACT
            case .multiply: KB_MULTIPLY
            case .divide: KB_DIVIDE
            case .power: KB_POWER
            case .maximum: KB_MAXIMUM
            case .minimum: KB_MINIMUM
            case .remainder: KB_REMAINDER
            case .fmod: KB_FMOD
            case .floorDivide: KB_FLOOR_DIVIDE
            case .atan2: KB_ATAN2
            case .hypot: KB_HYPOT
            case .copySign: KB_COPYSIGN
            case .logAddExp: KB_LOG_ADD_EXP
            case .xlogy: KB_XLOGY
            case .xlog1py: KB_XLOG1PY
            case .zeta: KB_ZETA
            case .bitwiseAnd: KB_AND
            case .bitwiseOr: KB_OR
            case .bitwiseXor: KB_XOR
            case .sigmoidGradient: KB_SIGMOID_GRADIENT
            case .tanhGradient: KB_TANH_GRADIENT
            case .reluGradient: KB_RELU_GRADIENT
            }
        return Int32(code.rawValue)
    }
}

extension Activation {
    /// The C kernels' number for the activation, and its parameters.
    var kernel: (code: Int32, parameters: (Double, Double, Double)) {
        let (code, parameters): (KindlingActivation, (Double, Double, Double)) =
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
        return (Int32(code.rawValue), parameters)
    }
}

extension Loss {
    /// The C kernels' numbers for the loss and for its gradient.
    var kernels: (value: Int32, gradient: Int32) {
        let codes: (KindlingBinary, KindlingTernary) =
            switch self {
            case .binaryCrossEntropy: (KB_BINARY_CROSS_ENTROPY, KT_BINARY_CROSS_ENTROPY_GRADIENT)
            case .binaryCrossEntropyWithLogits:
                (KB_BINARY_CROSS_ENTROPY_WITH_LOGITS, KT_BINARY_CROSS_ENTROPY_WITH_LOGITS_GRADIENT)
            case .squaredError: (KB_SQUARED_ERROR, KT_SQUARED_ERROR_GRADIENT)
            case .absoluteError: (KB_ABSOLUTE_ERROR, KT_ABSOLUTE_ERROR_GRADIENT)
            case .huber: (KB_HUBER, KT_HUBER_GRADIENT)
            }
        return (Int32(codes.0.rawValue), Int32(codes.1.rawValue))
    }
}

extension Comparison {
    /// The C kernels' number for the operation.
    var kernel: Int32 {
        let code: KindlingCompare =
            switch self {
            case .equal: KC_EQUAL
            case .notEqual: KC_NOT_EQUAL
            case .less: KC_LESS
            case .lessEqual: KC_LESS_EQUAL
            case .greater: KC_GREATER
            case .greaterEqual: KC_GREATER_EQUAL
            }
        return Int32(code.rawValue)
    }
}

extension Recurrence {
    /// The C kernels' number for the step.
    var kernel: Int32 {
        let code: KindlingCell =
            switch self {
            case .tanh: KX_TANH
            case .relu: KX_RELU
            case .lstm: KX_LSTM
            case .gru: KX_GRU
            }
        return Int32(code.rawValue)
    }
}

extension Reduction {
    /// What results start from, how they take in elements, and how those of parts are joined; of accumulators within these bounds.
    @inline(__always)
    func kernel<A: Numeric>(_ lowest: A, _ highest: A) -> (identity: A, code: Int32, join: Int32) {
        let (identity, code, join): (A, KindlingReduce, KindlingReduce) =
            switch self {
            case .sum, .mean: (0, KR_SUM, KR_SUM)
            case .product: (1, KR_PRODUCT, KR_PRODUCT)
            case .max: (lowest, KR_MAX, KR_MAX)
            case .min: (highest, KR_MIN, KR_MIN)
            case .sumOfSquares, .norm: (0, KR_SQUARES, KR_SUM)
            case .sumOfMagnitudes: (0, KR_MAGNITUDES, KR_SUM)
            }
        return (identity, Int32(code.rawValue), Int32(join.rawValue))
    }

    /// How a total of floats becomes a result, where so many elements become so many results.
    @inline(__always)
    func finish(_ elements: Int, to results: Int) -> KindlingFinish {
        switch self {
        case .mean: KindlingFinish(divisor: Double(elements / Swift.max(results, 1)), root: false, squares: false, sum: true)
        case .sum: KindlingFinish(divisor: 1, root: false, squares: false, sum: true)
        case .sumOfSquares(let divisor): KindlingFinish(divisor: divisor, root: false, squares: true, sum: false)
        case .norm(let divisor): KindlingFinish(divisor: divisor, root: true, squares: true, sum: false)
        case .product, .max, .min, .sumOfMagnitudes: KindlingFinish(divisor: 1, root: false, squares: false, sum: false)
        }
    }
}

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
            case .softplus: KU_SOFTPLUS
            case .erf: KU_ERF
            case .erfc: KU_ERFC
            case .floor: KU_FLOOR
            case .ceil: KU_CEIL
            case .round: KU_ROUND
            case .trunc: KU_TRUNC
            case .not: KU_NOT
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

extension Loss {
    /// The C kernels' numbers for the loss and for its gradient.
    var kernels: (value: Int32, gradient: Int32) {
        let codes: (KindlingBinary, KindlingTernary) =
            switch self {
            case .binaryCrossEntropy: (KB_BINARY_CROSS_ENTROPY, KT_BINARY_CROSS_ENTROPY_GRADIENT)
            case .binaryCrossEntropyWithLogits:
                (KB_BINARY_CROSS_ENTROPY_WITH_LOGITS, KT_BINARY_CROSS_ENTROPY_WITH_LOGITS_GRADIENT)
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

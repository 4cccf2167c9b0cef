import Tensor

/// Which tensors of an operation its derivative reads. Others are not kept: memory is a feature.
struct Saved: OptionSet {
    let rawValue: UInt8
    static let first = Saved(rawValue: 1)
    static let second = Saved(rawValue: 2)
    static let third = Saved(rawValue: 4)
    static let result = Saved(rawValue: 8)
    static let rest = Saved(rawValue: 16)
}

extension Operation {
    func saved(for parents: Node.Parents) -> Saved {
        /// Each of two factors is read for the other's gradient.
        var factors: Saved {
            Saved(parents.first != nil ? [.second] : []).union(parents.second != nil ? [.first] : [])
        }
        switch self {
        case .unary(let unary): return unary.saved
        case .binary(.multiply), .matmul, .linear: return factors
        case .binary(let binary): return binary.saved
        case .select: return .first
        case .reduce(let reduction, _, _):
            switch reduction {
            case .sum, .mean: return []
            case .product, .max, .min: return [.first, .result]
            }
        case .softmax: return .result
        case .loss: return [.first, .second]
        case .lossGradient: return [.first, .second, .third]
        case .indexSelect, .indexAdd, .indexCopy, .gather, .scatter, .scatterAdd: return .second
        case .custom: return [.first, .second, .third, .rest, .result]
        case .compare, .cast, .argReduce, .reshape, .permute, .expand, .slice, .place, .copy, .concatenate, .sortedOrder,
            .nonZero:
            return []
        }
    }
}

extension UnaryOperation {
    fileprivate var saved: Saved {
        switch self {
        case .negate, .sign, .floor, .ceil, .round, .trunc, .not: []
        case .reciprocal, .sqrt, .rsqrt, .exp, .exp2, .expm1, .tan, .tanh, .sigmoid, .relu: .result
        case .abs, .square, .log, .log2, .log10, .log1p, .sin, .cos, .asin, .acos, .atan, .sinh, .cosh, .asinh, .acosh,
            .atanh, .softplus, .erf, .erfc:
            .first
        }
    }
}

extension BinaryOperation {
    fileprivate var saved: Saved {
        switch self {
        case .add, .subtract, .floorDivide, .bitwiseAnd, .bitwiseOr, .bitwiseXor: []
        case .divide: [.second, .result]
        case .power, .hypot: [.first, .second, .result]
        case .copySign: [.first, .result]
        case .multiply, .maximum, .minimum, .remainder, .fmod, .atan2, .logAddExp, .sigmoidGradient, .tanhGradient,
            .reluGradient:
            [.first, .second]
        }
    }
}

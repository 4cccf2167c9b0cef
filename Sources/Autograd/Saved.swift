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
        /// What the derivative by the first operand reads, and what that by the second, each where it is wanted.
        func wanted(_ first: Saved, _ second: Saved) -> Saved {
            (parents.first != nil ? first : []).union(parents.second != nil ? second : [])
        }
        switch self {
        case .unary(let unary): return unary.saved
        case .binary(let binary): return wanted(binary.saved.first, binary.saved.second)
        case .matmul, .linear, .linearWeightGradient, .convolution, .convolutionInputGradient, .convolutionWeightGradient:
            return wanted(.second, .first)
        case .attention, .attentionGradient, .recurrent, .recurrentGradient: return [.first, .second, .third, .rest]
        case .select: return .first
        case .clamp: return [.first, .second, .third]
        case .activation, .maxPool: return .first
        case .maxPoolGradient: return .second
        case .activationGradient: return [.first, .second]
        case .scan(let scan, _):
            switch scan {
            case .sum: return []
            case .product, .logSumExp: return [.first, .result]
            }
        case .reduce(let reduction, _, _):
            switch reduction {
            case .sum, .mean: return []
            case .product, .max, .min, .norm: return [.first, .result]
            case .sumOfSquares, .sumOfMagnitudes: return .first
            }
        case .softmax: return .result
        case .normalize: return [.first, .second]
        case .statistics: return .first
        case .normalizeGradient: return [.first, .second, .third]
        case .softmaxGradient: return [.first, .second]
        case .loss: return [.first, .second]
        case .crossEntropy: return [.first, .second, .third]
        case .crossEntropyGradient: return [.first, .second, .third, .rest]
        case .lossGradient: return [.first, .second, .third]
        case .indexSelect, .indexAdd, .indexCopy, .gather, .scatter, .scatterAdd: return .second
        case .scatterReduce: return [.first, .second, .third, .result]
        case .decompose(.eigenvalues), .decompose(.singularValues): return .first
        case .decompose: return .result
        case .solve: return [.first, .second, .result]
        case .solveTriangular: return [.first, .result]
        case .implicit(.pseudoinverse): return [.first, .result]
        case .implicit: return [.first, .third, .result]
        case .custom: return [.first, .second, .third, .rest, .result]
        case .compare, .cast, .argReduce, .reshape, .permute, .expand, .slice, .place, .windows, .overlapAdd, .copy, .transfer,
            .pad,
            .concatenate, .sortedOrder, .nonZero, .argScan, .modePosition, .searchSorted, .maxPoolIndices, .averagePool,
            .averagePoolGradient, .combine, .recurrentStates:
            return []
        }
    }
}

extension UnaryOperation {
    fileprivate var saved: Saved {
        switch self {
        case .negate, .sign, .floor, .ceil, .round, .trunc, .not: []
        case .reciprocal, .sqrt, .rsqrt, .exp, .exp2, .tan, .tanh, .sigmoid, .relu, .erfinv, .ndtri: .result
        case .erfcx, .i0e, .i1, .i1e, .sinc: [.first, .result]
        case .abs, .square, .expm1, .log, .log2, .log10, .log1p, .sin, .cos, .asin, .acos, .atan, .sinh, .cosh, .asinh, .acosh,
            .atanh, .erf, .erfc, .lgamma, .digamma, .logNdtr, .i0, .entr:
            .first
        }
    }
}

extension BinaryOperation {
    /// What the derivatives by the first and by the second operand read.
    fileprivate var saved: (first: Saved, second: Saved) {
        let both: Saved = [.first, .second]
        return switch self {
        case .add, .subtract, .floorDivide, .bitwiseAnd, .bitwiseOr, .bitwiseXor: ([], [])
        case .multiply: (.second, .first)
        case .divide: (.second, [.second, .result])
        case .power: (both, [.first, .second, .result])
        case .hypot: ([.first, .result], [.second, .result])
        case .copySign: ([.first, .result], [])
        case .remainder, .fmod: ([], both)
        case .reluGradient: (.second, [])
        case .sigmoidGradient, .tanhGradient: (.second, both)
        case .zeta: ([], both)
        case .maximum, .minimum, .atan2, .logAddExp, .xlogy, .xlog1py: (both, both)
        }
    }
}

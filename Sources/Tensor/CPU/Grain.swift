/// How many elements make a part that is worth a thread, by what an element costs: some microseconds of work.
enum Grain {
    /// Reading and writing is all.
    static let light = 32768
    /// Vector code of some dozen steps.
    static let elementary = 16384
    /// A call for each element.
    static let called = 2048

    /// Of the elements that one result, row or slice is made of, how many of these are a part.
    static func of(_ elements: Int, each size: Int) -> Int { max(1, elements / max(size, 1)) }
}

extension UnaryOperation {
    var grain: Int {
        switch self {
        case .negate, .abs, .sign, .square, .reciprocal, .sqrt, .rsqrt, .relu, .floor, .ceil, .round, .trunc, .not: Grain.light
        case .exp, .exp2, .expm1, .log, .log2, .log10, .log1p, .sin, .cos, .tan, .tanh, .sigmoid, .erf, .erfc,
            .asin, .acos, .atan, .sinh, .cosh, .asinh, .acosh, .atanh:
            Grain.elementary
        case .lgamma, .digamma, .erfinv, .erfcx, .ndtri, .logNdtr, .i0, .i0e, .i1, .i1e, .entr, .sinc:
            Grain.called
        }
    }
}

extension BinaryOperation {
    var grain: Int {
        switch self {
        case .add, .subtract, .multiply, .divide, .maximum, .minimum, .copySign, .bitwiseAnd, .bitwiseOr, .bitwiseXor,
            .sigmoidGradient, .tanhGradient, .reluGradient:
            Grain.light
        case .logAddExp, .atan2, .hypot: Grain.elementary
        case .power, .remainder, .fmod, .floorDivide, .xlogy, .xlog1py, .zeta: Grain.called
        }
    }
}

/// An operation on each element of a tensor.
///
/// The raw values are the C kernels' numbers, in the order of `operations.def`, as those of the other enums here.
public enum UnaryOperation: UInt8, Sendable, CaseIterable {
    case negate, abs, sign, square, reciprocal, sqrt, rsqrt
    case exp, exp2, expm1, log, log2, log10, log1p
    case sin, cos, tan, asin, acos, atan
    case sinh, cosh, tanh, asinh, acosh, atanh
    case sigmoid, relu, erf, erfc
    case floor, ceil, round, trunc
    /// 1 where the element is 0, else 0, in the same dtype.
    case not
    case lgamma, digamma, erfinv, erfcx, ndtri, logNdtr, i0, i0e, i1, i1e, entr, sinc
}

/// An operation on the elements of two tensors, pair by pair.
public enum BinaryOperation: UInt8, Sendable, CaseIterable {
    case add, subtract, multiply, divide, power, maximum, minimum
    /// With the sign of the divisor, as Python's `%`; `fmod` has the sign of the dividend.
    case remainder, fmod
    case floorDivide
    case atan2, hypot, copySign, logAddExp
    /// x log y and x log(1 + y), 0 where x is; the Hurwitz zeta function of (order, x).
    case xlogy, xlog1py, zeta
    /// Of integers and bools.
    case bitwiseAnd, bitwiseOr, bitwiseXor
    /// Of (cotangent, result): the derivatives of sigmoid, tanh and relu in one pass.
    case sigmoidGradient, tanhGradient, reluGradient
}

/// A question about the elements of two tensors, pair by pair.
public enum Comparison: UInt8, Sendable, CaseIterable {
    case equal, notEqual, less, lessEqual, greater, greaterEqual
}

/// What stands between layers, and more than a unary operation in that it has parameters, or is fused for speed.
public enum Activation: Sendable {
    case silu, mish, gelu, geluTanh, hardswish, hardsigmoid, logSigmoid
    case hardtanh(min: Double, max: Double)
    case leakyRelu(negativeSlope: Double)
    /// `scale x` above 0, else `scale alpha (exp(inputScale x) - 1)`.
    case elu(alpha: Double, scale: Double, inputScale: Double)
    case softplus(beta: Double, threshold: Double)
    case hardshrink(lambda: Double)
    case softshrink(lambda: Double)
    /// `value` up to the threshold.
    case threshold(Double, value: Double)
}

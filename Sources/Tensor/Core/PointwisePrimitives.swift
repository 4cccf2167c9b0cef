/// An operation on each element of a tensor.
///
/// The raw values are the C kernels' numbers, in the order of `operations.def`, as those of the other enums here.
public enum UnaryOperation: UInt8, Sendable, CaseIterable {
    /// -x
    case negate
    /// |x|
    case abs
    /// -1, 0 or 1; 0 for NaN.
    case sign
    /// x²
    case square
    /// 1 / x
    case reciprocal
    /// √x
    case sqrt
    /// 1 / √x
    case rsqrt
    /// eˣ
    case exp
    /// 2ˣ
    case exp2
    /// eˣ - 1, accurate near 0.
    case expm1
    /// The natural logarithm.
    case log
    /// The logarithm to base 2.
    case log2
    /// The logarithm to base 10.
    case log10
    /// log(1 + x), accurate near 0.
    case log1p
    /// The sine of an angle in radians.
    case sin
    /// The cosine of an angle in radians.
    case cos
    /// The tangent of an angle in radians.
    case tan
    /// The inverse sine, in radians; NaN outside of [-1, 1].
    case asin
    /// The inverse cosine, in radians; NaN outside of [-1, 1].
    case acos
    /// The inverse tangent, in radians.
    case atan
    /// The hyperbolic sine.
    case sinh
    /// The hyperbolic cosine.
    case cosh
    /// The hyperbolic tangent.
    case tanh
    /// The inverse hyperbolic sine.
    case asinh
    /// The inverse hyperbolic cosine; NaN below 1.
    case acosh
    /// The inverse hyperbolic tangent; NaN outside of [-1, 1].
    case atanh
    /// 1 / (1 + e⁻ˣ)
    case sigmoid
    /// max(x, 0)
    case relu
    /// The error function, 2/√π ∫₀ˣ e⁻ᵗ² dt.
    case erf
    /// 1 - erf(x), accurate in the upper tail.
    case erfc
    /// The largest integer that is not above x.
    case floor
    /// The smallest integer that is not below x.
    case ceil
    /// The nearest integer, ties to even.
    case round
    /// The integer part of x: rounded toward 0.
    case trunc
    /// 1 where the element is 0, elsewhere 0, in the same dtype.
    case not
    /// log |Γ(x)|
    case lgamma
    /// Γ'(x) / Γ(x)
    case digamma
    /// The inverse of ``erf``.
    case erfinv
    /// exp(x²) erfc(x), computed without overflow.
    case erfcx
    /// The quantile of the standard normal distribution.
    case ndtri
    /// The logarithm of the standard normal distribution function.
    case logNdtr
    /// The modified Bessel function of the first kind of order 0.
    case i0
    /// exp(-|x|) i0(x), computed without overflow.
    case i0e
    /// The modified Bessel function of the first kind of order 1.
    case i1
    /// exp(-|x|) i1(x), computed without overflow.
    case i1e
    /// -x log x: 0 at 0, -∞ below.
    case entr
    /// sin(πx) / (πx), 1 at 0.
    case sinc
}

/// An operation on the elements of two tensors, pair by pair.
public enum BinaryOperation: UInt8, Sendable, CaseIterable {
    /// a + b; or of bools.
    case add
    /// a - b
    case subtract
    /// a · b; and of bools.
    case multiply
    /// a / b, of floating-point numbers.
    case divide
    /// aᵇ
    case power
    /// The larger element; NaN propagates.
    case maximum
    /// The smaller element; NaN propagates.
    case minimum
    /// The remainder of a / b with the sign of the divisor, as Python's `%`.
    case remainder
    /// The remainder of a / b with the sign of the dividend, as C's `fmod`.
    case fmod
    /// a / b, rounded down.
    case floorDivide
    /// The angle of the point (b, a) in radians.
    case atan2
    /// √(a² + b²), computed without overflow.
    case hypot
    /// |a| with the sign of b.
    case copySign
    /// log(eᵃ + eᵇ), computed without overflow.
    case logAddExp
    /// a log b, 0 where a is 0.
    case xlogy
    /// a log(1 + b), 0 where a is 0.
    case xlog1py
    /// The Hurwitz zeta function Σ 1/(b + k)ᵃ over k ≥ 0.
    case zeta
    /// The bits that are 1 in both, of integers and bools.
    case bitwiseAnd
    /// The bits that are 1 in either, of integers and bools.
    case bitwiseOr
    /// The bits that differ, of integers and bools.
    case bitwiseXor
    /// Of (cotangent, result): the derivative of sigmoid in one pass.
    case sigmoidGradient
    /// Of (cotangent, result): the derivative of tanh in one pass.
    case tanhGradient
    /// Of (cotangent, result): the derivative of relu in one pass.
    case reluGradient
}

/// A comparison of the elements of two tensors, pair by pair.
public enum Comparison: UInt8, Sendable, CaseIterable {
    /// a = b; false where either is NaN.
    case equal
    /// a ≠ b; true where either is NaN.
    case notEqual
    /// a < b; false where either is NaN.
    case less
    /// a ≤ b; false where either is NaN.
    case lessEqual
    /// a > b; false where either is NaN.
    case greater
    /// a ≥ b; false where either is NaN.
    case greaterEqual
}

/// Activations of layers that have parameters, or are fused for speed; the others are unary operations.
public enum Activation: Sendable {
    /// x · σ(x)
    case silu
    /// x · tanh(log(1 + eˣ))
    case mish
    /// x · Φ(x) with the normal distribution function Φ.
    case gelu
    /// x · Φ(x) with the approximation of Φ by tanh.
    case geluTanh
    /// x · hardsigmoid(x)
    case hardswish
    /// (x + 3) / 6, clamped to [0, 1].
    case hardsigmoid
    /// log σ(x), computed without underflow.
    case logSigmoid
    /// x clamped to [min, max]; the derivative at the bounds is 0.
    case hardtanh(min: Double, max: Double)
    /// x where x > 0, elsewhere negativeSlope · x.
    case leakyRelu(negativeSlope: Double)
    /// `scale x` where x > 0, elsewhere `scale alpha (exp(inputScale x) - 1)`.
    case elu(alpha: Double, scale: Double, inputScale: Double)
    /// log(1 + exp(beta x)) / beta, and x where beta x exceeds the threshold.
    case softplus(beta: Double, threshold: Double)
    /// 0 where |x| ≤ lambda, elsewhere x.
    case hardshrink(lambda: Double)
    /// x - lambda above lambda, x + lambda below -lambda, elsewhere 0.
    case softshrink(lambda: Double)
    /// x where it exceeds the threshold, elsewhere `value`.
    case threshold(Double, value: Double)
}

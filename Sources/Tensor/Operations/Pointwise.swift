// Elementwise functions, under torch's names. Integers and bools become float32 where the result is not an integer. In float32
// exponentials, logarithms, powers, sin, cos, tan, tanh, sigmoid and erf are within 2 ulp of the exact value: measured for all
// floats, powers for 26 million pairs.
extension Tensor {
    func floatingUnary(_ operation: UnaryOperation) -> Tensor {
        // Floats are used directly: the result of `floating` would be another reference to count.
        dtype.isFloatingPoint ? Operation.unary(operation)(self) : Operation.unary(operation)(floating())
    }

    private func unary(_ operation: UnaryOperation, _ name: String) -> Tensor {
        if dtype == .bool { trap(name, "cannot compute \(name) of bool") }
        return Operation.unary(operation)(self)
    }

    /// Integers are their own floor, ceiling and rounding.
    private func rounding(_ operation: UnaryOperation) -> Tensor {
        dtype.isFloatingPoint ? Operation.unary(operation)(self) : self
    }

    /// |x| of each element. Not of bools.
    public func abs() -> Tensor { unary(.abs, "abs") }

    /// -1, 0 or 1 for each element; 0 for NaN, as in torch.
    public func sign() -> Tensor { dtype == .bool ? self : unary(.sign, "sign") }

    /// x² of each element; bools yield int64.
    public func square() -> Tensor { dtype == .bool ? to(.int64) : unary(.square, "square") }
    /// 1 / x of each element.
    public func reciprocal() -> Tensor { floatingUnary(.reciprocal) }
    /// √x of each element; NaN where it is negative.
    public func sqrt() -> Tensor { floatingUnary(.sqrt) }

    /// 1 / √x of each element.
    public func rsqrt() -> Tensor { floatingUnary(.rsqrt) }

    /// eˣ of each element.
    public func exp() -> Tensor { floatingUnary(.exp) }

    /// 2ˣ of each element.
    public func exp2() -> Tensor { floatingUnary(.exp2) }

    /// eˣ - 1 of each element, accurate near 0.
    public func expm1() -> Tensor { floatingUnary(.expm1) }

    /// The natural logarithm of each element; NaN where it is negative.
    public func log() -> Tensor { floatingUnary(.log) }
    /// The logarithm to base 2 of each element; NaN where it is negative.
    public func log2() -> Tensor { floatingUnary(.log2) }
    /// The logarithm to base 10 of each element; NaN where it is negative.
    public func log10() -> Tensor { floatingUnary(.log10) }

    /// log(1 + x) of each element, accurate near 0.
    public func log1p() -> Tensor { floatingUnary(.log1p) }

    /// The sine of each element, an angle in radians.
    public func sin() -> Tensor { floatingUnary(.sin) }
    /// The cosine of each element, an angle in radians.
    public func cos() -> Tensor { floatingUnary(.cos) }
    /// The tangent of each element, an angle in radians.
    public func tan() -> Tensor { floatingUnary(.tan) }
    /// The inverse sine of each element, in radians; NaN outside of [-1, 1].
    public func asin() -> Tensor { floatingUnary(.asin) }
    /// The inverse cosine of each element, in radians; NaN outside of [-1, 1].
    public func acos() -> Tensor { floatingUnary(.acos) }
    /// The inverse tangent of each element, in radians.
    public func atan() -> Tensor { floatingUnary(.atan) }
    /// The hyperbolic sine of each element.
    public func sinh() -> Tensor { floatingUnary(.sinh) }
    /// The hyperbolic cosine of each element.
    public func cosh() -> Tensor { floatingUnary(.cosh) }
    /// The hyperbolic tangent of each element.
    public func tanh() -> Tensor { floatingUnary(.tanh) }
    /// The inverse hyperbolic sine of each element.
    public func asinh() -> Tensor { floatingUnary(.asinh) }
    /// The inverse hyperbolic cosine of each element; NaN below 1.
    public func acosh() -> Tensor { floatingUnary(.acosh) }
    /// The inverse hyperbolic tangent of each element; NaN outside of [-1, 1].
    public func atanh() -> Tensor { floatingUnary(.atanh) }

    /// The error function of each element, 2/√π ∫₀ˣ e⁻ᵗ² dt.
    public func erf() -> Tensor { floatingUnary(.erf) }

    /// 1 - erf(x) of each element, accurate in the upper tail.
    public func erfc() -> Tensor { floatingUnary(.erfc) }

    /// The largest integer that is not above each element; integers are returned unchanged.
    public func floor() -> Tensor { rounding(.floor) }
    /// The smallest integer that is not below each element; integers are returned unchanged.
    public func ceil() -> Tensor { rounding(.ceil) }

    /// The nearest integer of each element, ties to even.
    public func round() -> Tensor { rounding(.round) }

    /// The integer part of each element: rounded toward 0.
    public func trunc() -> Tensor { rounding(.trunc) }

    /// The fractional part x - trunc(x) of each element.
    public func frac() -> Tensor { self - trunc() }

    /// 1 / (1 + e⁻ˣ) of each element, accurate in both tails.
    public func sigmoid() -> Tensor { floatingUnary(.sigmoid) }

    /// max(x, 0) of each element.
    public func relu() -> Tensor { unary(.relu, "relu") }

    static func binary(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
        let (x, y) = aligned(a, b, for: "\(operation)")
        return Operation.binary(operation)(x, y)
    }

    static func arithmetic(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
        // Arithmetic of bools is torch's: + is or, * is and; - traps.
        if a.dtype == .bool && b.dtype == .bool {
            if operation == .add { return binary(.bitwiseOr, a, b) }
            if operation == .multiply { return binary(.bitwiseAnd, a, b) }
            if operation == .subtract { trap("subtract", "cannot subtract bools; use .logicalXor or .logicalNot") }
        }
        return binary(operation, a, b)
    }

    /// The result is floating-point, whatever the operands are.
    static func floatingBinary(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
        // Each is converted directly: their common integer dtype may not represent both.
        let common = resultType(a, b)
        let dtype = common.isFloatingPoint ? common : .default
        let (x, y) = aligned(a.to(dtype), b.to(dtype), for: "\(operation)")
        return Operation.binary(operation)(x, y)
    }

    /// This tensor raised to the power of the exponent, elementwise. Integers stay integers.
    public func pow(_ exponent: Tensor) -> Tensor { Tensor.arithmetic(.power, self, exponent) }

    /// Each element raised to a power. Integers stay integers, unless the exponent is not one.
    public func pow(_ exponent: some Scalar) -> Tensor {
        switch exponent.scalar.floating {
        case 2 where dtype != .bool: exponent.scalar.dtype(like: dtype) == dtype ? square() : to(.default).square()
        case let value where value < 0 && !dtype.isFloatingPoint && exponent.scalar.isInteger:
            trap("pow", "integers need an exponent >= 0; convert to a floating dtype first")
        default: pow(.scalar(exponent, like: self))
        }
    }

    /// The larger one of each two elements; NaN propagates.
    public func maximum(_ other: Tensor) -> Tensor { Tensor.binary(.maximum, self, other) }
    /// The larger one of each element and a number; NaN propagates.
    public func maximum(_ other: some Scalar) -> Tensor { maximum(.scalar(other, like: self)) }

    /// The smaller one of each two elements; NaN propagates.
    public func minimum(_ other: Tensor) -> Tensor { Tensor.binary(.minimum, self, other) }
    /// The smaller one of each element and a number; NaN propagates.
    public func minimum(_ other: some Scalar) -> Tensor { minimum(.scalar(other, like: self)) }

    /// The remainder with the sign of the divisor, as Python's `%`. Integers divided by 0 yield 0, where torch raises an error.
    public func remainder(_ divisor: Tensor) -> Tensor { Tensor.arithmetic(.remainder, self, divisor) }
    /// The remainder of each element and a number, with the sign of the divisor.
    public func remainder(_ divisor: some Scalar) -> Tensor { remainder(.scalar(divisor, like: self)) }

    /// The remainder with the sign of the dividend, as C's `fmod`. Integers divided by 0 yield 0, where torch raises an error.
    public func fmod(_ divisor: Tensor) -> Tensor { Tensor.arithmetic(.fmod, self, divisor) }
    /// The remainder of each element and a number, with the sign of the element.
    public func fmod(_ divisor: some Scalar) -> Tensor { fmod(.scalar(divisor, like: self)) }

    /// The quotient rounded down. Integers stay integers; divided by 0 they yield 0.
    public func floorDivide(_ divisor: Tensor) -> Tensor { Tensor.arithmetic(.floorDivide, self, divisor) }
    /// The quotient of each element and a number, rounded down.
    public func floorDivide(_ divisor: some Scalar) -> Tensor { floorDivide(.scalar(divisor, like: self)) }

    /// The angle of the point (x, self) in radians, in [-π, π].
    public func atan2(_ x: Tensor) -> Tensor { Tensor.floatingBinary(.atan2, self, x) }

    /// √(x² + y²) of each two elements, computed without overflow.
    public func hypot(_ other: Tensor) -> Tensor { Tensor.floatingBinary(.hypot, self, other) }

    /// The magnitude of this tensor's elements with the sign of the other's.
    public func copySign(_ other: Tensor) -> Tensor { Tensor.floatingBinary(.copySign, self, other) }
    /// The magnitude of each element with the sign of a number.
    public func copySign(_ other: some Scalar) -> Tensor { copySign(.scalar(other, like: self)) }

    /// log(eˣ + eʸ) of each two elements, computed without overflow.
    public func logAddExp(_ other: Tensor) -> Tensor { Tensor.floatingBinary(.logAddExp, self, other) }
}

extension ScalarValue {
    var isInteger: Bool { if case .integer = self { true } else { false } }
}

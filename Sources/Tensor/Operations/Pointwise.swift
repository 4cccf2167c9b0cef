// Mathematics element by element, by torch's names. Integers and bools become float32 where the result is not whole. In float32
// exponentials, logarithms, powers, sin, cos, tan, tanh, sigmoid and erf are within 2 units in the last place of the true value: measured
// at all floats, powers at 26 million pairs.
extension Tensor {
    func floatingUnary(_ operation: UnaryOperation) -> Tensor {
        // Floats go on as they are: what `floating` returns would be one reference more to count.
        dtype.isFloatingPoint ? Operation.unary(operation)(self) : Operation.unary(operation)(floating())
    }

    private func unary(_ operation: UnaryOperation, _ name: String) -> Tensor {
        if dtype == .bool { trap(name, "bool tensors have no \(name)") }
        return Operation.unary(operation)(self)
    }

    /// Whole numbers are their own floor, ceiling and rounding.
    private func rounding(_ operation: UnaryOperation) -> Tensor {
        dtype.isFloatingPoint ? Operation.unary(operation)(self) : self
    }

    public func abs() -> Tensor { unary(.abs, "abs") }

    /// -1, 0 or 1; of NaN it is 0, as in torch.
    public func sign() -> Tensor { dtype == .bool ? self : unary(.sign, "sign") }

    public func square() -> Tensor { dtype == .bool ? to(.int64) : unary(.square, "square") }
    public func reciprocal() -> Tensor { floatingUnary(.reciprocal) }
    public func sqrt() -> Tensor { floatingUnary(.sqrt) }

    /// 1 / √x
    public func rsqrt() -> Tensor { floatingUnary(.rsqrt) }

    public func exp() -> Tensor { floatingUnary(.exp) }

    /// 2ˣ
    public func exp2() -> Tensor { floatingUnary(.exp2) }

    /// eˣ - 1, exact near 0
    public func expm1() -> Tensor { floatingUnary(.expm1) }

    public func log() -> Tensor { floatingUnary(.log) }
    public func log2() -> Tensor { floatingUnary(.log2) }
    public func log10() -> Tensor { floatingUnary(.log10) }

    /// log(1 + x), exact near 0
    public func log1p() -> Tensor { floatingUnary(.log1p) }

    public func sin() -> Tensor { floatingUnary(.sin) }
    public func cos() -> Tensor { floatingUnary(.cos) }
    public func tan() -> Tensor { floatingUnary(.tan) }
    public func asin() -> Tensor { floatingUnary(.asin) }
    public func acos() -> Tensor { floatingUnary(.acos) }
    public func atan() -> Tensor { floatingUnary(.atan) }
    public func sinh() -> Tensor { floatingUnary(.sinh) }
    public func cosh() -> Tensor { floatingUnary(.cosh) }
    public func tanh() -> Tensor { floatingUnary(.tanh) }
    public func asinh() -> Tensor { floatingUnary(.asinh) }
    public func acosh() -> Tensor { floatingUnary(.acosh) }
    public func atanh() -> Tensor { floatingUnary(.atanh) }

    /// The Gauss error function, 2/√π ∫₀ˣ e⁻ᵗ² dt.
    public func erf() -> Tensor { floatingUnary(.erf) }

    /// 1 - erf(x), exact in the tail.
    public func erfc() -> Tensor { floatingUnary(.erfc) }

    public func floor() -> Tensor { rounding(.floor) }
    public func ceil() -> Tensor { rounding(.ceil) }

    /// To the nearest whole number, halves to the even one.
    public func round() -> Tensor { rounding(.round) }

    /// Toward zero.
    public func trunc() -> Tensor { rounding(.trunc) }

    /// x - trunc(x)
    public func frac() -> Tensor { self - trunc() }

    /// 1 / (1 + e⁻ˣ), exact in both tails.
    public func sigmoid() -> Tensor { floatingUnary(.sigmoid) }

    /// max(x, 0)
    public func relu() -> Tensor { unary(.relu, "relu") }

    static func binary(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
        let (x, y) = aligned(a, b, for: "\(operation)")
        return Operation.binary(operation)(x, y)
    }

    static func arithmetic(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
        // Arithmetic of bools is torch's: + is or, * is and; - is refused.
        if a.dtype == .bool && b.dtype == .bool {
            if operation == .add { return binary(.bitwiseOr, a, b) }
            if operation == .multiply { return binary(.bitwiseAnd, a, b) }
            if operation == .subtract { trap("subtract", "bools are not subtracted; use .logicalXor or .logicalNot") }
        }
        return binary(operation, a, b)
    }

    /// The result is floating-point, whatever the operands.
    static func floatingBinary(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
        // Each directly, since what integers have in common may not hold both.
        let common = resultType(a, b)
        let dtype = common.isFloatingPoint ? common : .default
        let (x, y) = aligned(a.to(dtype), b.to(dtype), for: "\(operation)")
        return Operation.binary(operation)(x, y)
    }

    /// This, raised to the exponent's power. Integers stay integers.
    public func pow(_ exponent: Tensor) -> Tensor { Tensor.arithmetic(.power, self, exponent) }

    public func pow(_ exponent: some Scalar) -> Tensor {
        switch exponent.scalar.floating {
        case 2 where dtype != .bool: exponent.scalar.dtype(beside: dtype) == dtype ? square() : to(.default).square()
        case let value where value < 0 && !dtype.isFloatingPoint && exponent.scalar.isInteger:
            trap("pow", "integers have no negative powers; convert to a floating dtype first")
        default: pow(beside(exponent))
        }
    }

    /// The larger of each two elements; NaN wins.
    public func maximum(_ other: Tensor) -> Tensor { Tensor.binary(.maximum, self, other) }
    public func maximum(_ other: some Scalar) -> Tensor { maximum(beside(other)) }

    /// The smaller of each two elements; NaN wins.
    public func minimum(_ other: Tensor) -> Tensor { Tensor.binary(.minimum, self, other) }
    public func minimum(_ other: some Scalar) -> Tensor { minimum(beside(other)) }

    /// The remainder with the sign of the divisor: Python's `%`. Integers by zero give 0, where torch refuses them.
    public func remainder(_ divisor: Tensor) -> Tensor { Tensor.arithmetic(.remainder, self, divisor) }
    public func remainder(_ divisor: some Scalar) -> Tensor { remainder(beside(divisor)) }

    /// The remainder with the sign of the dividend: C's `fmod`. Integers by zero give 0, where torch refuses them.
    public func fmod(_ divisor: Tensor) -> Tensor { Tensor.arithmetic(.fmod, self, divisor) }
    public func fmod(_ divisor: some Scalar) -> Tensor { fmod(beside(divisor)) }

    /// The quotient rounded down. Integers stay integers; by zero they give 0.
    public func floorDivide(_ divisor: Tensor) -> Tensor { Tensor.arithmetic(.floorDivide, self, divisor) }
    public func floorDivide(_ divisor: some Scalar) -> Tensor { floorDivide(beside(divisor)) }

    /// The angle of the point (x, self).
    public func atan2(_ x: Tensor) -> Tensor { Tensor.floatingBinary(.atan2, self, x) }

    /// √(x² + y²), which does not overflow.
    public func hypot(_ other: Tensor) -> Tensor { Tensor.floatingBinary(.hypot, self, other) }

    /// This magnitude with the other's sign.
    public func copySign(_ other: Tensor) -> Tensor { Tensor.floatingBinary(.copySign, self, other) }
    public func copySign(_ other: some Scalar) -> Tensor { copySign(beside(other)) }

    /// log(eˣ + eʸ), which does not overflow.
    public func logAddExp(_ other: Tensor) -> Tensor { Tensor.floatingBinary(.logAddExp, self, other) }
}

extension ScalarValue {
    var isInteger: Bool { if case .integer = self { true } else { false } }
}

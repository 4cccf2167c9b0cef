// Elementwise arithmetic of two or three operands, composed of the operators, under torch's names.
extension Tensor {
    /// How quotients are rounded to integers.
    public enum RoundingMode: Sendable {
        /// Toward 0.
        case trunc
        /// Toward -∞.
        case floor
    }

    /// The rounded quotient (torch's `div` with `rounding_mode`). Integers stay integers; divided by 0 they yield 0.
    public func divide(_ divisor: Tensor, rounding: RoundingMode) -> Tensor {
        if rounding == .floor { return floorDivide(divisor) }
        if Tensor.resultType(self, divisor).isFloatingPoint { return (self / divisor).trunc() }
        return (self - fmod(divisor)).floorDivide(divisor)
    }

    /// The rounded quotient by a number; see `divide(_:rounding:)`.
    public func divide(_ divisor: some Scalar, rounding: RoundingMode) -> Tensor {
        divide(.scalar(divisor, like: self), rounding: rounding)
    }

    /// This tensor raised to a power, in float64 whatever the dtypes (torch's `float_power`).
    public func floatPower(_ exponent: Tensor) -> Tensor { to(.float64).pow(exponent.to(.float64)) }
    /// This tensor raised to a power, in float64 whatever the dtype (torch's `float_power`).
    public func floatPower(_ exponent: some Scalar) -> Tensor { to(.float64).pow(exponent.scalar.floating) }

    /// self · 2^exponent (torch's `ldexp`).
    public func ldexp(_ exponent: Tensor) -> Tensor {
        let (x, n) = Tensor.aligned(self, exponent, for: "ldexp")
        return x * n.exp2()
    }

    /// self + value · a · b (torch's `addcmul`).
    public func addcmul(_ a: Tensor, _ b: Tensor, value: some Scalar = 1) -> Tensor { self + a * b * value }

    /// self + value · a / b (torch's `addcdiv`).
    ///
    /// - Precondition: a or b has a floating-point dtype.
    public func addcdiv(_ a: Tensor, _ b: Tensor, value: some Scalar = 1) -> Tensor {
        if !a.dtype.isFloatingPoint && !b.dtype.isFloatingPoint {
            trap("addcdiv", "takes floating-point tensors, got \(a.dtype) and \(b.dtype)")
        }
        return self + a / b * value
    }

    /// Linear interpolation, self + weight · (end - self), with torch's formula: for a weight of 1 the result is exactly `end`.
    public func lerp(_ end: Tensor, _ weight: Tensor) -> Tensor {
        let distance = end - self
        return Tensor.where(weight.abs() .< 0.5, self + weight * distance, end - distance * (1 - weight))
    }

    /// Linear interpolation with the same weight for all elements; see `lerp(_:_:)`.
    public func lerp(_ end: Tensor, _ weight: Double) -> Tensor {
        let distance = end - self
        return Swift.abs(weight) < 0.5 ? self + weight * distance : end - distance * (1 - weight)
    }

    /// The larger one of each two elements, ignoring NaN where the other is a number (torch's `fmax`).
    public func fmax(_ other: Tensor) -> Tensor { Tensor.where((self .>= other) .| other.isNaN(), self, other) }

    /// The smaller one of each two elements, ignoring NaN where the other is a number (torch's `fmin`).
    public func fmin(_ other: Tensor) -> Tensor { Tensor.where((self .<= other) .| other.isNaN(), self, other) }

    /// The step function: 0 where x < 0, 1 where x > 0, and `values` where x = 0 (torch's `heaviside`).
    public func heaviside(_ values: Tensor) -> Tensor {
        if dtype != values.dtype { trap("heaviside", "operands must have one dtype, got \(dtype) and \(values.dtype)") }
        return Tensor.where(self .== 0, values, (self .> 0).to(dtype))
    }

    /// Whether the sign bit is set, as that of -0 is (torch's `signbit`).
    public func signbit() -> Tensor {
        if dtype == .bool { return .zeros(like: self) }
        return dtype.isFloatingPoint ? Tensor.ones(like: self).copySign(self) .< 0 : self .< 0
    }

    /// Rounds to the nearest multiple of 10^-decimals, ties to even. Negative decimals round to tens, hundreds and so on.
    ///
    /// - Precondition: the dtype is floating-point, unless `decimals` is 0.
    public func round(decimals: Int) -> Tensor {
        if decimals == 0 { return round() }
        requireFloating("round")
        let scale = (0..<Swift.min(decimals.magnitude, 400)).reduce(1.0) { scale, _ in scale * 10 }
        return decimals < 0 ? (self / scale).round() * scale : (self * scale).round() / scale
    }

    /// Converts degrees to radians (torch's `deg2rad`).
    public func deg2rad() -> Tensor { self * (Double.pi / 180) }

    /// Converts radians to degrees (torch's `rad2deg`).
    public func rad2deg() -> Tensor { self * (180 / Double.pi) }
}

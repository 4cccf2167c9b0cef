// Arithmetic of two elements or three that is composed of the operators, by torch's names.
extension Tensor {
    /// Where quotients go that are not whole.
    public enum RoundingMode: Sendable {
        /// Toward zero.
        case trunc
        /// Down.
        case floor
    }

    /// The quotient, rounded; integers stay integers, and by zero give 0.
    public func divide(_ divisor: Tensor, rounding: RoundingMode) -> Tensor {
        if rounding == .floor { return floorDivide(divisor) }
        if Tensor.resultType(self, divisor).isFloatingPoint { return (self / divisor).trunc() }
        return (self - fmod(divisor)).floorDivide(divisor)
    }

    public func divide(_ divisor: some Scalar, rounding: RoundingMode) -> Tensor {
        divide(beside(divisor), rounding: rounding)
    }

    /// This, raised to the exponent's power, in float64 whatever the dtypes.
    public func floatPower(_ exponent: Tensor) -> Tensor { to(.float64).pow(exponent.to(.float64)) }
    public func floatPower(_ exponent: some Scalar) -> Tensor { to(.float64).pow(exponent.scalar.floating) }

    /// self · 2^exponent
    public func ldexp(_ exponent: Tensor) -> Tensor {
        let (x, n) = Tensor.aligned(self, exponent, for: "ldexp")
        return x * n.exp2()
    }

    /// self + value · a · b
    public func addcmul(_ a: Tensor, _ b: Tensor, value: some Scalar = 1) -> Tensor { self + a * b * value }

    /// self + value · a / b
    ///
    /// - Precondition: a floating-point dtype among a and b.
    public func addcdiv(_ a: Tensor, _ b: Tensor, value: some Scalar = 1) -> Tensor {
        if !a.dtype.isFloatingPoint && !b.dtype.isFloatingPoint {
            trap("addcdiv", "takes floating-point tensors, got \(a.dtype) and \(b.dtype)")
        }
        return self + a / b * value
    }

    /// self + weight · (end - self), by torch's formula: with a weight of 1 it is `end` exactly.
    public func lerp(_ end: Tensor, _ weight: Tensor) -> Tensor {
        let distance = end - self
        return Tensor.where(weight.abs() .< 0.5, self + weight * distance, end - distance * (1 - weight))
    }

    public func lerp(_ end: Tensor, _ weight: Double) -> Tensor {
        let distance = end - self
        return Swift.abs(weight) < 0.5 ? self + weight * distance : end - distance * (1 - weight)
    }

    /// The larger of each two elements, unless it is NaN.
    public func fmax(_ other: Tensor) -> Tensor { Tensor.where((self .>= other) .| other.isNaN(), self, other) }

    /// The smaller of each two elements, unless it is NaN.
    public func fmin(_ other: Tensor) -> Tensor { Tensor.where((self .<= other) .| other.isNaN(), self, other) }

    /// 0 below 0, 1 above, and at 0 the value.
    public func heaviside(_ values: Tensor) -> Tensor {
        if dtype != values.dtype { trap("heaviside", "takes one dtype, got \(dtype) and \(values.dtype)") }
        return Tensor.where(self .== 0, values, (self .> 0).to(dtype))
    }

    /// Whether the sign is minus: of -0 too.
    public func signbit() -> Tensor {
        if dtype == .bool { return .zeros(like: self) }
        return dtype.isFloatingPoint ? Tensor.ones(like: self).copySign(self) .< 0 : self .< 0
    }

    /// To the nearest multiple of 10^-decimals, halves to the even one. Negative decimals round before the point.
    ///
    /// - Precondition: a floating-point dtype, unless `decimals` is 0.
    public func round(decimals: Int) -> Tensor {
        if decimals == 0 { return round() }
        requireFloating("round")
        let scale = (0..<Swift.min(decimals.magnitude, 400)).reduce(1.0) { scale, _ in scale * 10 }
        return decimals < 0 ? (self / scale).round() * scale : (self * scale).round() / scale
    }

    /// From degrees to radians.
    public func deg2rad() -> Tensor { self * (Double.pi / 180) }

    /// From radians to degrees.
    public func rad2deg() -> Tensor { self * (180 / Double.pi) }
}

extension Tensor {
    /// Whether each element is not zero.
    public func bool() -> Tensor { to(.bool) }

    public func logicalNot() -> Tensor { Operation.unary(.not)(bool()) }
    public func logicalAnd(_ other: Tensor) -> Tensor { bool() .& other.bool() }
    public func logicalOr(_ other: Tensor) -> Tensor { bool() .| other.bool() }
    public func logicalXor(_ other: Tensor) -> Tensor { bool() .^ other.bool() }

    public func isNaN() -> Tensor { self .!= self }
    public func isInfinite() -> Tensor { dtype.isFloatingPoint ? abs() .== Double.infinity : .zeros(like: self, dtype: .bool) }
    public func isFinite() -> Tensor { dtype.isFloatingPoint ? abs() .< Double.infinity : .ones(like: self, dtype: .bool) }

    /// Whether |self - other| <= absolute + relative · |other|, element by element.
    public func isClose(
        _ other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8, equalNaN: Bool = false
    ) -> Tensor {
        if !dtype.isFloatingPoint && !other.dtype.isFloatingPoint {
            // Bools have no difference, and unsigned integers no negative one.
            return to(.float64).isClose(other.to(.float64), relative: relative, absolute: absolute)
        }
        // Equal infinities are close; their difference is NaN.
        let close = (self .== other) .| ((self - other).abs() .<= absolute + relative * other.abs())
        let finite = (self .== other) .| (close .& other.isFinite())
        return equalNaN ? finite .| (isNaN() .& other.isNaN()) : finite
    }

    /// Whether all elements are close; false where shapes differ.
    public func allClose(
        _ other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8, equalNaN: Bool = false
    ) -> Bool {
        shape == other.shape
            && isClose(other, relative: relative, absolute: absolute, equalNaN: equalNaN).all().item(as: Bool.self)
    }

    /// `condition ? a : b`, element by element.
    ///
    /// - Precondition: an integer dtype can hold a number that stands beside it.
    public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        if condition.dtype != .bool { trap("where", "the condition is \(condition.dtype), not bool") }
        let (x, y) = aligned(a, b, for: "where")
        guard let shape = condition.shape.broadcast(with: x.shape) else {
            trap("where", "condition \(condition.shape) does not broadcast with \(x.shape)")
        }
        return Operation.select(condition.expand(shape), x.expand(shape), y.expand(shape))
    }

    public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: some Scalar) -> Tensor {
        `where`(condition, a, a.beside(b, checkedFor: "where"))
    }

    public static func `where`(_ condition: Tensor, _ a: some Scalar, _ b: Tensor) -> Tensor {
        `where`(condition, b.beside(a, checkedFor: "where"), b)
    }

    /// The value where the mask is true. The mask and this tensor broadcast.
    ///
    /// - Precondition: an integer dtype can hold the value, of which it drops the fraction.
    public func maskedFill(_ mask: Tensor, _ value: some Scalar) -> Tensor {
        Tensor.where(mask, element(value, "maskedFill"), self)
    }

    /// The value, a tensor of one element, where the mask is true.
    ///
    /// - Precondition: an integer dtype can hold the value, of which it drops the fraction.
    public func maskedFill(_ mask: Tensor, _ value: Tensor) -> Tensor {
        if value.count != 1 { trap("maskedFill", "the value must be one number, got \(value.shape)") }
        if dtype.category == .integer && value.dtype != dtype {
            value.require(.representable(in: dtype), "the value", for: "maskedFill")
        }
        return Tensor.where(mask, value.reshape([]).to(dtype), self)
    }
}

extension Tensor {
    /// Whether each element is not 0.
    public func bool() -> Tensor { to(.bool) }

    /// Whether each element is 0.
    public func logicalNot() -> Tensor { Operation.unary(.not)(bool()) }
    /// Whether both elements are not 0. The tensors broadcast.
    public func logicalAnd(_ other: Tensor) -> Tensor { bool() .& other.bool() }
    /// Whether either element is not 0. The tensors broadcast.
    public func logicalOr(_ other: Tensor) -> Tensor { bool() .| other.bool() }
    /// Whether exactly one of two elements is not 0. The tensors broadcast.
    public func logicalXor(_ other: Tensor) -> Tensor { bool() .^ other.bool() }

    /// Whether each element is NaN.
    public func isNaN() -> Tensor { self .!= self }
    /// Whether each element is infinite, positive or negative.
    public func isInfinite() -> Tensor { dtype.isFloatingPoint ? abs() .== Double.infinity : .zeros(like: self, dtype: .bool) }
    /// Whether each element is neither infinite nor NaN.
    public func isFinite() -> Tensor { dtype.isFloatingPoint ? abs() .< Double.infinity : .ones(like: self, dtype: .bool) }

    /// Whether |self - other| <= absolute + relative · |other|, elementwise (torch's `isclose`).
    public func isClose(
        _ other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8, equalNaN: Bool = false
    ) -> Tensor {
        if !dtype.isFloatingPoint && !other.dtype.isFloatingPoint {
            // Bools cannot be subtracted, and unsigned integers have no negative differences.
            return to(.float64).isClose(other.to(.float64), relative: relative, absolute: absolute)
        }
        // Equal infinities are close, though their difference is NaN.
        let close = (self .== other) .| ((self - other).abs() .<= absolute + relative * other.abs())
        let finite = (self .== other) .| (close .& other.isFinite())
        return equalNaN ? finite .| (isNaN() .& other.isNaN()) : finite
    }

    /// Whether all elements are close; false where shapes differ (torch's `allclose`).
    public func allClose(
        _ other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8, equalNaN: Bool = false
    ) -> Bool {
        shape == other.shape
            && isClose(other, relative: relative, absolute: absolute, equalNaN: equalNaN).all().item(as: Bool.self)
    }

    /// `condition ? a : b`, elementwise (torch's `where`). All three broadcast.
    ///
    /// - Precondition: an integer dtype can represent a number that is combined with it.
    public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        if condition.dtype != .bool { trap("where", "the condition must be bool, got \(condition.dtype)") }
        let (x, y) = aligned(a, b, for: "where")
        guard let shape = condition.shape.broadcast(with: x.shape) else {
            trap("where", "condition \(condition.shape) does not broadcast with \(x.shape)")
        }
        return Operation.select(condition.expand(shape), x.expand(shape), y.expand(shape))
    }

    /// `condition ? a : b`, elementwise, with a number b in the dtype of a.
    public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: some Scalar) -> Tensor {
        `where`(condition, a, .scalar(b, like: a, checkedFor: "where"))
    }

    /// `condition ? a : b`, elementwise, with a number a in the dtype of b.
    public static func `where`(_ condition: Tensor, _ a: some Scalar, _ b: Tensor) -> Tensor {
        `where`(condition, .scalar(a, like: b, checkedFor: "where"), b)
    }

    /// This tensor with a value where the mask is true (torch's `masked_fill`). The mask and this tensor broadcast.
    ///
    /// - Precondition: an integer dtype can represent the value, whose fraction is dropped.
    public func maskedFill(_ mask: Tensor, _ value: some Scalar) -> Tensor {
        Tensor.where(mask, element(value, "maskedFill"), self)
    }

    /// This tensor with a value, a tensor with one element, where the mask is true (torch's `masked_fill`).
    ///
    /// - Precondition: an integer dtype can represent the value, whose fraction is dropped.
    public func maskedFill(_ mask: Tensor, _ value: Tensor) -> Tensor {
        if value.count != 1 { trap("maskedFill", "the value must be one number, got \(value.shape)") }
        if dtype.category == .integer && value.dtype != dtype {
            value.require(.representable(in: dtype), "the value", for: "maskedFill")
        }
        return Tensor.where(mask, value.reshape([]).to(dtype), self)
    }
}

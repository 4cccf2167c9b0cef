// One generic pair an operator takes any Swift number: overloads for each type of number would cost the type checker dearly.
extension Tensor {
    public static func + (a: Tensor, b: Tensor) -> Tensor { arithmetic(.add, a, b) }
    public static func - (a: Tensor, b: Tensor) -> Tensor { arithmetic(.subtract, a, b) }
    public static func * (a: Tensor, b: Tensor) -> Tensor { arithmetic(.multiply, a, b) }

    /// True division: integers give float32.
    public static func / (a: Tensor, b: Tensor) -> Tensor { floatingBinary(.divide, a, b) }

    public static func + (a: Tensor, b: some Scalar) -> Tensor { a + a.beside(b) }
    public static func - (a: Tensor, b: some Scalar) -> Tensor { a - a.beside(b) }
    public static func * (a: Tensor, b: some Scalar) -> Tensor { a * a.beside(b) }
    public static func / (a: Tensor, b: some Scalar) -> Tensor { a / a.floating().beside(b) }

    public static func + (a: some Scalar, b: Tensor) -> Tensor { b.beside(a) + b }
    public static func - (a: some Scalar, b: Tensor) -> Tensor { b.beside(a) - b }
    public static func * (a: some Scalar, b: Tensor) -> Tensor { b.beside(a) * b }
    public static func / (a: some Scalar, b: Tensor) -> Tensor { b.floating().beside(a) / b }

    public static func += (a: inout Tensor, b: Tensor) { a = a + b }
    public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
    public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
    public static func /= (a: inout Tensor, b: Tensor) { a = a / b }

    public static func += (a: inout Tensor, b: some Scalar) { a = a + b }
    public static func -= (a: inout Tensor, b: some Scalar) { a = a - b }
    public static func *= (a: inout Tensor, b: some Scalar) { a = a * b }
    public static func /= (a: inout Tensor, b: some Scalar) { a = a / b }

    public static prefix func - (a: Tensor) -> Tensor {
        if a.dtype == .bool { trap("negate", "bools have no negative; use .logicalNot()") }
        return Operation.unary(.negate)(a)
    }

    // Comparison element by element; the result is bool. With a dot, since `==` is whether two things are the same.
    public static func .== (a: Tensor, b: Tensor) -> Tensor { compare(.equal, a, b) }
    public static func .!= (a: Tensor, b: Tensor) -> Tensor { compare(.notEqual, a, b) }
    public static func .< (a: Tensor, b: Tensor) -> Tensor { compare(.less, a, b) }
    public static func .<= (a: Tensor, b: Tensor) -> Tensor { compare(.lessEqual, a, b) }
    public static func .> (a: Tensor, b: Tensor) -> Tensor { compare(.greater, a, b) }
    public static func .>= (a: Tensor, b: Tensor) -> Tensor { compare(.greaterEqual, a, b) }

    public static func .== (a: Tensor, b: some Scalar) -> Tensor { compare(.equal, a, b) }
    public static func .!= (a: Tensor, b: some Scalar) -> Tensor { compare(.notEqual, a, b) }
    public static func .< (a: Tensor, b: some Scalar) -> Tensor { compare(.less, a, b) }
    public static func .<= (a: Tensor, b: some Scalar) -> Tensor { compare(.lessEqual, a, b) }
    public static func .> (a: Tensor, b: some Scalar) -> Tensor { compare(.greater, a, b) }
    public static func .>= (a: Tensor, b: some Scalar) -> Tensor { compare(.greaterEqual, a, b) }

    // And, or, exclusive or, not: of the bits of integers, of the truth of bools.
    public static func .& (a: Tensor, b: Tensor) -> Tensor { bitwise(.bitwiseAnd, a, b) }
    public static func .| (a: Tensor, b: Tensor) -> Tensor { bitwise(.bitwiseOr, a, b) }
    public static func .^ (a: Tensor, b: Tensor) -> Tensor { bitwise(.bitwiseXor, a, b) }

    private static func bitwise(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
        if a.dtype.isFloatingPoint || b.dtype.isFloatingPoint {
            trap("\(operation)", "takes integers or bools, got \(a.dtype) and \(b.dtype)")
        }
        return arithmetic(operation, a, b)
    }

    /// With a number that the dtype may not hold, and which then must not wrap around.
    private static func compare(_ comparison: Comparison, _ a: Tensor, _ b: some Scalar) -> Tensor {
        guard case .integer(let value) = b.scalar, a.dtype == .uint8 || a.dtype == .int32 else {
            return compare(comparison, a, a.beside(b))
        }
        let limits = a.dtype.limits
        let isHeld = (limits.lowest.integer...limits.highest.integer).contains(value)
        let x = isHeld ? a : a.to(.int64)
        return compare(comparison, x, x.beside(b))
    }

    private static func compare(_ comparison: Comparison, _ a: Tensor, _ b: Tensor) -> Tensor {
        let (x, y) = aligned(a, b, for: "\(comparison)")
        return Operation.compare(comparison)(x, y)
    }
}

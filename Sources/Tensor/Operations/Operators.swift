// One generic pair of operators takes any Swift number: overloads for each type would cost the type checker dearly.
extension Tensor {
    /// The elementwise sum. Both operands broadcast, and are promoted to a common dtype.
    public static func + (a: Tensor, b: Tensor) -> Tensor { arithmetic(.add, a, b) }
    /// The elementwise difference. Both operands broadcast, and are promoted to a common dtype.
    public static func - (a: Tensor, b: Tensor) -> Tensor { arithmetic(.subtract, a, b) }
    /// The elementwise product. Both operands broadcast, and are promoted to a common dtype.
    public static func * (a: Tensor, b: Tensor) -> Tensor { arithmetic(.multiply, a, b) }

    /// The elementwise quotient; integers yield float32.
    public static func / (a: Tensor, b: Tensor) -> Tensor { floatingBinary(.divide, a, b) }

    /// Each element plus a number.
    public static func + (a: Tensor, b: some Scalar) -> Tensor { a + .scalar(b, like: a) }
    /// Each element minus a number.
    public static func - (a: Tensor, b: some Scalar) -> Tensor { a - .scalar(b, like: a) }
    /// Each element times a number.
    public static func * (a: Tensor, b: some Scalar) -> Tensor { a * .scalar(b, like: a) }
    /// Each element divided by a number; integers yield float32.
    public static func / (a: Tensor, b: some Scalar) -> Tensor { a / .scalar(b, like: a.floating()) }

    /// A number plus each element.
    public static func + (a: some Scalar, b: Tensor) -> Tensor { .scalar(a, like: b) + b }
    /// A number minus each element.
    public static func - (a: some Scalar, b: Tensor) -> Tensor { .scalar(a, like: b) - b }
    /// A number times each element.
    public static func * (a: some Scalar, b: Tensor) -> Tensor { .scalar(a, like: b) * b }
    /// A number divided by each element; integers yield float32.
    public static func / (a: some Scalar, b: Tensor) -> Tensor { .scalar(a, like: b.floating()) / b }

    /// Adds a tensor, which broadcasts.
    public static func += (a: inout Tensor, b: Tensor) { a = a + b }
    /// Subtracts a tensor, which broadcasts.
    public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
    /// Multiplies by a tensor, which broadcasts.
    public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
    /// Divides by a tensor; integers become float32.
    public static func /= (a: inout Tensor, b: Tensor) { a = a / b }

    /// Adds a number to each element.
    public static func += (a: inout Tensor, b: some Scalar) { a = a + b }
    /// Subtracts a number from each element.
    public static func -= (a: inout Tensor, b: some Scalar) { a = a - b }
    /// Multiplies each element by a number.
    public static func *= (a: inout Tensor, b: some Scalar) { a = a * b }
    /// Divides each element by a number; integers become float32.
    public static func /= (a: inout Tensor, b: some Scalar) { a = a / b }

    /// The negated elements.
    ///
    /// - Precondition: the dtype is not bool.
    public static prefix func - (a: Tensor) -> Tensor {
        if a.dtype == .bool { trap("negate", "cannot negate bool; use .logicalNot()") }
        return Operation.unary(.negate)(a)
    }

    // Elementwise comparisons with bool results. They have a dot, since `==` is the comparison of whole values.
    /// Whether elements are equal; false where either is NaN. The operands broadcast.
    public static func .== (a: Tensor, b: Tensor) -> Tensor { compare(.equal, a, b) }
    /// Whether elements differ; true where either is NaN. The operands broadcast.
    public static func .!= (a: Tensor, b: Tensor) -> Tensor { compare(.notEqual, a, b) }
    /// Whether elements of a are less than those of b. The operands broadcast.
    public static func .< (a: Tensor, b: Tensor) -> Tensor { compare(.less, a, b) }
    /// Whether elements of a are less than or equal to those of b. The operands broadcast.
    public static func .<= (a: Tensor, b: Tensor) -> Tensor { compare(.lessEqual, a, b) }
    /// Whether elements of a are greater than those of b. The operands broadcast.
    public static func .> (a: Tensor, b: Tensor) -> Tensor { compare(.greater, a, b) }
    /// Whether elements of a are greater than or equal to those of b. The operands broadcast.
    public static func .>= (a: Tensor, b: Tensor) -> Tensor { compare(.greaterEqual, a, b) }

    /// Whether each element equals a number.
    public static func .== (a: Tensor, b: some Scalar) -> Tensor { compare(.equal, a, b) }
    /// Whether each element differs from a number.
    public static func .!= (a: Tensor, b: some Scalar) -> Tensor { compare(.notEqual, a, b) }
    /// Whether each element is less than a number.
    public static func .< (a: Tensor, b: some Scalar) -> Tensor { compare(.less, a, b) }
    /// Whether each element is less than or equal to a number.
    public static func .<= (a: Tensor, b: some Scalar) -> Tensor { compare(.lessEqual, a, b) }
    /// Whether each element is greater than a number.
    public static func .> (a: Tensor, b: some Scalar) -> Tensor { compare(.greater, a, b) }
    /// Whether each element is greater than or equal to a number.
    public static func .>= (a: Tensor, b: some Scalar) -> Tensor { compare(.greaterEqual, a, b) }

    // Bitwise operations on integers, logical ones on bools.
    /// The bitwise and of integers, the logical and of bools. The operands broadcast.
    public static func .& (a: Tensor, b: Tensor) -> Tensor { bitwise(.bitwiseAnd, a, b) }
    /// The bitwise or of integers, the logical or of bools. The operands broadcast.
    public static func .| (a: Tensor, b: Tensor) -> Tensor { bitwise(.bitwiseOr, a, b) }
    /// The bitwise exclusive or of integers, the logical one of bools. The operands broadcast.
    public static func .^ (a: Tensor, b: Tensor) -> Tensor { bitwise(.bitwiseXor, a, b) }

    private static func bitwise(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
        if a.dtype.isFloatingPoint || b.dtype.isFloatingPoint {
            trap("\(operation)", "takes integers or bools, got \(a.dtype) and \(b.dtype)")
        }
        return arithmetic(operation, a, b)
    }

    /// A comparison with a number that the dtype may not represent; it must not wrap around.
    private static func compare(_ comparison: Comparison, _ a: Tensor, _ b: some Scalar) -> Tensor {
        guard case .integer(let value) = b.scalar, a.dtype == .uint8 || a.dtype == .int32 else {
            return compare(comparison, a, .scalar(b, like: a))
        }
        let limits = a.dtype.limits
        let isHeld = (limits.lowest.integer...limits.highest.integer).contains(value)
        let x = isHeld ? a : a.to(.int64)
        return compare(comparison, x, .scalar(b, like: x))
    }

    private static func compare(_ comparison: Comparison, _ a: Tensor, _ b: Tensor) -> Tensor {
        let (x, y) = aligned(a, b, for: "\(comparison)")
        return Operation.compare(comparison)(x, y)
    }
}

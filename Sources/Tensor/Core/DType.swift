/// The type of a tensor's elements.
///
/// The raw values are the numbers by which the C kernels know the dtypes (`dtypes.def`).
public enum DType: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    /// IEEE 754's binary32, the default of floating-point values.
    case float32
    /// IEEE 754's binary64, Swift's `Double`.
    case float64
    /// A signed integer of 32 bits.
    case int32
    /// A signed integer of 64 bits: the dtype of indices, and of sums of integers.
    case int64
    /// An unsigned integer of 8 bits.
    case uint8
    /// A byte that is 0 or 1.
    case bool
    /// A 16-bit float with 5 bits of exponent and 10 of fraction. Storage only: computation is in float32, rounded after each
    /// operation.
    case float16
    /// A float32 truncated to 16 bits; see ``float16``.
    case bfloat16

    /// The dtype of floating-point values where none is given, as in torch.
    public static let `default` = DType.float32

    /// The size of an element in bytes.
    public var size: Int {
        switch self {
        case .float64, .int64: 8
        case .float32, .int32: 4
        case .float16, .bfloat16: 2
        case .uint8, .bool: 1
        }
    }

    /// Whether the elements are floating-point numbers (torch's `is_floating_point`).
    public var isFloatingPoint: Bool { category == .floating }

    /// Whether the elements have 16 bits, and are computed with as float32.
    @inline(__always)
    package var isHalf: Bool {
        switch self {
        case .float16, .bfloat16: true
        case .float32, .float64, .int32, .int64, .uint8, .bool: false
        }
    }

    /// The dtype that elements are computed in: float32 of half precision, else the dtype itself.
    @inline(__always)
    package var upcast: DType { isHalf ? .float32 : self }

    /// The distance from 1 to the next number of the dtype that a floating-point result is computed in; integers become float32.
    package var ulpOfOne: Double {
        switch self {
        case .float64: .ulpOfOne
        case .float32, .float16, .bfloat16, .int32, .int64, .uint8, .bool: Double(Float.ulpOfOne)
        }
    }

    /// The dtype's name in torch, such as `float32`.
    public var description: String {
        switch self {
        case .float32: "float32"
        case .float64: "float64"
        case .int32: "int32"
        case .int64: "int64"
        case .uint8: "uint8"
        case .bool: "bool"
        case .float16: "float16"
        case .bfloat16: "bfloat16"
        }
    }

    /// The kinds of number, each of which holds the ones before.
    enum Category: Int, Comparable {
        case boolean, integer, floating

        static func < (a: Category, b: Category) -> Bool { a.rawValue < b.rawValue }
    }

    var category: Category {
        switch self {
        case .bool: .boolean
        case .uint8, .int32, .int64: .integer
        case .float32, .float64, .float16, .bfloat16: .floating
        }
    }

    /// The smallest dtype that can hold the values of both (torch's `promote_types`).
    public func promoted(with other: DType) -> DType {
        if self == other { return self }
        if category != other.category { return category > other.category ? self : other }
        // Neither kind of half holds the other.
        if isHalf && other.isHalf { return .float32 }
        return size > other.size ? self : other
    }
}

extension ScalarValue: CustomStringConvertible {
    public var description: String {
        switch self {
        case .boolean(let x): "\(x)"
        case .integer(let x): "\(x)"
        case .floating(let x): "\(x)"
        }
    }
}

/// A Swift type that can be the element of a tensor.
public protocol Element: Sendable {
    /// The dtype that stores the type.
    static var dtype: DType { get }
}

extension Float: Element { public static var dtype: DType { .float32 } }
extension Double: Element { public static var dtype: DType { .float64 } }
extension Int32: Element { public static var dtype: DType { .int32 } }
extension Int64: Element { public static var dtype: DType { .int64 } }
extension Int: Element { public static var dtype: DType { .int64 } }
extension UInt8: Element { public static var dtype: DType { .uint8 } }
extension Bool: Element { public static var dtype: DType { .bool } }

/// A Swift number as an operand of a tensor's arithmetic. It takes the tensor's dtype where that can hold its kind: `x * 0.5`.
public protocol Scalar: Sendable {
    /// The number as one of three kinds.
    var scalar: ScalarValue { get }
}

/// The value of a ``Scalar``. Integers keep all their bits.
public enum ScalarValue: Sendable {
    /// A truth value.
    case boolean(Bool)
    /// A signed integer of 64 bits.
    case integer(Int)
    /// A floating-point number in double precision.
    case floating(Double)

    /// The dtype that torch gives the value where it is combined with a tensor of `dtype`.
    func dtype(like dtype: DType) -> DType {
        switch self {
        case .boolean: dtype
        case .integer: dtype.category < .integer ? .int64 : dtype
        case .floating: dtype.category < .floating ? .default : dtype
        }
    }
}

extension Float16: Element { public static var dtype: DType { .float16 } }

extension Float16: Scalar {
    /// A floating-point number.
    public var scalar: ScalarValue { .floating(Double(self)) }
}
extension Float: Scalar {
    /// A floating-point number.
    public var scalar: ScalarValue { .floating(Double(self)) }
}
extension Double: Scalar {
    /// A floating-point number.
    public var scalar: ScalarValue { .floating(self) }
}
extension Int: Scalar {
    /// An integer.
    public var scalar: ScalarValue { .integer(self) }
}
extension Bool: Scalar {
    /// A truth value.
    public var scalar: ScalarValue { .boolean(self) }
}

import CKernels

extension Tensor {
    /// A scalar, or one number for all indices of a shape: a single element in memory.
    init(_ value: ScalarValue, dtype: DType, shape: Shape = Shape()) {
        self.init(Storage(uninitialized: Layout(repeating: shape), dtype: dtype, count: 1))
        write(value, count: 1)
    }

    /// Sets the first elements of memory that is not shared yet.
    private func write(_ value: ScalarValue, count: Int) {
        func fill<T>(_ element: T) { writing(self) { $0.update(repeating: element, count: count) } }
        switch (dtype, value) {
        case (.float32, .floating(let x)): fill(Float(x))
        case (.float32, .integer(let x)): fill(Float(x))
        case (.float64, .floating(let x)): fill(x)
        case (.float64, .integer(let x)): fill(Double(x))
        case (.float32, .boolean(let x)): fill(x ? 1 as Float : 0)
        case (.float64, .boolean(let x)): fill(x ? 1.0 : 0)
        case (.float16, _): fill(Float16(Float(value.floating)))
        case (.bfloat16, _): fill(BFloat16(Float(value.floating)))
        case (.bool, .floating(let x)): fill(x != 0)
        case (.bool, .integer(let x)): fill(x != 0)
        case (.bool, .boolean(let x)): fill(x)
        case (.int32, .floating), (.int64, .floating), (.uint8, .floating):
            write(.integer(value.checked(for: dtype, "Tensor").integer), count: count)
        case (.int32, _): fill(Int32(truncatingIfNeeded: value.integer))
        case (.int64, _): fill(Int64(value.integer))
        case (.uint8, _): fill(UInt8(truncatingIfNeeded: value.integer))
        }
    }

    /// A tensor filled with one number (torch's `full`). By default its dtype follows the number, as in torch: `1.5` is
    /// float32, `1` int64.
    ///
    /// - Precondition: no size is negative, the elements fit in memory, and an integer dtype can represent the number, whose
    ///   fraction is dropped.
    public static func full(_ shape: Shape, _ value: some Scalar, dtype: DType? = nil) -> Tensor {
        let result = uninitialized(checked(shape, "full"), dtype ?? value.scalar.dtype(like: .bool))
        result.write(value.scalar.checked(for: result.dtype, "full"), count: result.count)
        return result
    }

    /// A tensor of zeros (torch's `zeros`), float32 by default.
    public static func zeros(_ shape: Shape, dtype: DType = .default) -> Tensor { full(shape, 0, dtype: dtype) }
    /// A tensor of ones (torch's `ones`), float32 by default.
    public static func ones(_ shape: Shape, dtype: DType = .default) -> Tensor { full(shape, 1, dtype: dtype) }

    /// A tensor filled with one number, with the shape, device and by default dtype of another one (torch's `full_like`).
    public static func full(like other: Tensor, _ value: some Scalar, dtype: DType? = nil) -> Tensor {
        full(other.shape, value, dtype: dtype ?? other.dtype, on: other.device)
    }

    /// On a device that is there: one number is sent, and repeated there.
    static func full(_ shape: Shape, _ value: some Scalar, dtype: DType?, on device: Device) -> Tensor {
        if device == .cpu { return full(shape, value, dtype: dtype) }
        let dtype = dtype ?? value.scalar.dtype(like: .bool)
        let number = Tensor(value.scalar.checked(for: dtype, "full"), dtype: dtype, shape: checked(shape, "full"))
        return Operation.copy(number.numberOnDevice(device))
    }

    /// Zeros with the shape, device and by default dtype of another tensor (torch's `zeros_like`).
    public static func zeros(like other: Tensor, dtype: DType? = nil) -> Tensor { full(like: other, 0, dtype: dtype) }
    /// Ones with the shape, device and by default dtype of another tensor (torch's `ones_like`).
    public static func ones(like other: Tensor, dtype: DType? = nil) -> Tensor { full(like: other, 1, dtype: dtype) }

    /// Zeros with a shape, a single one in memory, and the dtype and device of another tensor.
    package static func zeros(_ shape: Shape, like other: Tensor) -> Tensor {
        Tensor(.integer(0), dtype: other.dtype, shape: shape).onDevice(of: other)
    }

    /// An `[n, m]` matrix with ones on the diagonal and zeros elsewhere (torch's `eye`); square without `m`.
    public static func eye(_ n: Int, _ m: Int? = nil, dtype: DType = .default) -> Tensor {
        let (rows, columns) = (arange(n).unsqueeze(1), arange(m ?? n).unsqueeze(0))
        return (rows .== columns).to(dtype)
    }

    /// A tensor from an array of its elements in row-major order.
    ///
    /// - Precondition: there are as many elements as the shape has, and an integer dtype that is given can represent each,
    ///   without its fraction.
    public init<T: Element>(_ elements: [T], shape: Shape, dtype: DType? = nil) {
        if elements.count != Tensor.checked(shape, "Tensor").elementCount {
            trap("Tensor", "\(elements.count) elements do not fill shape \(shape)")
        }
        let stored = Tensor(stored: elements, shape)
        if let dtype, dtype.category == .integer, T.dtype != dtype, T.dtype != .bool, !elements.isEmpty {
            for extreme in [stored.amin(), stored.amax()] { _ = extreme.scalarValue.checked(for: dtype, "Tensor") }
        }
        self = stored.to(dtype ?? T.defaultDType)
    }

    /// A tensor from an array in the elements' own dtype; there are as many of them as the shape has.
    init<T: Element>(stored elements: [T], _ shape: Shape) {
        self = elements.withUnsafeBytes { CPU().upload($0, shape: shape, dtype: T.dtype) }
    }

    /// A tensor from a number, an array, or nested arrays of equal lengths (torch's `tensor`).
    ///
    /// As in torch, floating-point numbers become float32 and `Int` int64 unless a dtype is given; `Double` keeps its
    /// precision with `dtype: .float64`.
    ///
    /// - Precondition: rows have the same length, and an integer dtype that is given can represent each number, without its
    ///   fraction.
    public init<Values: TensorConvertible>(_ values: Values, dtype: DType? = nil) {
        do {
            let (elements, shape) = try values.flattened()
            self.init(elements, shape: shape, dtype: dtype)
        } catch { trap(error) }
    }

    static func checked(_ shape: Shape, _ operation: String) -> Shape {
        if let size = shape.first(where: { $0 < 0 }) { trap(operation, "shape \(shape) has the negative size \(size)") }
        return shape
    }
}

extension ScalarValue {
    var floating: Double {
        switch self {
        case .boolean(let x): x ? 1 : 0
        case .integer(let x): Double(x)
        case .floating(let x): x
        }
    }

    /// The value; traps where ``require(in:_:)`` throws.
    func checked(for dtype: DType, _ operation: String) -> ScalarValue {
        do { try require(in: dtype, operation) } catch { trap(error) }
        return self
    }

    /// Throws where an integer dtype cannot represent the value without its fraction: NaN, or out of range. As in torch, uint8
    /// also takes -255 ..< 0, which wrap around.
    func require(in dtype: DType, _ operation: String) throws(InputError) {
        guard dtype.category == .integer else { return }
        let (lowest, highest) = (dtype.limits.lowest.integer, dtype.limits.highest.integer)
        let fits =
            switch self {
            case .boolean: true
            case .integer(let x): x >= (dtype == .uint8 ? -highest : lowest) && x <= highest
            // Int64's maximum is not a Double; the next number above it is.
            case .floating(let x):
                x >= Double(lowest) && (dtype == .int64 ? x < Double(highest) : x <= Double(highest))
            }
        if !fits { throw InputError(.value, operation, "\(dtype) cannot represent \(self)") }
    }

    /// Rounded toward 0, and clamped to 64 bits.
    var integer: Int {
        switch self {
        case .boolean(let x): x ? 1 : 0
        case .integer(let x): x
        case .floating(let x): Int(exactly: x.rounded(.towardZero)) ?? (x.isNaN ? 0 : x < 0 ? .min : .max)
        }
    }
}

extension Element {
    /// The dtype of values of this type in a new tensor: torch's default for `Double`, the type of literals.
    static var defaultDType: DType { dtype == .float64 ? .default : dtype }
}

/// A value that a tensor can be made from: an element, or nested arrays of elements.
public protocol TensorConvertible {
    /// The type of the elements.
    associatedtype Scalar: Element

    /// Appends the sizes of the nested arrays, taken from the first one of each level.
    func measure(into sizes: inout [Int])

    /// Throws where the nested arrays do not have these sizes.
    func requireSizes(_ sizes: ArraySlice<Int>) throws(InputError)

    /// Appends the elements in row-major order.
    func append(to elements: inout [Scalar])

    /// Appends the elements of each value, in order.
    static func append(_ values: [Self], to elements: inout [Scalar])
}

extension TensorConvertible {
    /// The elements in row-major order, and their shape.
    func flattened() throws(InputError) -> (elements: [Scalar], shape: Shape) {
        var sizes: [Int] = []
        measure(into: &sizes)
        let shape = try Shape(checking: sizes)
        // Sizes are checked before memory is reserved: the first row does not speak for the others.
        try requireSizes(sizes[...])
        var elements: [Scalar] = []
        elements.reserveCapacity(shape.elementCount)
        append(to: &elements)
        return (elements, shape)
    }
}

extension TensorConvertible where Self: Element {
    public func measure(into sizes: inout [Int]) {}
    /// An element has no size to check.
    public func requireSizes(_ sizes: ArraySlice<Int>) {}
    /// Appends the element.
    public func append(to elements: inout [Self]) { elements.append(self) }
    /// Appends the elements in one step.
    public static func append(_ values: [Self], to elements: inout [Self]) { elements += values }
}

extension Float16: TensorConvertible {}
extension BFloat16: TensorConvertible {}
extension Float: TensorConvertible {}
extension Double: TensorConvertible {}
extension Int: TensorConvertible {}
extension Int32: TensorConvertible {}
extension Int64: TensorConvertible {}
extension UInt8: TensorConvertible {}
extension Bool: TensorConvertible {}

extension Array: TensorConvertible where Element: TensorConvertible {
    /// The type of the innermost elements.
    public typealias Scalar = Element.Scalar

    public func measure(into sizes: inout [Int]) {
        sizes.append(count)
        first?.measure(into: &sizes)
    }

    public func requireSizes(_ sizes: ArraySlice<Int>) throws(InputError) {
        if count != sizes.first {
            throw InputError(.shape, "Tensor", "a row has \(count) elements, but the first has \(sizes.first ?? 0)")
        }
        let inner = sizes.dropFirst()
        if inner.isEmpty { return }
        for (position, row) in enumerated() {
            do { try row.requireSizes(inner) } catch { throw error.inside(position) }
        }
    }

    public func append(to elements: inout [Element.Scalar]) { Element.append(self, to: &elements) }

    public static func append(_ values: [[Element]], to elements: inout [Element.Scalar]) {
        for value in values { value.append(to: &elements) }
    }
}

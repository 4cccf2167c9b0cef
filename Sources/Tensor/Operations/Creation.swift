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

    /// Every element the same number. The dtype is the number's own in torch's sense unless given: `1.5` is float32, `1` int64.
    public static func full(
        _ shape: Shape, _ value: some Scalar, dtype: DType? = nil, device: Device = .cpu
    ) throws(DeviceUnavailable) -> Tensor {
        try full(shape, value, dtype: dtype).to(device)
    }

    /// Every element the same number. The dtype is the number's own in torch's sense unless given: `1.5` is float32, `1` int64.
    ///
    /// - Precondition: no size is negative, and there is memory for the elements; an integer dtype can hold the number, of which it drops
    ///   the fraction.
    public static func full(_ shape: Shape, _ value: some Scalar, dtype: DType? = nil) -> Tensor {
        let result = uninitialized(checked(shape, "full"), dtype ?? value.scalar.dtype(beside: .bool))
        result.write(value.scalar.checked(for: result.dtype, "full"), count: result.count)
        return result
    }

    public static func zeros(_ shape: Shape, dtype: DType = .default) -> Tensor { full(shape, 0, dtype: dtype) }
    public static func ones(_ shape: Shape, dtype: DType = .default) -> Tensor { full(shape, 1, dtype: dtype) }

    /// Shape, dtype and device of another tensor, every element the same number.
    public static func full(like other: Tensor, _ value: some Scalar, dtype: DType? = nil) -> Tensor {
        full(other.shape, value, dtype: dtype ?? other.dtype).onDevice(of: other)
    }

    public static func zeros(like other: Tensor, dtype: DType? = nil) -> Tensor { full(like: other, 0, dtype: dtype) }
    public static func ones(like other: Tensor, dtype: DType? = nil) -> Tensor { full(like: other, 1, dtype: dtype) }

    /// Zeros of a shape, a single one in memory, with the dtype and device of another tensor.
    package static func zeros(_ shape: Shape, beside other: Tensor) -> Tensor {
        Tensor(.integer(0), dtype: other.dtype, shape: shape).onDevice(of: other)
    }

    /// Ones on the diagonal of an `[n, m]` matrix, zeros elsewhere.
    public static func eye(_ n: Int, _ m: Int? = nil, dtype: DType = .default) -> Tensor {
        let (rows, columns) = (arange(n).unsqueeze(1), arange(m ?? n).unsqueeze(0))
        return (rows .== columns).to(dtype)
    }

    /// Elements that lie row after row in an array.
    ///
    /// - Precondition: as many of them as the shape has; an integer dtype that is given can hold each, without its fraction.
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

    /// In the elements' own dtype; there are as many of them as the shape has.
    init<T: Element>(stored elements: [T], _ shape: Shape) {
        self = elements.withUnsafeBytes { CPU().upload($0, shape: shape, dtype: T.dtype) }
    }

    /// A scalar, an array, or arrays in arrays of equal lengths.
    ///
    /// As in torch, floating-point numbers become float32 and `Int` int64 unless a dtype is given; `Double` keeps its
    /// precision with `dtype: .float64`.
    ///
    /// - Precondition: rows have the same length; an integer dtype that is given can hold each number, without its fraction.
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

    /// Throws where it is a value that an integer dtype cannot hold without its fraction: NaN, or out of range. As in torch, uint8
    /// takes integers from -255 on, which count from 256 down.
    func require(in dtype: DType, _ operation: String) throws(InputError) {
        guard dtype.category == .integer else { return }
        let (lowest, highest) = (dtype.limits.lowest.integer, dtype.limits.highest.integer)
        let fits =
            switch self {
            case .boolean: true
            case .integer(let x): x >= (dtype == .uint8 ? -highest : lowest) && x <= highest
            // Int64's greatest is none of a Double's values, the next above is.
            case .floating(let x):
                x >= Double(lowest) && (dtype == .int64 ? x < Double(highest) : x <= Double(highest))
            }
        if !fits { throw InputError(.value, operation, "\(dtype) cannot hold \(self)") }
    }

    /// Rounded toward zero, and held within 64 bits.
    var integer: Int {
        switch self {
        case .boolean(let x): x ? 1 : 0
        case .integer(let x): x
        case .floating(let x): Int(exactly: x.rounded(.towardZero)) ?? (x.isNaN ? 0 : x < 0 ? .min : .max)
        }
    }
}

extension Element {
    /// What values of the type become in a tensor: torch's default for `Double`, which is what a literal is.
    static var defaultDType: DType { dtype == .float64 ? .default : dtype }
}

/// What a tensor can be made of: elements, and arrays of them in arrays.
public protocol TensorConvertible {
    associatedtype Scalar: Element

    /// Appends the sizes, by the first of each.
    func measure(into sizes: inout [Int])

    /// Throws where lengths differ from the sizes.
    func requireSizes(_ sizes: ArraySlice<Int>) throws(InputError)

    /// Appends the elements.
    func append(to elements: inout [Scalar])

    /// Appends the elements of each.
    static func append(_ values: [Self], to elements: inout [Scalar])
}

extension TensorConvertible {
    /// The elements row after row, and their shape.
    func flattened() throws(InputError) -> (elements: [Scalar], shape: Shape) {
        var sizes: [Int] = []
        measure(into: &sizes)
        let shape = try Shape(checking: sizes)
        // Before there is memory for them: the first row says nothing of the others.
        try requireSizes(sizes[...])
        var elements: [Scalar] = []
        elements.reserveCapacity(shape.elementCount)
        append(to: &elements)
        return (elements, shape)
    }
}

extension TensorConvertible where Self: Element {
    public func measure(into sizes: inout [Int]) {}
    public func requireSizes(_ sizes: ArraySlice<Int>) {}
    public func append(to elements: inout [Self]) { elements.append(self) }
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
    public typealias Scalar = Element.Scalar

    public func measure(into sizes: inout [Int]) {
        sizes.append(count)
        first?.measure(into: &sizes)
    }

    public func requireSizes(_ sizes: ArraySlice<Int>) throws(InputError) {
        if count != sizes.first {
            throw InputError(.shape, "Tensor", "a row has \(count) elements where the first has \(sizes.first ?? 0)")
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

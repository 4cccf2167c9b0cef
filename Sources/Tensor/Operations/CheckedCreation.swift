// Tensors of data from outside: what traps elsewhere throws here.

extension Tensor {
    /// Elements from outside that lie row after row in an array.
    ///
    /// ```swift
    /// let features = try Tensor(checking: request.values, shape: [request.rows, 30])
    /// ```
    ///
    /// - Throws: ``InputError`` where the shape is none (more than 8 dims, negative sizes, more elements than can be counted) or is not
    ///   filled, or an element is not what the dtype holds: NaN, a fraction or too large a number for an integer dtype, another number than 0
    ///   and 1 for bool, a finite number that becomes infinite in a floating-point one. NaN and infinity of floating-point dtypes are data;
    ///   see ``checkedFinite(name:)``.
    public init<T: Element>(checking elements: [T], shape: some Collection<Int>, dtype: DType? = nil) throws(InputError) {
        let shape = try Shape(checking: shape)
        if elements.count != shape.elementCount {
            throw InputError(.shape, "Tensor", "\(elements.count) elements do not fill shape \(shape)")
        }
        self = try Tensor(holding: elements, shape, dtype)
    }

    /// A scalar, an array, or arrays in arrays, from outside.
    ///
    /// - Throws: ``InputError`` where rows have different lengths, and where ``init(checking:shape:dtype:)`` does.
    public init<Values: TensorConvertible>(checking values: Values, dtype: DType? = nil) throws(InputError) {
        let (elements, shape) = try values.flattened()
        self = try Tensor(holding: elements, shape, dtype)
    }

    private init<T: Element>(holding elements: [T], _ shape: Shape, _ dtype: DType?) throws(InputError) {
        let (stored, dtype) = (Tensor(stored: elements, shape), dtype ?? T.defaultDType)
        if T.dtype != dtype { try stored.require(dtype) { dtype.holds($0) } }
        self = stored.to(dtype)
    }

    /// Every element the same number, of a shape from outside.
    ///
    /// What is larger than the memory that the machine has is refused, but a server sets a limit of its own, far below.
    ///
    /// - Parameter limit: the most elements.
    /// - Throws: ``InputError`` where the shape is none or has more elements than the limit, where there is no memory for them, and where
    ///   the dtype does not hold the number.
    public static func full(
        checking sizes: some Collection<Int>, _ value: some Scalar, dtype: DType? = nil, limit: Int = .max
    ) throws(InputError) -> Tensor {
        let (shape, dtype) = (try Shape(checking: sizes, limit: limit), dtype ?? value.scalar.dtype(beside: .bool))
        if !dtype.holds(value.scalar) { throw dtype.refusal("full", value.scalar.floating) }
        try shape.requireMemory(dtype)
        return full(shape, value, dtype: dtype)
    }
}

extension Shape {
    /// A shape from outside.
    ///
    /// - Parameter limit: the most elements.
    /// - Throws: ``InputError`` where there are more than 8 sizes or a negative one, or more elements than can be counted or than the limit.
    public init(checking sizes: some Collection<Int>, limit: Int = .max) throws(InputError) {
        let text = "[" + sizes.prefix(Shape.maximumRank + 1).map(String.init).joined(separator: ", ") + "]"
        if sizes.count > Shape.maximumRank {
            throw InputError(.shape, "shape", "a tensor has at most \(Shape.maximumRank) dims, got \(sizes.count)")
        }
        if let negative = sizes.first(where: { $0 < 0 }) {
            throw InputError(.shape, "shape", "\(text) has the negative size \(negative)")
        }
        // Sizes beside a 0 are multiplied, too, since strides are.
        let product = sizes.filter { $0 > 0 }.reduce((1, false)) {
            let (product, overflow) = $0.0.multipliedReportingOverflow(by: $1)
            return (product, $0.1 || overflow)
        }
        if product.1 || product.0 > Int.max / 8 {
            throw InputError(.memory, "shape", "\(text) has more elements than can be counted")
        }
        self.init(sizes)
        if elementCount > limit {
            throw InputError(.memory, "shape", "\(text) has \(elementCount) elements, and \(limit) are the most")
        }
    }

    /// Throws where there is no memory for elements of this shape.
    func requireMemory(_ dtype: DType) throws(InputError) {
        let bytes = elementCount * dtype.size
        if !memoryIsAvailable(bytes) {
            throw InputError(.memory, "allocate", "no memory for a \(dtype) tensor of shape \(self), \(elementCount) elements")
        }
    }
}

extension DType {
    /// Whether a number is one of the dtype's, but for rounding.
    fileprivate func holds(_ value: ScalarValue) -> Bool {
        if case .integer = value, self == .int64 { return true }
        return holds(value.floating)
    }

    fileprivate func holds(_ x: Double) -> Bool {
        switch self {
        case .float64: true
        case .float32: Float(x).isFinite || !x.isFinite
        case .float16: Float16(x).isFinite || !x.isFinite
        case .bfloat16: BFloat16(Float(x)).float.isFinite || !x.isFinite
        case .int64: Int64(exactly: x) != nil
        case .int32: Int32(exactly: x) != nil
        case .uint8: UInt8(exactly: x) != nil
        case .bool: x == 0 || x == 1
        }
    }

    func refusal(_ operation: String, _ x: Double, at index: [Int] = []) -> InputError {
        InputError(.value, operation, "\(self) does not hold \(x)", at: index)
    }
}

extension Tensor {
    /// Throws where an element must not be converted to a dtype.
    func require(_ dtype: DType, _ isRight: (Double) -> Bool) throws(InputError) {
        let wrong = withElements(of: Double.self) { x in x.firstIndex { !isRight($0) }.map { ($0, x[$0]) } }
        if let wrong { throw dtype.refusal("Tensor", wrong.1, at: index(ofPosition: wrong.0)) }
    }
}

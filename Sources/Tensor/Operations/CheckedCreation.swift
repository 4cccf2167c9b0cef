// Tensors of data from outside the program: these throw where other initializers trap.

extension Tensor {
    /// A tensor from an array of its elements in row-major order, which come from outside the program.
    ///
    /// ```swift
    /// let features = try Tensor(checking: request.values, shape: [request.rows, 30])
    /// ```
    ///
    /// - Throws: ``InputError`` where the shape is invalid (more than 8 dims, negative sizes, an element count that overflows)
    ///   or does not match the number of elements, or where the dtype cannot represent an element: NaN, a fraction or too large
    ///   a number in an integer dtype, a number other than 0 and 1 in bool, a finite number that becomes infinite in a
    ///   floating-point dtype. NaN and infinity are valid in floating-point dtypes; see ``checkedFinite(name:)``.
    public init<T: Element>(checking elements: [T], shape: some Collection<Int>, dtype: DType? = nil) throws(InputError) {
        let shape = try Shape(checking: shape)
        if elements.count != shape.elementCount {
            throw InputError(.shape, "Tensor", "\(elements.count) elements do not fill shape \(shape)")
        }
        self = try Tensor(holding: elements, shape, dtype)
    }

    /// A tensor from a number or nested arrays, which come from outside the program.
    ///
    /// - Throws: ``InputError`` where rows have different lengths, and where ``init(checking:shape:dtype:)`` throws.
    public init<Values: TensorConvertible>(checking values: Values, dtype: DType? = nil) throws(InputError) {
        let (elements, shape) = try values.flattened()
        self = try Tensor(holding: elements, shape, dtype)
    }

    private init<T: Element>(holding elements: [T], _ shape: Shape, _ dtype: DType?) throws(InputError) {
        let (stored, dtype) = (Tensor(stored: elements, shape), dtype ?? T.defaultDType)
        if T.dtype != dtype { try stored.require(dtype) { dtype.holds($0) } }
        self = stored.to(dtype)
    }

    /// A tensor filled with one number, with a shape from outside the program.
    ///
    /// A tensor that is larger than the machine's memory is refused; a server should set a much lower limit of its own.
    ///
    /// - Parameter limit: the largest number of elements.
    /// - Throws: ``InputError`` where the shape is invalid or has more elements than the limit, where they do not fit in
    ///   memory, and where the dtype cannot represent the number.
    public static func full(
        checking sizes: some Collection<Int>, _ value: some Scalar, dtype: DType? = nil, limit: Int = .max
    ) throws(InputError) -> Tensor {
        let (shape, dtype) = (try Shape(checking: sizes, limit: limit), dtype ?? value.scalar.dtype(like: .bool))
        if !dtype.holds(value.scalar) { throw dtype.refusal("full", value.scalar.floating) }
        try shape.requireMemory(dtype)
        return full(shape, value, dtype: dtype)
    }
}

extension Shape {
    /// A shape from outside the program.
    ///
    /// - Parameter limit: the largest number of elements.
    /// - Throws: ``InputError`` where there are more than 8 sizes or a negative one, or the element count overflows or exceeds
    ///   the limit.
    public init(checking sizes: some Collection<Int>, limit: Int = .max) throws(InputError) {
        let text = "[" + sizes.prefix(Shape.maximumRank + 1).map(String.init).joined(separator: ", ") + "]"
        if sizes.count > Shape.maximumRank {
            throw InputError(.shape, "shape", "a tensor has at most \(Shape.maximumRank) dims, got \(sizes.count)")
        }
        if let negative = sizes.first(where: { $0 < 0 }) {
            throw InputError(.shape, "shape", "\(text) has the negative size \(negative)")
        }
        // Sizes next to a 0 are multiplied, too, since strides are.
        let product = sizes.filter { $0 > 0 }.reduce((1, false)) {
            let (product, overflow) = $0.0.multipliedReportingOverflow(by: $1)
            return (product, $0.1 || overflow)
        }
        if product.1 || product.0 > Int.max / 8 {
            throw InputError(.memory, "shape", "the element count of \(text) overflows")
        }
        self.init(sizes)
        if elementCount > limit {
            throw InputError(.memory, "shape", "\(text) has \(elementCount) elements, more than the limit of \(limit)")
        }
    }

    /// Throws where elements of this shape do not fit in memory.
    func requireMemory(_ dtype: DType) throws(InputError) {
        let bytes = elementCount * dtype.size
        if !memoryIsAvailable(bytes) {
            throw InputError(.memory, "allocate", "no memory for a \(dtype) tensor of shape \(self), \(elementCount) elements")
        }
    }
}

extension DType {
    /// Whether the dtype can represent a number, apart from rounding.
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
        InputError(.value, operation, "\(self) cannot represent \(x)", at: index)
    }
}

extension Tensor {
    /// Throws where an element cannot be converted to a dtype.
    func require(_ dtype: DType, _ isRight: (Double) -> Bool) throws(InputError) {
        let wrong = withElements(of: Double.self) { x in x.firstIndex { !isRight($0) }.map { ($0, x[$0]) } }
        if let wrong { throw dtype.refusal("Tensor", wrong.1, at: index(ofPosition: wrong.0)) }
    }
}

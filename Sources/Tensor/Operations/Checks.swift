/// Checks of data from outside the program, before it reaches an operation that would trap. Each returns the tensor itself.
extension Tensor {
    /// Throws unless the tensor has these sizes and this dtype.
    ///
    /// ```swift
    /// let features = try x.checked(shape: [nil, 30], dtype: .float32)      // one row or more
    /// ```
    ///
    /// - Parameters:
    ///   - sizes: the sizes of all dims; nil where any size is allowed.
    ///   - expected: the dtype; nil where any is allowed.
    ///   - allowsEmpty: whether the tensor may have no elements. The mean of no rows is NaN, and their maximum traps.
    ///   - name: the tensor's name in messages.
    @discardableResult
    public func checked(
        shape sizes: [Int?], dtype expected: DType? = nil, allowsEmpty: Bool = false, name: String = "input"
    ) throws(InputError) -> Tensor {
        if rank != sizes.count || zip(shape, sizes).contains(where: { $1 != nil && $0 != $1 }) {
            let wanted = "[" + sizes.map { $0.map(String.init) ?? "any" }.joined(separator: ", ") + "]"
            throw InputError(.shape, name, "the shape is \(shape), expected \(wanted)")
        }
        if let expected, dtype != expected { throw InputError(.dtype, name, "the dtype is \(dtype), expected \(expected)") }
        if count == 0 && !allowsEmpty { throw InputError(.shape, name, "there are no elements in \(shape)") }
        return self
    }

    /// Throws unless all elements are integers in `0 ..< classes`: class labels, token ids, indices.
    ///
    /// - Parameter ignored: another allowed integer, such as the `ignoreIndex` of a cross-entropy.
    @discardableResult
    public func checked(classes: Int, ignoring ignored: Int? = nil, name: String = "labels") throws(InputError) -> Tensor {
        if dtype.category != .integer { throw InputError(.dtype, name, "classes must be integers, got \(dtype)") }
        try detached().requireIntegers(in: 0..<Swift.max(classes, 0), or: ignored, name, "class")
        return self
    }

    /// Throws unless all elements are within a range. NaN is not.
    ///
    /// Predictions and targets of a binary cross-entropy must be `in: 0...1`.
    @discardableResult
    public func checked(in range: ClosedRange<Double>, name: String = "input") throws(InputError) -> Tensor {
        try require(name, "is not within \(range.lowerBound) and \(range.upperBound)") { range.contains($0) }
        return self
    }

    /// Throws unless all elements are among these values: labels of two classes are `values: [0, 1]`, of a hinge loss
    /// `values: [-1, 1]`.
    @discardableResult
    public func checked(values: [Double], name: String = "labels") throws(InputError) -> Tensor {
        try require(name, "is not one of \(values)") { values.contains($0) }
        return self
    }

    /// Throws where an element is NaN or infinite.
    @discardableResult
    public func checkedFinite(name: String = "input") throws(InputError) -> Tensor {
        if dtype.isFloatingPoint { try require(name, "is not finite", \.isFinite) }
        return self
    }

    private func require(_ name: String, _ problem: String, _ isRight: (Double) -> Bool) throws(InputError) {
        guard let wrong = withElements(of: Double.self, { x in x.firstIndex { !isRight($0) }.map { ($0, x[$0]) } }) else {
            return
        }
        throw InputError(.value, name, "\(wrong.1) \(problem)", at: index(ofPosition: wrong.0))
    }

    /// Throws where an element is negative. NaN is not negative.
    ///
    /// - Parameters:
    ///   - operation: the operation that takes this tensor, for the message.
    ///   - what: what an element is there: "a variance".
    public func requireNotNegative(_ operation: String, _ what: String) throws(InputError) {
        if count == 0 || amin().item() >= 0 { return }
        try require(operation, "is negative: \(what) must not be") { !($0 < 0) }
    }

    /// Throws unless all elements of an integer tensor are within a range, or the one that is ignored.
    ///
    /// - Parameters:
    ///   - range: the numbers that are right.
    ///   - ignored: one more number that is right.
    ///   - operation: the operation that takes this tensor, for the message.
    ///   - what: what an element is there: "class".
    public func requireIntegers(
        in range: Range<Int>, or ignored: Int? = nil, _ operation: String, _ what: String
    ) throws(InputError) {
        if count == 0 { return }
        if device == .cpu && ignored == nil {
            let (low, high) = CPU().bounds(to(.int64))
            if range.contains(low) && range.contains(high) { return }
        }
        let wrong = withElements(of: Int.self) { x in
            x.firstIndex { !range.contains($0) && $0 != ignored }.map { ($0, x[$0]) }
        }
        guard let wrong else { return }
        let besides = ignored.map { ", nor the index \($0) that is ignored" } ?? ""
        throw InputError(.value, operation, "\(what) \(wrong.1) is not in \(range)\(besides)", at: index(ofPosition: wrong.0))
    }

    /// Throws where an element is not an integer that 64 bits hold.
    ///
    /// - Parameters:
    ///   - operation: the operation that takes this tensor, for the message.
    ///   - what: what an element is there: "a label".
    public func requireWhole(_ operation: String, _ what: String) throws(InputError) {
        if dtype.isFloatingPoint { try require(operation, "is not an integer: \(what) must be") { Int(exactly: $0) != nil } }
    }

    /// The index of an element, one number for each dim, from its position in the order of the indices.
    public func index(ofPosition position: Int) -> [Int] {
        var (rest, index) = (position, [Int](repeating: 0, count: rank))
        for dim in shape.indices.reversed() {
            (rest, index[dim]) = rest.quotientAndRemainder(dividingBy: Swift.max(shape[dim], 1))
        }
        return index
    }
}

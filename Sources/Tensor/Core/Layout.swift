/// Where a tensor's elements lie: the sizes, and for each dimension the distance between neighbours, in elements.
struct Layout: Sendable {
    let shape: Shape
    let strides: Shape
    let count: Int
    /// Row after row without gaps, in the order of the indices.
    let isContiguous: Bool
    /// All indices read the same element.
    let isRepeated: Bool

    /// Row after row without gaps.
    init(_ shape: Shape) {
        self.shape = shape
        strides = Layout.contiguousStrides(shape)
        count = shape.elementCount
        isContiguous = true
        isRepeated = false
    }

    init(_ shape: Shape, strides: Shape) {
        self.shape = shape
        count = shape.elementCount
        var expected = 1
        var (contiguous, repeated) = (true, true)
        for index in shape.indices.reversed() where shape[index] != 1 {
            if strides[index] != expected { contiguous = false }
            if strides[index] != 0 { repeated = false }
            expected &*= shape[index]
        }
        isContiguous = contiguous || count == 0
        // The stride of a size of 1 is never taken, but kernels count by those of what lies without gaps.
        self.strides = isContiguous ? Layout.contiguousStrides(shape) : strides
        isRepeated = repeated && !isContiguous
    }

    /// The step from each element to the next in the order of the indices, where it is always the same.
    var step: Int? { isContiguous ? 1 : isRepeated ? 0 : nil }

    /// One element, for all indices.
    init(repeating shape: Shape) {
        self.init(shape, strides: Shape(repeating: 0, count: shape.count))
    }

    static func contiguousStrides(_ shape: Shape) -> Shape {
        // Tables are most of what there is, and need no loop.
        if shape.count == 2 { return Shape(rows: Swift.max(shape[1], 1), columns: 1) }
        var strides = shape
        var stride = 1
        for index in shape.indices.reversed() {
            strides[index] = stride
            stride &*= Swift.max(shape[index], 1)  // wraps only where another size is 0
        }
        return strides
    }

    /// The strides of a view of another shape, nil where only a copy has it.
    func strides(viewedAs target: Shape) -> Shape? {
        if isContiguous || count == 0 { return Layout.contiguousStrides(target) }
        // Each run of dimensions that lies without gaps must be covered by whole dimensions of the target.
        var result = target
        var position = target.count - 1
        var index = shape.count - 1
        while index >= 0 {
            var runSize = shape[index]
            let runStride = strides[index]
            while index > 0, shape[index - 1] == 1 || strides[index - 1] == runStride * runSize {
                index -= 1
                runSize *= shape[index]
            }
            var covered = 1
            while position >= 0, covered < runSize || target[position] == 1 {
                result[position] = runStride * covered
                covered *= target[position]
                position -= 1
            }
            if covered != runSize { return nil }
            index -= 1
        }
        while position >= 0 {
            result[position] = 1
            position -= 1
        }
        return result
    }
}

/// One element of an index: `x[0, 2..<5, .ellipsis, .newAxis, mask]`.
///
/// An `Int` selects an index and removes its dim; a range or a `.slice` keeps the dim; a bool tensor selects the elements where
/// it is true, an integer tensor those at its indices. Negative numbers count from the end.
public protocol TensorIndexable {
    /// The element in its general form.
    var tensorIndex: TensorIndex { get }
}

/// An element of an index in its general form; see ``TensorIndexable``.
public struct TensorIndex: TensorIndexable {
    enum Kind {
        case position(Int)
        case slice(Int?, Int?, step: Int)
        case ellipsis
        case newAxis
        case tensor(Tensor)
    }

    let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    /// The element itself.
    public var tensorIndex: TensorIndex { self }
}

extension TensorIndexable where Self == TensorIndex {
    /// A whole dim (Python's `:`).
    public static var all: TensorIndex { .slice() }

    /// All dims that the other elements leave (Python's `...`).
    public static var ellipsis: TensorIndex { TensorIndex(.ellipsis) }

    /// A new dim of size 1 (Python's `None`).
    public static var newAxis: TensorIndex { TensorIndex(.newAxis) }

    /// A slice (Python's `start:end:step`).
    public static func slice(_ start: Int? = nil, _ end: Int? = nil, step: Int = 1) -> TensorIndex {
        TensorIndex(.slice(start, end, step: step))
    }
}

extension Int: TensorIndexable {
    /// The slice at this index, without its dim.
    public var tensorIndex: TensorIndex { TensorIndex(.position(self)) }
}
extension Tensor: TensorIndexable {
    /// A mask, or integer indices.
    public var tensorIndex: TensorIndex { TensorIndex(.tensor(self)) }
}

// Among bounds that count from the end, none stands for the end itself, for which Python omits the bound: `-3..<0` are the last
// three.
extension Range: TensorIndexable where Bound == Int {
    /// The slice of these indices; `-3..<0` are the last three.
    public var tensorIndex: TensorIndex { .slice(lowerBound, lowerBound < 0 && upperBound == 0 ? nil : upperBound) }
}

extension ClosedRange: TensorIndexable where Bound == Int {
    /// The slice of these indices, both bounds included.
    public var tensorIndex: TensorIndex { .slice(lowerBound, upperBound == -1 ? nil : upperBound + 1) }
}

extension PartialRangeFrom: TensorIndexable where Bound == Int {
    /// The slice from an index to the end.
    public var tensorIndex: TensorIndex { .slice(lowerBound) }
}

extension PartialRangeUpTo: TensorIndexable where Bound == Int {
    /// The slice from the start up to but excluding an index.
    public var tensorIndex: TensorIndex { .slice(nil, upperBound) }
}

extension PartialRangeThrough: TensorIndexable where Bound == Int {
    /// The slice from the start to an index, included.
    public var tensorIndex: TensorIndex { .slice(nil, upperBound == -1 ? nil : upperBound + 1) }
}

extension Tensor {
    /// The elements that an index selects, with torch's indexing: basic elements yield a view, tensors a copy. See ``TensorIndexable``.
    ///
    /// ```swift
    /// x[0]                   // the first row
    /// x[.ellipsis, -1]       // the last column
    /// x[x .> 0] = .zeros([]) // a mask, assigned
    /// x[1..., .slice(nil, nil, step: 2)]
    /// ```
    public subscript(_ index: any TensorIndexable...) -> Tensor {
        get { indexed(index) }
        set { assign(newValue, at: index) }
    }

    /// The elements that an index selects, whose length is known at run time.
    public subscript(_ index: [any TensorIndexable]) -> Tensor {
        get { indexed(index) }
        set { assign(newValue, at: index) }
    }

    /// The basic elements as views, and the tensors in the index with their dims.
    private func indexed(_ index: [any TensorIndexable]) -> Tensor {
        let indices = index.map(\.tensorIndex.kind)
        let consumed = indices.reduce(0) { $0 + $1.consumedDims }
        if consumed > rank { trap("subscript", "\(consumed) indices for a tensor of shape \(shape)") }
        if indices.count(where: \.isEllipsis) > 1 { trap("subscript", "an index can have only one ellipsis") }
        var result = self
        var dim = 0
        var tensors: [(dim: Int, index: Tensor)] = []
        for index in indices {
            switch index {
            case .position(let position):
                result = result.select(dim: dim, position)
            case .slice(let start, let end, let step):
                result = result.slice(dim: dim, from: start, to: end, step: step)
                dim += 1
            case .ellipsis:
                dim += rank - consumed
            case .newAxis:
                result = result.unsqueeze(dim)
                dim += 1
            case .tensor(let tensor) where tensor.dtype == .bool:
                let covered = result.shape.dropFirst(dim).prefix(tensor.rank)
                if !tensor.shape.elementsEqual(covered) {
                    trap("subscript", "mask \(tensor.shape) does not match \(result.shape) starting at dim \(dim)")
                }
                if tensor.rank == 0 {
                    result = result.unsqueeze(dim)
                    let size = tensor.item(as: Bool.self) ? 1 : 0
                    tensors.append((dim, .zeros([size], dtype: .int64)))
                    dim += 1
                } else {
                    let found = tensor.nonZero()
                    for column in 0..<tensor.rank { tensors.append((dim + column, found.select(dim: 1, column))) }
                    dim += tensor.rank
                }
            // As in torch, this is not an index tensor: it does not decide where the dims of the others go.
            case .tensor(let tensor) where tensor.rank == 0 && tensor.dtype.category == .integer:
                result = result.select(dim: dim, tensor.item(as: Int.self))
            case .tensor(let tensor):
                tensors.append((dim, tensor))
                dim += 1
            }
        }
        return tensors.isEmpty ? result : result.gathered(tensors)
    }

    /// The elements at integer tensors for several dims: these broadcast to one shape, which replaces their dims, or goes to
    /// the front where other dims lie between them (numpy's rule).
    private func gathered(_ tensors: [(dim: Int, index: Tensor)]) -> Tensor {
        var common = Shape()
        for (_, index) in tensors {
            guard let shape = common.broadcast(with: index.shape) else {
                trap("subscript", "index tensors of shapes \(tensors.map(\.index.shape)) do not broadcast")
            }
            common = shape
        }
        let dims = tensors.map(\.dim)
        let others = shape.indices.filter { !dims.contains($0) }
        let front = permute(dims + others)
        let sizes = dims.map { shape[$0] }
        var flat = Tensor.zeros(common, dtype: .int64).onDevice(of: self)
        for (size, (_, index)) in zip(sizes, tensors) {
            flat = flat * size + checkedIndex(index, size: size, for: "subscript").expand(common)
        }
        let rows = front.reshape(Shape([sizes.reduce(1, *)] + others.map { shape[$0] }))
        let picked = Operation.indexSelect(dim: 0)(rows, flat.flatten())
        let result = picked.reshape(Shape(Array(common) + others.map { shape[$0] }))
        let adjacent = zip(dims, dims.dropFirst()).allSatisfy { $1 == $0 + 1 }
        let before = adjacent ? others.count(where: { $0 < dims[0] }) : 0
        if before == 0 { return result }
        let order = Array(common.count..<common.count + before) + Array(0..<common.count)
        return result.permute(order + Array((common.count + before)..<result.rank))
    }

    private mutating func assign(_ value: Tensor, at index: [any TensorIndexable]) {
        let isBasic = index.allSatisfy { if case .tensor = $0.tensorIndex.kind { false } else { true } }
        let isPlain = tracer == nil && value.tracer == nil && device == .cpu && value.device == .cpu
        if isBasic && isPlain && !GraphTracer.isActive {
            makeUnique()
            let target = indexed(index)
            CPU().copy(value.fitted(to: target.shape, dtype), into: target)
            return
        }
        self = indexPut(index, value)
    }

    /// This tensor with values assigned to, or if `accumulate` added to, the elements that an index selects (torch's `index_put`).
    ///
    /// Where an index selects an element more than once, all of its values are added, but only one of them is assigned.
    public func indexPut(_ index: [any TensorIndexable], _ values: Tensor, accumulate: Bool = false) -> Tensor {
        // The flat indices that the index selects, found by indexing a tensor of them: one way for every kind of index.
        let positions = Tensor.arange(count).reshape(shape).onDevice(of: self).indexed(index)
        let source = values.onDevice(of: self).fitted(to: positions.shape, dtype)
        let operation = accumulate ? Operation.indexAdd(dim: 0) : .indexCopy(dim: 0)
        return operation(flatten(), positions.flatten(), source.flatten()).reshape(shape)
    }

    private func fitted(to target: Shape, _ dtype: DType) -> Tensor {
        // Leading sizes of 1 may be dropped, as in torch.
        let extra = Swift.max(rank - target.count, 0)
        let trimmed = shape.prefix(extra).allSatisfy { $0 == 1 } ? reshape(Shape(shape.dropFirst(extra))) : self
        if trimmed.shape.broadcast(with: target) != target {
            trap("subscript", "cannot assign a value of shape \(shape) to a selection of shape \(target)")
        }
        return trimmed.expand(target).to(dtype)
    }
}

extension TensorIndex.Kind {
    fileprivate var isEllipsis: Bool { if case .ellipsis = self { true } else { false } }

    fileprivate var consumedDims: Int {
        switch self {
        case .position, .slice: 1
        case .ellipsis, .newAxis: 0
        case .tensor(let tensor): tensor.dtype == .bool ? tensor.rank : 1
        }
    }
}

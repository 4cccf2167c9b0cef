// Writing or adding elements at indices. The result is a new tensor.
extension Tensor {
    /// This tensor with the source's elements written to `self[index[i, j], j]` for dim 0, and so on (torch's `scatter`).
    ///
    /// - Precondition: index and source have this rank; the index is not larger than the source, nor than this tensor except
    ///   along the dim.
    public func scatter(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        scattered("scatter", dim, index, source) { .scatter(dim: $0) }
    }

    /// This tensor with a number written to `self[index[i, j], j]` for dim 0, and so on.
    public func scatter(dim: Int, _ index: Tensor, _ value: some Scalar) -> Tensor {
        scatter(dim: dim, index, repeated(value, index.shape))
    }

    /// This tensor with the source's elements added to `self[index[i, j], j]` for dim 0, and so on (torch's `scatter_add`).
    public func scatterAdd(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        scattered("scatterAdd", dim, index, source) { .scatterAdd(dim: $0) }
    }

    /// Combines each element with all of the source's elements that the index sends to it, as in
    /// ``scatter(dim:_:_:)-(_,_,Tensor)`` (torch's `scatter_reduce`).
    ///
    /// The mean of integers is rounded down. Equal extremes share the gradient.
    ///
    /// - Parameter includeSelf: whether an element that others are sent to takes part itself; elements without any stay as they
    ///   are.
    public func scatterReduce(
        dim: Int, _ index: Tensor, _ source: Tensor, _ reduction: Reduction, includeSelf: Bool = true
    ) -> Tensor {
        /// The tensor with the neutral element where something is sent to.
        func start(_ neutral: some Scalar) -> Tensor { includeSelf ? self : scatter(dim: dim, index, neutral) }
        func extreme(_ reduction: ScatterReduction, _ neutral: some Scalar) -> Tensor {
            start(neutral).scattered("scatterReduce", dim, index, source) { .scatterReduce(dim: $0, reduction) }
        }
        switch reduction {
        case .sum: return start(0).scatterAdd(dim: dim, index, source)
        case .mean:
            let sum = start(0).scatterAdd(dim: dim, index, source)
            let ones = Tensor.ones(like: self, dtype: .int64)
            let own = includeSelf ? ones : ones.scatter(dim: dim, index, 0)
            let count = own.scatterAdd(dim: dim, index, repeated(1, index.shape)).maximum(1).to(dtype)
            return dtype.isFloatingPoint ? sum / count : sum.floorDivide(count)
        case .product: return extreme(.product, 1)
        case .max: return dtype.isFloatingPoint ? extreme(.max, -Double.infinity) : extreme(.max, dtype.least)
        case .min: return dtype.isFloatingPoint ? extreme(.min, Double.infinity) : extreme(.min, dtype.greatest)
        case .sumOfMagnitudes, .sumOfSquares, .norm:
            func term(_ x: Tensor) -> Tensor { reduction == .sumOfMagnitudes ? x.abs() : x.square() }
            let total = term(self).scatterReduce(dim: dim, index, term(source), .sum, includeSelf: includeSelf)
            let sum =
                switch reduction {
                case .sumOfSquares(let divisor): total / divisor
                case .norm(let divisor): (total / divisor).root { $0.sqrt() }
                default: total
                }
            return Tensor.where(Tensor.zeros(like: self, dtype: .bool).scatter(dim: dim, index, true), sum, self)
        }
    }

    private func scattered(
        _ name: String, _ dim: Int, _ index: Tensor, _ source: Tensor, _ operation: (_ axis: Int) -> Operation
    ) -> Tensor {
        if (rank == 0 || index.rank == 0) && Swift.max(rank, index.rank, source.rank) <= 1 {
            return vector.scattered(name, dim, index.vector, source.vector, operation).reshape(shape)
        }
        let axis = shape.normalized(dim, for: name)
        let positions = checkedIndex(index, along: axis, name)
        if source.rank != index.rank || zip(index.shape, source.shape).contains(where: { $0 > $1 }) {
            trap(name, "index \(index.shape) must not be larger than source \(source.shape)")
        }
        var values = source
        for other in index.shape.indices { values = values.narrow(dim: other, start: 0, length: index.shape[other]) }
        return operation(axis)(self, positions, values.to(dtype))
    }

    /// A number in this dtype, for all indices of a shape.
    private func repeated(_ value: some Scalar, _ shape: Shape) -> Tensor {
        Tensor(value.scalar.checked(for: dtype, "scatter"), dtype: dtype, shape: shape).onDevice(of: self)
    }

    /// This tensor with a value at these indices along a dim (torch's `index_fill`).
    public func indexFill(dim: Int, _ index: Tensor, _ value: some Scalar) -> Tensor {
        maskedFill(chosen(dim, index, "indexFill"), value)
    }

    /// This tensor with a value, a tensor with one element, at these indices along a dim (torch's `index_fill`).
    public func indexFill(dim: Int, _ index: Tensor, _ value: Tensor) -> Tensor {
        maskedFill(chosen(dim, index, "indexFill"), value)
    }

    /// The indices along a dim as a mask that broadcasts.
    private func chosen(_ dim: Int, _ index: Tensor, _ name: String) -> Tensor {
        let axis = shape.normalized(dim, for: name)
        if index.rank > 1 { trap(name, "the index must be a vector, got \(index.shape)") }
        if rank == 0 { return Tensor.zeros([1], dtype: .bool).chosenMask(index, name).reshape([]) }
        let mask = Tensor.zeros([shape[axis]], dtype: .bool).onDevice(of: self).chosenMask(index, name)
        return mask.reshape(Shape(shape.indices.map { $0 == axis ? shape[axis] : 1 }))
    }

    private func chosenMask(_ index: Tensor, _ name: String) -> Tensor {
        let positions = checkedIndex(index.flatten(), size: count, for: name)
        return Operation.indexCopy(dim: 0)(
            self, positions, Tensor(.boolean(true), dtype: .bool, shape: positions.shape).onDevice(of: self))
    }

    /// This tensor with the source's elements written to (or added, if `accumulate`) these indices into the flattened tensor
    /// (torch's `put`).
    ///
    /// - Precondition: the source has as many elements as the index.
    public func put(_ index: Tensor, _ source: Tensor, accumulate: Bool = false) -> Tensor {
        if index.count != source.count { trap("put", "\(index.count) indices need as many elements, got \(source.count)") }
        let positions = checkedIndex(index.flatten(), size: count, for: "put")
        let operation = accumulate ? Operation.indexAdd(dim: 0) : .indexCopy(dim: 0)
        return operation(flatten(), positions, source.flatten().to(dtype)).reshape(shape)
    }

    /// This tensor with the source's elements, in order, where the mask is true (torch's `masked_scatter`).
    ///
    /// - Precondition: the mask broadcasts with this tensor; the source has at least as many elements as the mask has true
    ///   ones.
    public func maskedScatter(_ mask: Tensor, _ source: Tensor) -> Tensor {
        if mask.dtype != .bool { trap("maskedScatter", "the mask is \(mask.dtype), not bool") }
        guard let common = shape.broadcast(with: mask.shape) else {
            trap("maskedScatter", "mask \(mask.shape) does not broadcast with \(shape)")
        }
        let positions = mask.expand(common).flatten().nonZero().flatten()
        if source.count < positions.count {
            trap("maskedScatter", "a mask that is true \(positions.count) times needs as many elements, got \(source.count)")
        }
        let values = source.flatten().narrow(dim: 0, start: 0, length: positions.count)
        return Operation.indexCopy(dim: 0)(expand(common).flatten(), positions, values.to(dtype)).reshape(common)
    }

    /// This tensor with the slice at an index of a dim replaced by the source (torch's `select_scatter`).
    public func selectScatter(_ source: Tensor, dim: Int, _ index: Int) -> Tensor {
        let axis = normalizedDim("selectScatter", dim)
        let position = index < 0 ? index + shape[axis] : index
        if position < 0 || position >= shape[axis] {
            trap("selectScatter", "index \(index) is out of range for dim \(axis) of \(shape)")
        }
        if source.rank != rank - 1 {
            trap("selectScatter", "source \(source.shape) does not match a slice of dim \(axis) of \(shape)")
        }
        return replacing(Slice(dim: axis, start: position, count: 1), with: source.unsqueeze(axis), "selectScatter")
    }

    /// This tensor with a slice of a dim replaced by the source; bounds are those of ``slice(dim:from:to:step:)`` (torch's
    /// `slice_scatter`).
    public func sliceScatter(_ source: Tensor, dim: Int = 0, from start: Int? = nil, to end: Int? = nil, step: Int = 1)
        -> Tensor
    {
        let slice = resolvedSlice(dim, start, end, step, "sliceScatter")
        return replacing(slice, with: source, "sliceScatter")
    }

    /// This tensor with a slice replaced by the source.
    func replacing(_ slice: Slice, with source: Tensor, _ name: String) -> Tensor {
        if source.shape != shape.replacing(slice.dim, with: slice.count) {
            trap(name, "source \(source.shape) does not match a slice of \(slice.count) in dim \(slice.dim) of \(shape)")
        }
        let positions = Tensor((0..<slice.count).map { slice.start + $0 * slice.step }, shape: [slice.count])
        return Operation.indexCopy(dim: slice.dim)(self, positions.onDevice(of: self), source.to(dtype))
    }
}

extension DType {
    /// The least and the greatest integer; false and true for bools.
    fileprivate var least: Int {
        switch self {
        case .int64: .min
        case .int32: Int(Int32.min)
        default: 0
        }
    }

    fileprivate var greatest: Int {
        switch self {
        case .int64: .max
        case .int32: Int(Int32.max)
        case .uint8: 255
        default: 1
        }
    }
}

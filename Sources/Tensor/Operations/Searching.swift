// Order statistics, searching, and repeated elements.
extension Tensor {
    /// The `k`-th smallest element along a dim, counted from 1, and its index; NaN counts as largest (torch's `kthvalue`).
    public func kthValue(_ k: Int, dim: Int = -1, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "kthValue")
        if k < 1 || k > (rank == 0 ? 1 : shape[axis]) {
            trap("kthValue", "k = \(k) is out of range for dim \(axis) of \(shape)")
        }
        return extreme(argSort(axis, ranks: k - 1..<k), axis, keepDim)
    }

    /// The int64 indices in the last dim of this sorted tensor at which the values would be inserted (torch's `searchsorted`).
    ///
    /// - Parameters:
    ///   - values: with the same leading sizes, or any shape where this tensor is a vector; the same dtype.
    ///   - right: whether they are inserted after equal elements, not before them.
    ///   - sorter: the indices that sort this tensor, where it is not sorted.
    public func searchSorted(_ values: Tensor, right: Bool = false, sorter: Tensor? = nil) -> Tensor {
        if rank == 0 || rank > 1 && (values.rank != rank || values.shape.dropLast() != shape.dropLast()) {
            trap("searchSorted", "all sizes but the last of values \(values.shape) and sorted tensor \(shape) must be equal")
        }
        if values.dtype != dtype { trap("searchSorted", "operands must have one dtype, got \(values.dtype) and \(dtype)") }
        if let sorter, sorter.shape != shape { trap("searchSorted", "sorter \(sorter.shape) does not match \(shape)") }
        let sorted = sorter.map { detached().gather(dim: -1, $0) } ?? detached()
        return Operation.searchSorted(right: right)(sorted, values.detached())
    }

    /// The index of each element's bucket between sorted boundaries (torch's `bucketize`): ``searchSorted(_:right:sorter:)``
    /// with the roles swapped.
    public func bucketize(_ boundaries: Tensor, right: Bool = false) -> Tensor {
        if boundaries.rank != 1 { trap("bucketize", "boundaries must be a vector, got \(boundaries.shape)") }
        return boundaries.searchSorted(self, right: right)
    }

    /// Whether each element is among others, or, if `invert`, whether it is not (torch's `isin`).
    public func isIn(_ others: Tensor, invert: Bool = false) -> Tensor {
        let dtype = Tensor.resultType(self, others)
        let (x, table) = (detached().to(dtype), others.detached().to(dtype).flatten().sort().values)
        if table.count == 0 { return .full(like: self, invert, dtype: .bool) }
        let positions = table.searchSorted(x).clamp(max: Tensor(table.count - 1).onDevice(of: self))
        let found = table.indexSelect(dim: 0, positions.flatten()).reshape(shape) .== x
        return invert ? found.logicalNot() : found
    }

    /// The distinct elements in ascending order, the index of each element among them, and the number of its occurrences
    /// (torch's `unique`).
    ///
    /// With a dim, the distinct slices along it; the indices are then a vector.
    public func unique(dim: Int? = nil) -> (values: Tensor, inverse: Tensor, counts: Tensor) {
        guard let dim else {
            let order = flatten().argsort()
            let groups = detached().flatten().indexSelect(dim: 0, order).uniqueConsecutive()
            return (groups.values, groups.inverse.restored(by: order).reshape(shape), groups.counts)
        }
        let axis = normalizedDim("unique", dim)
        // From the last column to the first: each sort keeps the order of the previous ones.
        let rows = detached().movedim(axis, to: 0).flatten(from: Swift.min(1, rank - 1))
        let columns = rank == 1 ? [rows] : rows.unbind(dim: 1)
        var order = Tensor.arange(shape[axis]).onDevice(of: self)
        for column in columns.reversed() {
            order = order.indexSelect(dim: 0, column.indexSelect(dim: 0, order).argsort())
        }
        let groups = detached().indexSelect(dim: axis, order).uniqueConsecutive(dim: axis)
        return (groups.values, groups.inverse.restored(by: order), groups.counts)
    }

    /// The elements of this sorted vector, put back to their original indices.
    private func restored(by order: Tensor) -> Tensor { scatter(dim: 0, order, self) }

    /// The elements without repetitions of the previous one, the index of each element among them, and the length of each run
    /// (torch's `unique_consecutive`).
    ///
    /// With a dim, the slices along it that differ from the previous one; the indices are then a vector.
    public func uniqueConsecutive(dim: Int? = nil) -> (values: Tensor, inverse: Tensor, counts: Tensor) {
        let axis = dim.map { normalizedDim("uniqueConsecutive", $0) }
        let x = axis == nil ? detached().flatten() : detached()
        let along = axis ?? 0
        let others = x.shape.indices.filter { $0 != along }
        let size = x.shape[along]
        if others.contains(where: { x.shape[$0] == 0 }) {
            trap("unique", "only dim \(along) of \(shape) may have size 0")
        }
        let length = Swift.max(size - 1, 0)
        let (left, right) = (
            x.narrow(dim: along, start: 0, length: length), x.narrow(dim: along, start: size - length, length: length)
        )
        let differs = others.isEmpty ? right .!= left : (right .!= left).any(dims: others)
        let first = Tensor.ones([Swift.min(size, 1)], dtype: .bool).onDevice(of: self)
        let starts = Tensor.concatenate([first, differs])
        let positions = starts.nonZero().flatten()
        let inverse = starts.cumsum(dim: 0) - 1
        let counts = positions.diff(append: Tensor([size]).onDevice(of: self))
        return (x.indexSelect(dim: along, positions), axis == nil ? inverse.reshape(shape) : inverse, counts)
    }
}

// Places in an order, and what occurs more than once.
extension Tensor {
    /// The `k`-th smallest element along a dim, counted from 1, and its position; NaN is largest.
    public func kthValue(_ k: Int, dim: Int = -1, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "kthValue")
        if k < 1 || k > (rank == 0 ? 1 : shape[axis]) {
            trap("kthValue", "there is no element \(k) along dim \(axis) of \(shape)")
        }
        return extreme(sortedOrder(axis, places: k - 1..<k), axis, keepDim)
    }

    /// The int64 positions in the last dim of this sorted tensor where the values would go (torch's `searchsorted`).
    ///
    /// - Parameters:
    ///   - values: the same leading sizes, or any shape where this is a vector; the same dtype.
    ///   - right: behind equal elements, not before them.
    ///   - sorter: the order that sorts this tensor, where it is not sorted.
    public func searchSorted(_ values: Tensor, right: Bool = false, sorter: Tensor? = nil) -> Tensor {
        if rank == 0 || rank > 1 && (values.rank != rank || values.shape.dropLast() != shape.dropLast()) {
            trap("searchSorted", "values \(values.shape) do not fit a sorted tensor \(shape): all sizes but the last agree")
        }
        if values.dtype != dtype { trap("searchSorted", "values are \(values.dtype), the sorted tensor is \(dtype)") }
        if let sorter, sorter.shape != shape { trap("searchSorted", "a sorter \(sorter.shape) does not fit \(shape)") }
        let sorted = sorter.map { detached().gather(dim: -1, $0) } ?? detached()
        return Operation.searchSorted(right: right)(sorted, values.detached())
    }

    /// The number of the bucket of each element, between sorted boundaries (torch's `bucketize`): ``searchSorted(_:right:sorter:)``
    /// the other way round.
    public func bucketize(_ boundaries: Tensor, right: Bool = false) -> Tensor {
        if boundaries.rank != 1 { trap("bucketize", "boundaries are a vector, got \(boundaries.shape)") }
        return boundaries.searchSorted(self, right: right)
    }

    /// Whether each element is among others (torch's `isin`); the opposite, if `invert`.
    public func isIn(_ others: Tensor, invert: Bool = false) -> Tensor {
        let dtype = Tensor.resultType(self, others)
        let (x, table) = (detached().to(dtype), others.detached().to(dtype).flatten().sort().values)
        if table.count == 0 { return .full(like: self, invert, dtype: .bool) }
        let positions = table.searchSorted(x).clamp(max: Tensor(table.count - 1).onDevice(of: self))
        let found = table.indexSelect(dim: 0, positions.flatten()).reshape(shape) .== x
        return invert ? found.logicalNot() : found
    }

    /// The distinct elements in order, where in them each element is found, and how often each occurs.
    ///
    /// With a dim, the distinct slices along it; the positions are then a vector.
    public func unique(dim: Int? = nil) -> (values: Tensor, inverse: Tensor, counts: Tensor) {
        guard let dim else {
            let order = flatten().argsort()
            let groups = detached().flatten().indexSelect(dim: 0, order).uniqueConsecutive()
            return (groups.values, groups.inverse.restored(by: order).reshape(shape), groups.counts)
        }
        let axis = dimmed("unique", dim)
        // From the last column to the first, each sort keeps what those before it have done.
        let rows = detached().movedim(axis, to: 0).flatten(from: Swift.min(1, rank - 1))
        let columns = rank == 1 ? [rows] : rows.unbind(dim: 1)
        var order = Tensor.arange(shape[axis]).onDevice(of: self)
        for column in columns.reversed() {
            order = order.indexSelect(dim: 0, column.indexSelect(dim: 0, order).argsort())
        }
        let groups = detached().indexSelect(dim: axis, order).uniqueConsecutive(dim: axis)
        return (groups.values, groups.inverse.restored(by: order), groups.counts)
    }

    /// This vector, whose elements stand in an order, put back to where they came from.
    private func restored(by order: Tensor) -> Tensor { scatter(dim: 0, order, self) }

    /// The elements without those that repeat the one before, where in them each element is found, and how long each run is.
    ///
    /// With a dim, the slices along it that differ from the one before; the positions are then a vector.
    public func uniqueConsecutive(dim: Int? = nil) -> (values: Tensor, inverse: Tensor, counts: Tensor) {
        let axis = dim.map { dimmed("uniqueConsecutive", $0) }
        let x = axis == nil ? detached().flatten() : detached()
        let along = axis ?? 0
        let others = x.shape.indices.filter { $0 != along }
        let size = x.shape[along]
        if others.contains(where: { x.shape[$0] == 0 }) {
            trap("unique", "\(shape) has a size of 0 in another dim than \(along)")
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

extension Tensor {
    /// An index as the primitives take it: int64, not negative, each within 0 ..< size.
    func checkedIndex(_ index: Tensor, size: Int, for operation: String) -> Tensor {
        if index.dtype.category != .integer { trap(operation, "an index is of integers, got \(index.dtype)") }
        let positions = index.detached().onDevice(of: self).to(.int64)
        if positions.count == 0 { return positions }
        let (low, high) = (positions.amin().item(as: Int.self), positions.amax().item(as: Int.self))
        if low < -size || high >= size {
            trap(operation, "index \(low < -size ? low : high) is out of range for a dim of size \(size)")
        }
        return low < 0 ? Tensor.where(positions .< 0, positions + size, positions) : positions
    }

    // As in torch, a scalar stands for one slice of one element.

    /// The slices at an index's positions along a dim: `[.., k, ..]` for an index `[k]`.
    public func indexSelect(dim: Int, _ index: Tensor) -> Tensor {
        let axis = shape.normalized(dim, for: "indexSelect")
        if rank == 0 { return unsqueeze(0).indexSelect(dim: 0, index).reshape([]) }
        if index.rank > 1 { trap("indexSelect", "the index must be a vector, got \(index.shape)") }
        return Operation.indexSelect(dim: axis)(self, checkedIndex(index.flatten(), size: shape[axis], for: "indexSelect"))
    }

    /// The source's slices added at an index's positions along a dim; a position may occur more than once.
    public func indexAdd(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        indexed(Operation.indexAdd(dim: shape.normalized(dim, for: "indexAdd")), "indexAdd", dim, index, source)
    }

    /// The source's slices instead of the own ones at an index's positions along a dim.
    public func indexCopy(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        indexed(Operation.indexCopy(dim: shape.normalized(dim, for: "indexCopy")), "indexCopy", dim, index, source)
    }

    private func indexed(
        _ operation: Operation, _ name: String, _ dim: Int, _ index: Tensor, _ source: Tensor
    ) -> Tensor {
        if rank == 0 { return unsqueeze(0).indexed(operation, name, 0, index, source.flatten()).reshape([]) }
        let axis = shape.normalized(dim, for: name)
        if index.rank > 1 || source.shape != shape.replacing(axis, with: index.count) {
            trap(name, "an index \(index.shape) and a source \(source.shape) do not fit dim \(axis) of \(shape)")
        }
        let positions = checkedIndex(index.flatten(), size: shape[axis], for: name)
        return operation(self, positions, source.to(dtype))
    }

    /// `result[i, j] = self[index[i, j], j]` for dim 0, and so on: as many elements as the index has.
    ///
    /// - Precondition: the index has this rank, and is nowhere larger but along the dim.
    public func gather(dim: Int, _ index: Tensor) -> Tensor {
        if rank == 0 && index.rank == 1 { return unsqueeze(0).gather(dim: dim, index) }
        let axis = shape.normalized(dim, for: "gather")
        return Operation.gather(dim: axis)(self, checkedIndex(index, along: axis, "gather"))
    }

    /// The source's elements put at `self[index[i, j], j]` for dim 0, and so on.
    public func scatter(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        scattered(.scatter(dim: shape.normalized(dim, for: "scatter")), "scatter", dim, index, source)
    }

    public func scatter(dim: Int, _ index: Tensor, _ value: some Scalar) -> Tensor {
        scatter(dim: dim, index, Tensor(value.scalar, dtype: dtype).onDevice(of: self).expand(index.shape))
    }

    /// The source's elements added at `self[index[i, j], j]` for dim 0, and so on.
    public func scatterAdd(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        scattered(.scatterAdd(dim: shape.normalized(dim, for: "scatterAdd")), "scatterAdd", dim, index, source)
    }

    private func scattered(
        _ operation: Operation, _ name: String, _ dim: Int, _ index: Tensor, _ source: Tensor
    ) -> Tensor {
        let positions = checkedIndex(index, along: shape.normalized(dim, for: name), name)
        if source.rank != index.rank || zip(index.shape, source.shape).contains(where: { $0 > $1 }) {
            trap(name, "an index \(index.shape) is larger than its source \(source.shape)")
        }
        // The primitive's source has the index's shape.
        let used = source.shape.indices.reduce(source) { $0.narrow(dim: $1, start: 0, length: index.shape[$1]) }
        return operation(self, positions, used.to(dtype))
    }

    private func checkedIndex(_ index: Tensor, along axis: Int, _ name: String) -> Tensor {
        if index.count == 0 { return index.to(.int64) }
        if index.rank != rank || shape.indices.contains(where: { $0 != axis && index.shape[$0] > shape[$0] }) {
            trap(name, "an index \(index.shape) does not fit \(shape) along dim \(axis)")
        }
        return checkedIndex(index, size: rank == 0 ? 1 : shape[axis], for: name)
    }

    /// The elements where the mask is true, as a vector.
    public func maskedSelect(_ mask: Tensor) -> Tensor {
        let (x, flags) = (self, mask)
        guard let shape = x.shape.broadcast(with: flags.shape) else {
            trap("maskedSelect", "mask \(mask.shape) does not broadcast with \(x.shape)")
        }
        return x.expand(shape)[flags.expand(shape)]
    }

    /// The indices of the elements that are not zero: int64 `[found, rank]`.
    public func nonZero() -> Tensor { Operation.nonZero(detached()) }
}

extension Tensor {
    /// The lowest of some positions; throws where one is none in a dim of the size.
    func lowestPosition(along size: Int, _ operation: String) throws(InputError) -> Int {
        let (low, high) = device == .cpu ? CPU().bounds(self) : (amin().item(as: Int.self), amax().item(as: Int.self))
        if low < -size || high >= size {
            let wrong = low < -size ? low : high
            let position = withElements(of: Int.self) { $0.firstIndex(of: wrong) }
            throw InputError(
                .value, operation, "index \(wrong) is out of range for a dim of size \(size)",
                at: position.map(index(ofPosition:)) ?? [])
        }
        return low
    }

    /// The rows at an index's positions: `[k, ..]` for an int64 index `[k]`. The caller has made sure that each position is within
    /// the first dim.
    package func rows(_ index: Tensor) -> Tensor {
        Operation.indexSelect(dim: 0)(self, index.device == device ? index : index.onDevice(of: self))
    }

    /// An index in the form that primitives take: int64, in 0 ..< size.
    func checkedIndex(_ index: Tensor, size: Int, for operation: String) -> Tensor {
        if index.dtype.category != .integer { trap(operation, "an index must be of integers, got \(index.dtype)") }
        let positions = index.detached().onDevice(of: self).to(.int64)
        if positions.count == 0 { return positions }
        if GraphTracer.isActive {
            positions.require(.positions(along: size), "index", for: operation)
            return Tensor.where(positions .< 0, positions + size, positions)
        }
        do {
            let isWrapped = try positions.lowestPosition(along: size, operation) < 0
            return isWrapped ? Tensor.where(positions .< 0, positions + size, positions) : positions
        } catch { trap(error) }
    }

    // As in torch, a scalar is treated as a vector with one element.

    /// The slices along a dim at these indices: `[.., k, ..]` for an index `[k]` (torch's `index_select`).
    public func indexSelect(dim: Int, _ index: Tensor) -> Tensor {
        let axis = shape.normalized(dim, for: "indexSelect")
        if rank == 0 { return unsqueeze(0).indexSelect(dim: 0, index).reshape([]) }
        if index.rank > 1 { trap("indexSelect", "the index must be a vector, got \(index.shape)") }
        return Operation.indexSelect(dim: axis)(self, checkedIndex(index.flatten(), size: shape[axis], for: "indexSelect"))
    }

    /// This tensor with the source's slices added at these indices along a dim; an index may occur more than once (torch's
    /// `index_add`).
    public func indexAdd(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        indexed(Operation.indexAdd(dim: shape.normalized(dim, for: "indexAdd")), "indexAdd", dim, index, source)
    }

    /// This tensor with its slices at these indices along a dim replaced by the source's (torch's `index_copy`).
    public func indexCopy(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        indexed(Operation.indexCopy(dim: shape.normalized(dim, for: "indexCopy")), "indexCopy", dim, index, source)
    }

    private func indexed(
        _ operation: Operation, _ name: String, _ dim: Int, _ index: Tensor, _ source: Tensor
    ) -> Tensor {
        if rank == 0 { return unsqueeze(0).indexed(operation, name, 0, index, source.flatten()).reshape([]) }
        let axis = shape.normalized(dim, for: name)
        if index.rank > 1 || source.shape != shape.replacing(axis, with: index.count) {
            trap(name, "index \(index.shape) and source \(source.shape) do not match dim \(axis) of \(shape)")
        }
        let positions = checkedIndex(index.flatten(), size: shape[axis], for: name)
        return operation(self, positions, source.to(dtype))
    }

    /// `result[i, j] = self[index[i, j], j]` for dim 0, and so on, in the index's shape (torch's `gather`).
    ///
    /// - Precondition: the index has the same rank, and is not larger except along the dim.
    public func gather(dim: Int, _ index: Tensor) -> Tensor {
        if (rank == 0 || index.rank == 0) && rank + index.rank <= 1 {
            return vector.gather(dim: dim, index.vector).reshape(index.shape)
        }
        let axis = shape.normalized(dim, for: "gather")
        return Operation.gather(dim: axis)(self, checkedIndex(index, along: axis, "gather"))
    }

    /// ``gather(dim:_:)`` with an index that broadcasts with this tensor in the other dims; without a dim, from all elements in
    /// row-major order (torch's `take_along_dim`).
    public func takeAlongDim(_ index: Tensor, dim: Int? = nil) -> Tensor {
        guard let dim else { return flatten().gather(dim: 0, index.flatten()) }
        let axis = normalizedDim("takeAlongDim", dim)
        guard rank == index.rank,
            let common = shape.replacing(axis, with: 1).broadcast(with: index.shape.replacing(axis, with: 1))
        else { trap("takeAlongDim", "index \(index.shape) must broadcast with \(shape) except in dim \(axis)") }
        let size = index.shape[axis]
        return expand(common.replacing(axis, with: shape[axis]))
            .gather(dim: axis, index.expand(common.replacing(axis, with: size)))
    }

    /// The elements at these indices into the flattened tensor, in the index's shape (torch's `take`).
    public func take(_ index: Tensor) -> Tensor {
        let positions = checkedIndex(index, size: count, for: "take").flatten()
        return Operation.indexSelect(dim: 0)(flatten(), positions).reshape(index.shape)
    }

    func checkedIndex(_ index: Tensor, along axis: Int, _ name: String) -> Tensor {
        if index.count == 0 { return index.to(.int64) }
        if index.rank != rank || shape.indices.contains(where: { $0 != axis && index.shape[$0] > shape[$0] }) {
            trap(name, "index \(index.shape) does not match \(shape) along dim \(axis)")
        }
        return checkedIndex(index, size: rank == 0 ? 1 : shape[axis], for: name)
    }

    /// A scalar as a vector with one element, as torch sees it.
    var vector: Tensor { rank == 0 ? unsqueeze(0) : self }

    /// The elements where the mask is true, as a vector (torch's `masked_select`).
    public func maskedSelect(_ mask: Tensor) -> Tensor {
        if mask.dtype != .bool { trap("maskedSelect", "the mask is \(mask.dtype), not bool") }
        guard let common = shape.broadcast(with: mask.shape) else {
            trap("maskedSelect", "mask \(mask.shape) does not broadcast with \(shape)")
        }
        let positions = mask.expand(common).flatten().nonZero().flatten().onDevice(of: self)
        return Operation.indexSelect(dim: 0)(expand(common).flatten(), positions)
    }

    /// The indices of the elements that are not 0: int64 `[found, rank]` (torch's `nonzero`).
    public func nonZero() -> Tensor { Operation.nonZero(detached()) }

    /// The indices of the elements that are not 0, as a vector for each dim: an index for the subscript (torch's `where` with a
    /// condition alone). A scalar is treated as a vector.
    public func nonZeroPositions() -> [Tensor] { vector.nonZero().unbind(dim: 1) }
}

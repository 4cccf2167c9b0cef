// Entries for the other layers of this package, which have made sure of what is not checked here.
extension Tensor {
    /// Whether both read the same memory in the same way.
    package func isView(ofSameElementsAs other: Tensor) -> Bool {
        body === other.body || body.base == other.body.base && shape == other.shape && strides == other.strides
    }

    /// The rows at an index's positions: `[k, ..]` for an int64 index `[k]`, each position within the first dim.
    package func rows(_ index: Tensor) -> Tensor {
        Operation.indexSelect(dim: 0)(self, index.device == device ? index : index.onDevice(of: self))
    }

    /// A tensor whose elements `fill` writes, every one of them, row after row. On the CPU.
    package init<Failure: Error>(
        shape: Shape, dtype: DType, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let result = Tensor.uninitialized(shape, dtype)
        try fill(UnsafeMutableRawBufferPointer(start: result.address, count: result.count * dtype.size))
        self = result
    }

    /// Where the elements of a float32 tensor lie. Whoever uses it keeps the tensor alive meanwhile.
    package var floats: UnsafeMutablePointer<Float> { pointer(Float.self) }

    /// Where the elements of a float32 tensor lie, which nobody else has, until the next access; nil where its shape or dtype is not
    /// the prototype's. One call, so that no copy of the tensor is made on the way.
    package mutating func ownFloats(like prototype: Tensor) -> UnsafeMutablePointer<Float>? {
        if dtype != prototype.dtype || shape != prototype.shape { return nil }
        makeUnique()
        return floats
    }

    /// Makes ready for a sweep that replaces every element by a function of the old one: in place where nobody else has the
    /// memory, else in new memory.
    ///
    /// - Returns: the old elements, row after row, where the new ones go elsewhere.
    package mutating func forOverwriting() -> Tensor? {
        noteHostAccess(self, "writes to")
        if isUnique() { return nil }
        let source = contiguous()
        self = Tensor.uninitialized(shape, dtype)
        return source
    }
}

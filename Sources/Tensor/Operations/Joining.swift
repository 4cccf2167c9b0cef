extension Tensor {
    /// Concatenates tensors along a dim (torch's `cat`).
    ///
    /// - Precondition: there is at least one tensor, and the other sizes are equal.
    public static func concatenate(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
        guard let first = tensors.first(where: { $0.shape != [0] }) ?? tensors.first else {
            trap("concatenate", "needs at least one tensor")
        }
        if first.rank == 0 { trap("concatenate", "cannot concatenate scalars; use stack") }
        let axis = first.shape.normalized(dim, for: "concatenate")
        // As in torch, an empty vector is ignored.
        let operands = tensors.map { $0.shape == [0] ? $0.reshape(first.shape.replacing(axis, with: 0)) : $0 }
        let dtype = operands.reduce(first.dtype) { $0.promoted(with: $1.dtype) }
        for operand in operands
        where operand.rank != first.rank || operand.shape.replacing(axis, with: 0) != first.shape.replacing(axis, with: 0) {
            trap("concatenate", "\(operand.shape) does not match \(first.shape) except in dim \(axis)")
        }
        return operands.count == 1 ? first : Operation.concatenate(dim: axis)(all: operands.map { $0.to(dtype) })
    }

    /// Stacks tensors along a new dim (torch's `stack`).
    ///
    /// - Precondition: there is at least one tensor, and all have the same shape.
    public static func stack(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
        guard let first = tensors.first else { trap("stack", "needs at least one tensor") }
        for tensor in tensors where tensor.shape != first.shape {
            trap("stack", "shapes must be equal, got \(first.shape) and \(tensor.shape)")
        }
        return concatenate(tensors.map { $0.unsqueeze(dim) }, dim: dim < 0 ? dim + first.rank + 1 : dim)
    }

    /// Splits a dim into chunks of `size`; the last one may be smaller (torch's `split`). The chunks are views.
    public func split(_ size: Int, dim: Int = 0) -> [Tensor] {
        let axis = normalizedDim("split", dim)
        if size <= 0 { trap("split", "the size must be positive, got \(size)") }
        return stride(from: 0, to: Swift.max(shape[axis], 1), by: size).map {
            narrow(dim: axis, start: $0, length: Swift.min(size, shape[axis] - $0))
        }
    }

    /// Splits a dim into chunks of these sizes, which add up to its size (torch's `split`). The chunks are views.
    public func split(_ sizes: [Int], dim: Int = 0) -> [Tensor] {
        let axis = normalizedDim("split", dim)
        if sizes.contains(where: { $0 < 0 }) || sizes.reduce(0, +) != shape[axis] {
            trap("split", "sizes \(sizes) do not add up to dim \(axis) of \(shape)")
        }
        var start = 0
        return sizes.map { size in
            defer { start += size }
            return narrow(dim: axis, start: start, length: size)
        }
    }

    /// Splits a dim into `count` chunks of equal size, rounded up; there may be fewer (torch's `chunk`). The chunks are views.
    public func chunk(_ count: Int, dim: Int = 0) -> [Tensor] {
        if count <= 0 { trap("chunk", "the number of chunks must be positive, got \(count)") }
        let size = shape[normalizedDim("chunk", dim)]
        return split(Swift.max((size + count - 1) / count, 1), dim: dim)
    }

    /// The slices along a dim, without it (torch's `unbind`). They are views.
    public func unbind(dim: Int = 0) -> [Tensor] {
        let axis = normalizedDim("unbind", dim)
        return (0..<shape[axis]).map { select(dim: axis, $0) }
    }
}

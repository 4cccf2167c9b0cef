extension Tensor {
    /// One after the other along a dim (torch's `cat`).
    ///
    /// - Precondition: at least one tensor; the other sizes are equal.
    public static func concatenate(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
        guard let first = tensors.first(where: { $0.shape != [0] }) ?? tensors.first else {
            trap("concatenate", "needs at least one tensor")
        }
        if first.rank == 0 { trap("concatenate", "scalars have no dim; use stack") }
        let axis = first.shape.normalized(dim, for: "concatenate")
        // torch lets an empty vector stand beside anything.
        let parts = tensors.map { $0.shape == [0] ? $0.reshape(first.shape.replacing(axis, with: 0)) : $0 }
        let dtype = parts.reduce(first.dtype) { $0.promoted(with: $1.dtype) }
        for part in parts
        where part.rank != first.rank || part.shape.replacing(axis, with: 0) != first.shape.replacing(axis, with: 0) {
            trap("concatenate", "\(part.shape) does not continue \(first.shape) along dim \(axis)")
        }
        return parts.count == 1 ? first : Operation.concatenate(dim: axis)(all: parts.map { $0.to(dtype) })
    }

    /// Along a new dim.
    ///
    /// - Precondition: at least one tensor; all have one shape.
    public static func stack(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
        guard let first = tensors.first else { trap("stack", "needs at least one tensor") }
        for tensor in tensors where tensor.shape != first.shape {
            trap("stack", "shapes \(first.shape) and \(tensor.shape) differ")
        }
        return concatenate(tensors.map { $0.unsqueeze(dim) }, dim: dim < 0 ? dim + first.rank + 1 : dim)
    }

    /// Parts of `size` along a dim; the last one may be smaller.
    public func split(_ size: Int, dim: Int = 0) -> [Tensor] {
        let axis = dimmed("split", dim)
        if size <= 0 { trap("split", "parts must have a positive size, got \(size)") }
        return stride(from: 0, to: Swift.max(shape[axis], 1), by: size).map {
            narrow(dim: axis, start: $0, length: Swift.min(size, shape[axis] - $0))
        }
    }

    /// Parts of these sizes along a dim, which they must fill.
    public func split(_ sizes: [Int], dim: Int = 0) -> [Tensor] {
        let axis = dimmed("split", dim)
        if sizes.contains(where: { $0 < 0 }) || sizes.reduce(0, +) != shape[axis] {
            trap("split", "sizes \(sizes) do not fill dim \(axis) of \(shape)")
        }
        var start = 0
        return sizes.map { size in
            defer { start += size }
            return narrow(dim: axis, start: start, length: size)
        }
    }

    /// `count` parts along a dim, of equal size rounded up; there may be fewer (torch's `chunk`).
    public func chunk(_ count: Int, dim: Int = 0) -> [Tensor] {
        if count <= 0 { trap("chunk", "needs a positive number of parts, got \(count)") }
        let size = shape[dimmed("chunk", dim)]
        return split(Swift.max((size + count - 1) / count, 1), dim: dim)
    }

    /// The positions of a dim, each without it.
    public func unbind(dim: Int = 0) -> [Tensor] {
        let axis = dimmed("unbind", dim)
        return (0..<shape[axis]).map { select(dim: axis, $0) }
    }
}

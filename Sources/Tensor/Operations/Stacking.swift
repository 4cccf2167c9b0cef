// numpy's ways to put tensors beside each other, and to part them again.
extension Tensor {
    /// With one dim at least: a scalar becomes `[1]`.
    public func atLeast1D() -> Tensor { vector }

    /// With two dims at least: a vector becomes one row.
    public func atLeast2D() -> Tensor { rank >= 2 ? self : vector.unsqueeze(0) }

    /// With three dims at least: a matrix gets a last dim of size 1.
    public func atLeast3D() -> Tensor { rank >= 3 ? self : atLeast2D().unsqueeze(-1) }

    /// One after the other along the columns (dim 1), vectors along their only dim (torch's `hstack`).
    public static func hstack(_ tensors: [Tensor]) -> Tensor {
        let parts = tensors.map { $0.atLeast1D() }
        return concatenate(parts, dim: parts.first?.rank == 1 ? 0 : 1)
    }

    /// One after the other along the rows (dim 0), of which a vector is one (torch's `vstack`).
    public static func vstack(_ tensors: [Tensor]) -> Tensor { concatenate(tensors.map { $0.atLeast2D() }) }

    /// One after the other along the third dim (torch's `dstack`).
    public static func dstack(_ tensors: [Tensor]) -> Tensor { concatenate(tensors.map { $0.atLeast3D() }, dim: 2) }

    /// One after the other along the columns, of which a vector is one (torch's `column_stack`).
    public static func columnStack(_ tensors: [Tensor]) -> Tensor {
        concatenate(tensors.map { $0.rank < 2 ? $0.reshape([$0.count, 1]) : $0 }, dim: 1)
    }

    /// The matrices along the diagonal of one, zeros elsewhere. A vector is one row, a scalar one element.
    ///
    /// - Precondition: at least one tensor; at most two dims each.
    public static func blockDiag(_ tensors: [Tensor]) -> Tensor {
        let blocks = tensors.map { tensor in
            if tensor.rank > 2 { trap("blockDiag", "takes matrices, vectors and scalars, got \(tensor.shape)") }
            return tensor.atLeast2D()
        }
        let width = blocks.reduce(0) { $0 + $1.shape[1] }
        var start = 0
        return concatenate(
            blocks.map { block in
                defer { start += block.shape[1] }
                let slice = Slice(dim: 1, start: start, count: block.shape[1])
                return Operation.sliceScatter(slice, into: block.shape.replacing(1, with: width))(block)
            })
    }

    /// `count` parts along a dim; the first ones are larger by one where they cannot be equal (torch's `tensor_split`).
    public func tensorSplit(_ count: Int, dim: Int = 0) -> [Tensor] {
        let size = shape[dimmed("tensorSplit", dim)]
        if count <= 0 { trap("tensorSplit", "needs a positive number of parts, got \(count)") }
        return split((0..<count).map { size / count + ($0 < size % count ? 1 : 0) }, dim: dim)
    }

    /// The parts of a dim before, between and after some positions, by Python's rules for bounds (torch's `tensor_split`).
    public func tensorSplit(at positions: [Int], dim: Int = 0) -> [Tensor] {
        let bounds: [Int?] = [nil] + positions + [nil]
        return zip(bounds, bounds.dropFirst()).map { slice(dim: dim, from: $0, to: $1) }
    }

    /// All expanded to the shape to which they broadcast (torch's `broadcast_tensors`).
    public static func broadcast(_ tensors: [Tensor]) -> [Tensor] {
        let shape = tensors.reduce(Shape()) { shape, tensor in
            guard let common = shape.broadcast(with: tensor.shape) else {
                trap("broadcast", "shapes \(tensors.map(\.shape)) do not broadcast")
            }
            return common
        }
        return tensors.map { $0.expand(shape) }
    }

    /// The sum over the dims along which a tensor of the shape would be expanded to this one's.
    ///
    /// - Precondition: the shape expands to this tensor's.
    public func sumToSize(_ target: Shape) -> Tensor {
        // As torch: the sum of all elements, even of one, widens integers.
        if target.isEmpty { return sum() }
        if target == shape { return self }
        let shift = rank - target.count
        if shift < 0 || target.indices.contains(where: { target[$0] != 1 && target[$0] != shape[$0 + shift] }) {
            trap("sumToSize", "\(target) does not expand to \(shape)")
        }
        let dims = shape.indices.filter { $0 < shift || target[$0 - shift] != shape[$0] }
        return (dims.isEmpty ? self : sum(dims: dims, keepDim: true)).reshape(target)
    }
}

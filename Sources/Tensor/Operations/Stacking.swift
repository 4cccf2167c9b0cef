// Stacking and splitting under the names of numpy and torch.
extension Tensor {
    /// The tensor with at least one dim: a scalar becomes `[1]` (torch's `atleast_1d`).
    public func atLeast1D() -> Tensor { vector }

    /// The tensor with at least two dims: a vector becomes a row (torch's `atleast_2d`).
    public func atLeast2D() -> Tensor { rank >= 2 ? self : vector.unsqueeze(0) }

    /// The tensor with at least three dims: a matrix gets a last dim of size 1 (torch's `atleast_3d`).
    public func atLeast3D() -> Tensor { rank >= 3 ? self : atLeast2D().unsqueeze(-1) }

    /// Concatenates along dim 1, vectors along their only dim (torch's `hstack`).
    public static func hstack(_ tensors: [Tensor]) -> Tensor {
        let operands = tensors.map { $0.atLeast1D() }
        return concatenate(operands, dim: operands.first?.rank == 1 ? 0 : 1)
    }

    /// Concatenates along dim 0, where vectors are rows (torch's `vstack`).
    public static func vstack(_ tensors: [Tensor]) -> Tensor { concatenate(tensors.map { $0.atLeast2D() }) }

    /// Concatenates along dim 2 (torch's `dstack`).
    public static func dstack(_ tensors: [Tensor]) -> Tensor { concatenate(tensors.map { $0.atLeast3D() }, dim: 2) }

    /// Concatenates along dim 1, where vectors are columns (torch's `column_stack`).
    public static func columnStack(_ tensors: [Tensor]) -> Tensor {
        concatenate(tensors.map { $0.rank < 2 ? $0.reshape([$0.count, 1]) : $0 }, dim: 1)
    }

    /// A matrix with the given matrices on its diagonal, and zeros elsewhere (torch's `block_diag`). A vector is a row, a
    /// scalar one element.
    ///
    /// - Precondition: there is at least one tensor, and all have at most two dims.
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

    /// Splits a dim into `count` chunks, the first ones larger by one where they cannot be equal (torch's `tensor_split`).
    public func tensorSplit(_ count: Int, dim: Int = 0) -> [Tensor] {
        let size = shape[normalizedDim("tensorSplit", dim)]
        if count <= 0 { trap("tensorSplit", "the number of chunks must be positive, got \(count)") }
        return split((0..<count).map { size / count + ($0 < size % count ? 1 : 0) }, dim: dim)
    }

    /// Splits a dim at some indices, with Python's rules for bounds (torch's `tensor_split`).
    public func tensorSplit(at positions: [Int], dim: Int = 0) -> [Tensor] {
        let bounds: [Int?] = [nil] + positions + [nil]
        return zip(bounds, bounds.dropFirst()).map { slice(dim: dim, from: $0, to: $1) }
    }

    /// All tensors expanded to their common shape (torch's `broadcast_tensors`).
    public static func broadcast(_ tensors: [Tensor]) -> [Tensor] {
        let shape = tensors.reduce(Shape()) { shape, tensor in
            guard let common = shape.broadcast(with: tensor.shape) else {
                trap("broadcast", "shapes \(tensors.map(\.shape)) do not broadcast")
            }
            return common
        }
        return tensors.map { $0.expand(shape) }
    }

    /// The sum over the dims along which a tensor with this shape would be expanded to this one's (torch's `sum_to_size`).
    ///
    /// - Precondition: the shape expands to this tensor's.
    public func sumToSize(_ target: Shape) -> Tensor {
        // As in torch, the sum of all elements, even of one, promotes integers.
        if target.isEmpty { return sum() }
        if target == shape { return self }
        let shift = rank - target.count
        if shift < 0 || target.indices.contains(where: { target[$0] != 1 && target[$0] != shape[$0 + shift] }) {
            trap("sumToSize", "cannot expand \(target) to \(shape)")
        }
        let dims = shape.indices.filter { $0 < shift || target[$0 - shift] != shape[$0] }
        return (dims.isEmpty ? self : sum(dims: dims, keepDim: true)).reshape(target)
    }
}

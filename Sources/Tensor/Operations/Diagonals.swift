// Diagonals and triangles of matrices. Diagonal 0 is the main one, positive ones are above it, negative ones below.
extension Tensor {
    /// The elements `[i, i + offset]` of the matrices in two dims, which are removed; the diagonal is the new last dim (torch's
    /// `diagonal`).
    ///
    /// torch's `linalg.diagonal` takes the last two dims.
    public func diagonal(offset: Int = 0, dim1: Int = 0, dim2: Int = 1) -> Tensor {
        let matrices = withMatricesLast(dim1, dim2, "diagonal")
        return Operation.slice(matrices.diagonalSlice(offset))(matrices.flatten(from: -2, to: -1))
    }

    /// This tensor with a diagonal replaced by a source, in the shape of ``diagonal(offset:dim1:dim2:)`` (torch's
    /// `diagonal_scatter`).
    public func diagonalScatter(_ source: Tensor, offset: Int = 0, dim1: Int = 0, dim2: Int = 1) -> Tensor {
        let matrices = withMatricesLast(dim1, dim2, "diagonalScatter")
        let slice = matrices.diagonalSlice(offset)
        let result = matrices.flatten(from: -2, to: -1).replacing(slice, with: source, "diagonalScatter")
        return result.reshape(matrices.shape).movedim([-2, -1], to: [dim1, dim2])
    }

    /// Square matrices, in `dim1` and `dim2` of the result, with the last dim on a diagonal and zeros elsewhere (torch's
    /// `diag_embed`).
    public func diagEmbed(offset: Int = 0, dim1: Int = -2, dim2: Int = -1) -> Tensor {
        let last = normalizedDim("diagEmbed", -1)
        let (size, overflow) = shape[last].addingReportingOverflow(Int(clamping: offset.magnitude))
        if overflow { trap("diagEmbed", "the size of a matrix with diagonal \(offset) overflows") }
        let area = Shape([size, size]).elementCount
        let slice = Slice(dim: last, start: offset >= 0 ? offset : -offset * size, count: shape[last], step: size + 1)
        let flat = Operation.sliceScatter(slice, into: shape.replacing(last, with: area))(self)
        let matrices = flat.unflatten(-1, into: [size, size])
        return matrices.movedim([-2, -1], to: [dim1, dim2])
    }

    /// A vector's matrix with the vector on a diagonal, or a matrix's diagonal (torch's `diag`).
    ///
    /// - Precondition: the tensor has one or two dims.
    public func diag(_ offset: Int = 0) -> Tensor {
        switch rank {
        case 1: return diagEmbed(offset: offset)
        case 2: return diagonal(offset: offset)
        default: trap("diag", "takes a vector or a matrix, got \(shape)")
        }
    }

    /// A matrix with all elements on a diagonal, in row-major order (torch's `diagflat`).
    public func diagFlat(_ offset: Int = 0) -> Tensor { flatten().diagEmbed(offset: offset) }

    /// The sum of the main diagonal (torch's `trace`).
    ///
    /// - Precondition: the tensor is a matrix.
    public func trace() -> Tensor {
        if rank != 2 { trap("trace", "takes a matrix, got \(shape)") }
        return diagonal().sum()
    }

    /// The matrices' elements on and below a diagonal, and zeros above it (torch's `tril`).
    ///
    /// - Precondition: the tensor has at least two dims.
    public func tril(_ diagonal: Int = 0) -> Tensor {
        maskedFill(offsets("tril") .> diagonal, 0)
    }

    /// The matrices' elements on and above a diagonal, and zeros below it (torch's `triu`).
    ///
    /// - Precondition: the tensor has at least two dims.
    public func triu(_ diagonal: Int = 0) -> Tensor {
        maskedFill(offsets("triu") .< diagonal, 0)
    }

    /// The diagonal that each element of the matrices is on.
    private func offsets(_ name: String) -> Tensor {
        if rank < 2 { trap(name, "takes matrices, got \(shape)") }
        let (rows, columns) = (Tensor.arange(shape[rank - 2]), Tensor.arange(shape[rank - 1]))
        return (columns - rows.unsqueeze(1)).onDevice(of: self)
    }

    private func withMatricesLast(_ dim1: Int, _ dim2: Int, _ name: String) -> Tensor {
        let (a, b) = (normalizedDim(name, dim1), normalizedDim(name, dim2))
        if a == b { trap(name, "dims \(dim1) and \(dim2) of \(shape) must differ") }
        return movedim([a, b], to: [-2, -1])
    }

    /// A diagonal as a slice of the flattened last two dims.
    private func diagonalSlice(_ offset: Int) -> Slice {
        let (rows, columns) = (shape[rank - 2], shape[rank - 1])
        let (right, down) = (Swift.min(Swift.max(offset, 0), columns), Swift.min(Swift.max(offset, -rows), 0))
        let count = Swift.min(rows + down, columns - right)
        return Slice(dim: rank - 2, start: count == 0 ? 0 : right - down * columns, count: count, step: columns + 1)
    }
}

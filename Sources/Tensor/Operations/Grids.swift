/// The dims of a grid that the first two coordinates run along.
public enum GridIndexing: Sendable {
    /// The first coordinate along dim 0, the second along dim 1.
    case ij
    /// The first coordinate along dim 1, the second along dim 0, as in an image.
    case xy
}

extension Tensor {
    /// The coordinates of the points of a grid: for each vector a tensor in the grid's shape (torch's `meshgrid`).
    ///
    /// - Precondition: vectors or scalars with the same dtype.
    public static func meshgrid(_ vectors: [Tensor], indexing: GridIndexing = .ij) -> [Tensor] {
        if let wrong = vectors.first(where: { $0.rank > 1 }) { trap("meshgrid", "takes vectors, got \(wrong.shape)") }
        if let wrong = vectors.first(where: { $0.dtype != vectors[0].dtype }) {
            trap("meshgrid", "vectors must have one dtype, got \(vectors[0].dtype) and \(wrong.dtype)")
        }
        var shape = Shape(vectors.map(\.count))
        var dims = Array(vectors.indices)
        if indexing == .xy && dims.count > 1 {
            dims.swapAt(0, 1)
            shape = Shape(dims.map { vectors[$0].count })
        }
        return zip(vectors, dims).map { vector, dim in
            vector.reshape(Shape(shape.indices.map { $0 == dim ? shape[$0] : 1 })).expand(shape)
        }
    }

    /// All combinations of an element of each vector, as rows; for a single vector, the vector itself (torch's
    /// `cartesian_prod`).
    ///
    /// - Precondition: vectors with the same dtype.
    public static func cartesianProduct(_ vectors: [Tensor]) -> Tensor {
        guard let first = vectors.first else { trap("cartesianProduct", "needs at least one vector") }
        if let wrong = vectors.first(where: { $0.rank != 1 }) { trap("cartesianProduct", "takes vectors, got \(wrong.shape)") }
        if vectors.count == 1 { return first }
        return stack(meshgrid(vectors).map { $0.flatten() }, dim: 1)
    }

    /// All combinations of `r` elements of a vector, as rows, with or without replacement (torch's `combinations`).
    ///
    /// - Precondition: the tensor is a vector.
    public func combinations(_ r: Int = 2, withReplacement: Bool = false) -> Tensor {
        if rank != 1 { trap("combinations", "takes a vector, got \(shape)") }
        if r < 0 { trap("combinations", "cannot take \(r) elements") }
        if r == 0 { return narrow(dim: 0, start: 0, length: 0) }
        var rows: [Int] = []
        var row = [Int](repeating: 0, count: r)
        func choose(_ index: Int, from start: Int) {
            if index == r { return rows.append(contentsOf: row) }
            for position in stride(from: start, to: count, by: 1) {
                row[index] = position
                choose(index + 1, from: withReplacement ? position : position + 1)
            }
        }
        choose(0, from: 0)
        let index = Tensor(rows, shape: [rows.count]).onDevice(of: self)
        return Operation.indexSelect(dim: 0)(self, index).reshape([rows.count / r, r])
    }
}

// Linear equations. A singular matrix is a property of data: functions that need an inverse throw.
extension Tensor {
    /// The solution X of `A X = B` for this tensor's square matrices A, or of `X A = B` if not `left` (torch's `linalg.solve`).
    ///
    /// - Parameter b: `[..., n, k]`, or vectors `[n]` or `[..., n]` with this tensor's leading dims. Leading dims broadcast.
    /// - Throws: ``LinearAlgebraError`` where a matrix is singular.
    /// - Precondition: the matrices are square, and both have the same floating-point dtype.
    public func solve(_ b: Tensor, left: Bool = true) throws(LinearAlgebraError) -> Tensor {
        requireMatrices("solve", square: true)
        if b.rank == 1 || b.rank == rank - 1 && b.shape == Shape(shape.dropLast()) {
            if !left { trap("solve", "vectors need left: true") }
            return try solve(b.unsqueeze(-1)).squeeze(-1)
        }
        b.requireMatrices("solve")
        if b.shape[left ? b.rank - 2 : b.rank - 1] != shape[rank - 1] {
            trap("solve", "matrices \(shape) do not match a \(left ? "right" : "left") side \(b.shape)")
        }
        let factors = try regularFactors("solve")
        let (a, target) = batched(with: left ? b : b.mT, "solve")
        let packed = factors.expand(a.shape.batch.appending(factors.shape.suffix(2)))
        let x = Operation.solve(transposed: !left)(a, packed, target)
        return left ? x : x.mT
    }

    /// The inverses of square matrices (torch's `linalg.inv`).
    ///
    /// - Throws: ``LinearAlgebraError`` where a matrix is singular.
    /// - Precondition: the matrices are square, and the dtype is floating-point.
    public func inverse() throws(LinearAlgebraError) -> Tensor {
        requireMatrices("inverse", square: true)
        return Operation.solve(transposed: false)(self, try regularFactors("inverse"), identity())
    }

    /// The LU decomposition of nonsingular matrices.
    private func regularFactors(_ operation: String) throws(LinearAlgebraError) -> Tensor {
        let factors = Operation.decompose(.lu)(self)
        let pivots = factors.detached().narrow(dim: -1, start: 0, length: shape[rank - 1]).diagonal(dim1: -2, dim2: -1)
        try Tensor.refuse(pivots .== 0, operation) { .singular(pivot: $0 + 1) }
        return factors
    }

    /// The solution X of `A X = B` for triangular matrices A, or of `X A = B` if not `left` (torch's
    /// `linalg.solve_triangular`).
    ///
    /// The other triangle is not read; neither is the diagonal if `unitriangular`, where it is assumed to be 1. A 0 on the
    /// diagonal yields infinity or NaN.
    ///
    /// - Parameter b: `[..., n, k]`, or `[..., k, n]` if not `left`. Leading dims broadcast.
    /// - Precondition: the matrices are square, and both have the same floating-point dtype.
    public func solveTriangular(_ b: Tensor, upper: Bool, left: Bool = true, unitriangular: Bool = false) -> Tensor {
        if !left { return mT.solveTriangular(b.mT, upper: !upper, unitriangular: unitriangular).mT }
        requireMatrices("solveTriangular", square: true)
        b.requireMatrices("solveTriangular")
        if b.shape[b.rank - 2] != shape[rank - 1] {
            trap("solveTriangular", "matrices \(shape) do not match the other side \(b.shape)")
        }
        let (a, target) = batched(with: b, "solveTriangular")
        return Operation.solveTriangular(upper: upper, unit: unitriangular)(a, target)
    }

    /// The solution X of `A X = B` for this tensor's matrices B, given A's Cholesky factor: `A = L Lᵀ`, or `A = Uᵀ U` if
    /// `upper` (torch's `cholesky_solve`).
    public func choleskySolve(_ factor: Tensor, upper: Bool = false) -> Tensor {
        let lower = upper ? factor.mT : factor
        return lower.mT.solveTriangular(lower.solveTriangular(self, upper: false), upper: true)
    }

    /// The inverse of A, given its Cholesky factor: `A = L Lᵀ`, or `A = Uᵀ U` if `upper` (torch's `cholesky_inverse`).
    public func choleskyInverse(upper: Bool = false) -> Tensor {
        requireMatrices("choleskyInverse", square: true)
        return identity().choleskySolve(self, upper: upper)
    }

    /// The X that minimizes the Euclidean norm of `A X - B` for this tensor's matrices A; of several, the one with the smallest
    /// norm (the solution of torch's `linalg.lstsq`).
    ///
    /// - Parameters:
    ///   - b: `[..., m, k]` for matrices `[..., m, n]`; leading dims broadcast. Or vectors `[..., m]` with A's leading dims.
    ///   - rcond: singular values up to this fraction of the largest count as 0; by default the machine epsilon times max(m,
    ///     n).
    public func lstsq(_ b: Tensor, rcond: Double? = nil) -> Tensor {
        requireMatrices("lstsq")
        if b.rank == rank - 1 && b.shape == Shape(shape.dropLast()) { return lstsq(b.unsqueeze(-1), rcond: rcond).squeeze(-1) }
        b.requireMatrices("lstsq")
        if b.shape[b.rank - 2] != shape[rank - 2] { trap("lstsq", "matrices \(shape) do not match the other side \(b.shape)") }
        if b.dtype != dtype { trap("lstsq", "operands must have one dtype, got \(dtype) and \(b.dtype)") }
        return pinv(rtol: rcond).matmul(b)
    }
}

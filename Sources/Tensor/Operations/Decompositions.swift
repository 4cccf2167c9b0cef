// Factorizations of matrices in the last two dims; leading dims are a batch.
extension Tensor {
    /// The lower triangular L of `A = L Lᵀ`, or the upper triangular U of `A = Uᵀ U` (torch's `linalg.cholesky`).
    ///
    /// Only that triangle of the symmetric A is read.
    ///
    /// - Throws: ``LinearAlgebraError`` where a matrix is not positive-definite, or has NaN.
    /// - Precondition: the matrices are square, and the dtype is floating-point.
    public func cholesky(upper: Bool = false) throws(LinearAlgebraError) -> Tensor {
        requireMatrices("cholesky", square: true)
        let lower = Operation.decompose(.cholesky)(upper ? mT : self)
        try Tensor.refuse(lower.detached().diagonal(dim1: -2, dim2: -1).isNaN(), "cholesky") {
            .notPositiveDefinite(minor: $0 + 1)
        }
        return upper ? lower.mT : lower
    }

    /// `A = P L U`: a permutation, a lower triangular matrix with ones on its diagonal, and an upper triangular one (torch's
    /// `linalg.lu`).
    ///
    /// For matrices `[..., m, n]`: p `[..., m, m]`, l `[..., m, k]`, u `[..., k, n]` with k the smaller of m and n.
    public func lu() -> (p: Tensor, l: Tensor, u: Tensor) {
        requireMatrices("lu")
        let (m, n) = matrixSizes
        let k = Swift.min(m, n)
        let packed = Operation.decompose(.lu)(self)
        let l = packed.narrow(dim: -1, start: 0, length: k).tril(-1)
        let u = packed.narrow(dim: -2, start: 0, length: k).narrow(dim: -1, start: 0, length: n).triu()
        // Row `order[i]` of A is row i of L U.
        let order = packed.detached().narrow(dim: -1, start: n, length: 1).mT
        let rows = Tensor.arange(m, dtype: dtype).unsqueeze(-1).onDevice(of: self)
        return ((order .== rows).to(dtype), l + l.detached().identity(), u)
    }

    /// `A = Q R`: Q with orthonormal columns, R upper triangular (torch's `linalg.qr`; `complete` is its mode).
    ///
    /// For matrices `[..., m, n]` with k the smaller of m and n: q `[..., m, k]` and r `[..., k, n]`, or `[..., m, m]` and
    /// `[..., m, n]` if `complete`. Signs are LAPACK's: the diagonal of R may be negative. Complete factors of matrices with m
    /// > n have no derivative.
    public func qr(complete: Bool = false) -> (q: Tensor, r: Tensor) {
        requireMatrices("qr")
        let (m, n) = matrixSizes
        if m < n {
            // The first m columns determine Q.
            let (q, r) = narrow(dim: -1, start: 0, length: m).qr()
            return (q, .concatenate([r, q.mT.matmul(narrow(dim: -1, start: m, length: n - m))], dim: -1))
        }
        let packed = Operation.decompose(.qr(complete: complete && m > n))(self)
        return (packed.narrow(dim: -1, start: 0, length: m).mT, packed.narrow(dim: -1, start: m, length: n))
    }

    /// `A = V diag(w) Vᵀ` of symmetric matrices: eigenvalues w `[..., n]`, ascending, and orthonormal eigenvectors, the columns
    /// of V (torch's `linalg.eigh`). Only the lower triangle of A is read, or the upper one.
    ///
    /// The sign of an eigenvector is arbitrary, and so is the basis of those that share an eigenvalue: a function that depends
    /// on them has no derivative.
    ///
    /// - Throws: ``LinearAlgebraError`` where a matrix contains NaN or infinity.
    /// - Precondition: the matrices are square, and the dtype is floating-point.
    public func eigh(upper: Bool = false) throws(LinearAlgebraError) -> (eigenvalues: Tensor, eigenvectors: Tensor) {
        requireMatrices("eigh", square: true)
        let packed = Operation.decompose(.eigh)(upper ? mT : self)
        let values = packed.select(dim: -2, 0)
        try Tensor.refuse(values.detached().isNaN(), "eigh") { _ in .notConverged }
        return (values, packed.narrow(dim: -2, start: 1, length: shape[rank - 1]).mT)
    }

    /// The eigenvalues of symmetric matrices, ascending: `[..., n]` (torch's `linalg.eigvalsh`). Only the lower triangle is
    /// read, or the upper one.
    ///
    /// - Throws: ``LinearAlgebraError`` where a matrix contains NaN or infinity.
    /// - Precondition: the matrices are square, and the dtype is floating-point.
    public func eigvalsh(upper: Bool = false) throws(LinearAlgebraError) -> Tensor {
        requireMatrices("eigvalsh", square: true)
        let values = Operation.decompose(.eigenvalues)(upper ? mT : self)
        try Tensor.refuse(values.detached().isNaN(), "eigvalsh") { _ in .notConverged }
        return values
    }

    /// `A = U diag(s) Vᵀ`: singular values s `[..., k]`, descending, and the orthonormal columns of U and rows of vh = Vᵀ
    /// (torch's `linalg.svd`).
    ///
    /// For matrices `[..., m, n]` with k the smaller of m and n: u `[..., m, m]` and vh `[..., n, n]`, or `[..., m, k]` and
    /// `[..., k, n]` without `fullMatrices`. The sign of a pair of vectors is arbitrary, and so is the basis of those that
    /// share a singular value: a function that depends on them has no derivative.
    ///
    /// - Throws: ``LinearAlgebraError`` where a matrix contains NaN or infinity.
    public func svd(fullMatrices: Bool = true) throws(LinearAlgebraError) -> (u: Tensor, s: Tensor, vh: Tensor) {
        requireMatrices("svd")
        let (u, s, vh) = singular(complete: fullMatrices)
        try Tensor.refuse(s.detached().isNaN(), "svd") { _ in .notConverged }
        return (u, s, vh)
    }

    /// ``svd(fullMatrices:)``, with NaN for a matrix that is not finite.
    package func singular(complete: Bool) -> (u: Tensor, s: Tensor, vh: Tensor) {
        let (m, n) = matrixSizes
        let k = Swift.min(m, n)
        let packed = Operation.decompose(.svd(complete: complete))(self)
        return (
            packed.narrow(dim: -2, start: 0, length: complete ? m : k).narrow(dim: -1, start: 0, length: m).mT,
            packed.narrow(dim: -2, start: 0, length: k).select(dim: -1, m),
            packed.narrow(dim: -2, start: 0, length: complete ? n : k).narrow(dim: -1, start: m + 1, length: n)
        )
    }

    /// The singular values of matrices, descending: `[..., k]` (torch's `linalg.svdvals`).
    ///
    /// - Throws: ``LinearAlgebraError`` where a matrix contains NaN or infinity.
    public func svdvals() throws(LinearAlgebraError) -> Tensor {
        requireMatrices("svdvals")
        let values = Operation.decompose(.singularValues)(self)
        try Tensor.refuse(values.detached().isNaN(), "svdvals") { _ in .notConverged }
        return values
    }
}

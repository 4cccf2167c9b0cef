// Scalar and matrix functions of matrices in the last two dims; leading dims are a batch.
extension Tensor {
    /// The determinants of square matrices (torch's `linalg.det`).
    ///
    /// - Precondition: the matrices are square, and the dtype is floating-point.
    public func det() -> Tensor {
        requireMatrices("det", square: true)
        let factors = Operation.decompose(.lu)(self)
        return Operation.implicit(.determinant)(self, factors.pivots.prod(dim: -1) * factors.orderSign, factors)
    }

    /// The sign of determinants and the logarithm of their absolute value, computed without overflow (torch's
    /// `linalg.slogdet`). For a singular matrix they are 0 and -∞.
    ///
    /// - Precondition: the matrices are square, and the dtype is floating-point.
    public func slogdet() -> (sign: Tensor, logAbsDet: Tensor) {
        requireMatrices("slogdet", square: true)
        let factors = Operation.decompose(.lu)(self)
        let pivots = factors.pivots
        let logarithm = Operation.implicit(.logDeterminant)(self, pivots.abs().log().sum(dims: [-1]), factors)
        return ((pivots.detached().sign().prod(dim: -1) * factors.orderSign), logarithm)
    }

    /// Logarithms of determinants; NaN where they are negative (torch's `logdet`).
    ///
    /// - Precondition: the matrices are square, and the dtype is floating-point.
    public func logdet() -> Tensor {
        let (sign, logarithm) = slogdet()
        return Tensor.where(sign .< 0, Double.nan, logarithm)
    }

    /// The diagonal of U in a packed LU decomposition of square matrices.
    private var pivots: Tensor { narrow(dim: -1, start: 0, length: shape[rank - 2]).diagonal(dim1: -2, dim2: -1) }

    /// The sign of the row permutation in a packed LU decomposition of square matrices: 1 where it is even, -1 where it is odd.
    private var orderSign: Tensor {
        let order = detached().select(dim: -1, shape[rank - 1] - 1)
        let n = order.shape[order.rank - 1]
        // The product of the signs of all differences between a later entry and an earlier one.
        let differences = (order.unsqueeze(-1) - order.unsqueeze(-2)).sign()
        return Tensor.where(Tensor.ones([n, n], dtype: .bool).tril(-1).onDevice(of: self), differences, 1).prod(dim: -1, -2)
    }

    /// The Moore-Penrose inverses of matrices: `[..., n, m]` for `[..., m, n]` (torch's `linalg.pinv`). NaN for a matrix that
    /// is not finite.
    ///
    /// Singular values up to max(atol, rtol · the largest) count as 0. The derivative assumes that the rank is constant.
    ///
    /// - Parameters:
    ///   - rtol: the relative tolerance; by default the machine epsilon times max(m, n), or 0 where atol is given.
    ///   - atol: the absolute tolerance.
    ///   - hermitian: assumes symmetric matrices, and reads their lower triangles only.
    public func pinv(rtol: Double? = nil, atol: Double? = nil, hermitian: Bool = false) -> Tensor {
        pinv(rtol: rtol.map(tolerance), atol: atol.map(tolerance), hermitian: hermitian)
    }

    /// `pinv(rtol:atol:hermitian:)` with tolerances for each matrix.
    public func pinv(rtol: Tensor?, atol: Tensor?, hermitian: Bool = false) -> Tensor {
        requireMatrices("pinv", square: hermitian)
        let (u, s, vh) = (hermitian ? symmetric : self).singular(complete: false)
        let isZero = s .<= cutoff(s, rtol: rtol, atol: atol)
        let inverses = Tensor.where(isZero, 0, 1 / Tensor.where(isZero, 1, s))
        return Operation.implicit(.pseudoinverse)(self, (vh.mT * inverses.unsqueeze(-2)).matmul(u.mT))
    }

    /// The number of singular values above max(atol, rtol · the largest): int64 (torch's `linalg.matrix_rank`). 0 for a matrix
    /// that is not finite.
    ///
    /// - Parameters:
    ///   - rtol: the relative tolerance; by default the machine epsilon times max(m, n), or 0 where atol is given.
    ///   - atol: the absolute tolerance.
    ///   - hermitian: assumes symmetric matrices, and reads their lower triangles only.
    public func matrixRank(rtol: Double? = nil, atol: Double? = nil, hermitian: Bool = false) -> Tensor {
        matrixRank(rtol: rtol.map(tolerance), atol: atol.map(tolerance), hermitian: hermitian)
    }

    /// `matrixRank(rtol:atol:hermitian:)` with tolerances for each matrix.
    public func matrixRank(rtol: Tensor?, atol: Tensor?, hermitian: Bool = false) -> Tensor {
        requireMatrices("matrixRank", square: hermitian)
        let values = Operation.decompose(.singularValues)((hermitian ? symmetric : self).detached())
        return (values .> cutoff(values, rtol: rtol, atol: atol)).sum(dims: [-1])
    }

    /// The lower triangles, mirrored.
    private var symmetric: Tensor { tril() + tril(-1).mT }

    private func tolerance(_ value: Double) -> Tensor { Tensor.full([], value, dtype: dtype).onDevice(of: self) }

    /// The singular value up to which those of each matrix count as 0.
    private func cutoff(_ values: Tensor, rtol: Tensor?, atol: Tensor?) -> Tensor {
        let (m, n) = matrixSizes
        let precision = dtype.ulpOfOne * Double(Swift.max(m, n))
        let absolute = atol?.to(dtype).detached() ?? tolerance(0)
        let relative = rtol?.to(dtype).detached() ?? Tensor.where(absolute .> 0, 0, tolerance(precision).expand(absolute.shape))
        if values.shape.contains(0) { return tolerance(0) }
        let largest = values.detached().narrow(dim: -1, start: 0, length: 1)
        return absolute.unsqueeze(-1).maximum(relative.unsqueeze(-1) * largest)
    }

    /// The n-th powers of square matrices, or of their inverses if n is negative (torch's `linalg.matrix_power`).
    ///
    /// - Throws: ``LinearAlgebraError`` where n is negative and a matrix is singular.
    public func matrixPower(_ n: Int) throws(LinearAlgebraError) -> Tensor {
        if rank < 2 || matrixSizes.rows != matrixSizes.columns { trap("matrixPower", "takes square matrices, got \(shape)") }
        // The identity, which depends on this tensor formally.
        if n == 0 { return Tensor.where(Tensor.ones(shape, dtype: .bool).onDevice(of: self), identity(), self) }
        var square = n < 0 ? try inverse() : self
        var rest = n.magnitude
        var power: Tensor?
        while true {
            if rest & 1 == 1 { power = power?.matmul(square) ?? square }
            rest >>= 1
            if rest == 0 { return power ?? square }
            square = square.matmul(square)
        }
    }

    /// `Σ Aⁱ / i!` of square matrices (torch's `matrix_exp`).
    ///
    /// A is halved until the first 16 terms are accurate to double precision; the result is squared as often, which doubles its
    /// error each time, so float32 is computed in float64.
    ///
    /// - Precondition: the matrices are square, and the dtype is floating-point.
    public func matrixExp() -> Tensor {
        requireMatrices("matrixExp", square: true)
        if dtype != .float64 { return to(.float64).matrixExp().to(dtype) }
        if count == 0 { return self * 1 }
        // Up to this norm, the terms from the 17th on are below 2⁻⁵³ of the result.
        let largestNorm = 0.78
        let norm = detached().abs().sum(dims: [-2]).amax(dim: -1)
        let halvings = Tensor.where(norm.isFinite(), (norm / largestNorm).log2().ceil(), 0).clamp(min: 0)
        let x = self * (-halvings).exp2().unsqueeze(-1).unsqueeze(-1)
        var result = x.exponentialSeries()
        for step in 0..<Int(halvings.amax().item()) {
            result = Tensor.where((halvings .> step).unsqueeze(-1).unsqueeze(-1), result.matmul(result), result)
        }
        return result
    }

    /// `Σ xⁱ / i!` to the 16th term with the method of Paterson and Stockmeyer: in powers of x⁴ with polynomials of x as
    /// factors.
    private func exponentialSeries() -> Tensor {
        let x2 = matmul(self)
        let (x3, x4) = (x2.matmul(self), x2.matmul(x2))
        var reciprocals = [1.0]
        for i in 1...16 { reciprocals.append(reciprocals[i - 1] / Double(i)) }
        func factor(_ i: Int) -> Tensor {
            identity() * reciprocals[i] + self * reciprocals[i + 1] + x2 * reciprocals[i + 2] + x3 * reciprocals[i + 3]
        }
        var sum = factor(12) + x4 * reciprocals[16]
        for i in [8, 4, 0] { sum = sum.matmul(x4) + factor(i) }
        return sum
    }
}

/// A factorization of a matrix, packed into one result. k is the smaller of its sizes.
public enum Decomposition: Sendable, Hashable {
    /// L of `a = L Lᵀ`; only the lower triangle of a is read. NaN from the first row on where a is found not to be
    /// positive-definite.
    case cholesky
    /// `[L\U | p]` of `a[p] = L U`: `[m, n + 1]`. The ones on the diagonal of L are not stored.
    case lu
    /// Rows `[qᵢᵀ | rᵢ]` of `a = Q R`, m ≥ n: n rows, or m where Q is completed to a square matrix.
    case qr(complete: Bool)
    /// The eigenvalues of a symmetric matrix in ascending order, then a row for each eigenvector: `[n + 1, n]`. Only the lower
    /// triangle of a is read. NaN where it is not finite.
    case eigh
    /// The eigenvalues of a symmetric matrix alone, in ascending order.
    case eigenvalues
    /// Rows `[uᵢᵀ | sᵢ | vᵢᵀ]` of `a = U diag(s) Vᵀ`, s in descending order: k rows, or the larger of the sizes where U and V
    /// are completed to square matrices, with zeros for missing entries. NaN where the matrix is not finite.
    case svd(complete: Bool)
    /// The singular values alone, in descending order.
    case singularValues
}

/// Functions whose derivative follows from the equation that they solve. The decomposition that they are computed with may have
/// no derivative where the function has one.
public enum ImplicitFunction: Sendable, CaseIterable {
    /// The determinant: of (a, det a, LU decomposition of a).
    case determinant
    /// The logarithm of its absolute value: of (a, log |det a|, LU decomposition of a).
    case logDeterminant
    /// The Moore-Penrose inverse: of (a, a⁺).
    case pseudoinverse
}

/// The factors of a matrix, packed into one result. k is the smaller of its sizes.
public enum Decomposition: Sendable, Hashable {
    /// L of `a = L Lᵀ`; only a's lower triangle is read. NaN from the row on where a proves not to be positive-definite.
    case cholesky
    /// `[L\U | p]` of `a[p] = L U`: `[m, n + 1]`. The ones on L's diagonal are not kept.
    case lu
    /// Rows `[qᵢᵀ | rᵢ]` of `a = Q R`, m ≥ n: n rows, or m where Q is completed to a square.
    case qr(complete: Bool)
    /// The eigenvalues of a symmetric matrix, ascending, then a row for each eigenvector: `[n + 1, n]`. Only a's lower
    /// triangle is read. NaN where that is not finite.
    case eigh
    /// The eigenvalues alone.
    case eigenvalues
    /// Rows `[uᵢᵀ | sᵢ | vᵢᵀ]` of `a = U diag(s) Vᵀ`, s descending: k rows, or the larger of the sizes where U and V are
    /// completed to squares, zeros in place of what is not there. NaN where the matrix is not finite.
    case svd(complete: Bool)
    /// The singular values alone.
    case singularValues
}

/// Functions whose derivative follows from the equation that they solve, and not by way of the decomposition that they are
/// computed with: that one has no derivative where the function has.
public enum ImplicitFunction: Sendable, CaseIterable {
    /// Of (a, det a, a's LU decomposition).
    case determinant
    /// Of (a, log |det a|, a's LU decomposition).
    case logDeterminant
    /// Of (a, a⁺).
    case pseudoinverse
}

/// The norm of a matrix.
public enum MatrixNorm: Sendable, Hashable, CaseIterable {
    /// √ Σ x², the Euclidean norm of the elements.
    case frobenius
    /// The sum of the singular values.
    case nuclear
    /// The largest sum of absolute values of a row.
    case infinity
    /// The smallest sum of absolute values of a row.
    case minusInfinity
    /// The largest sum of absolute values of a column.
    case one
    /// The smallest sum of absolute values of a column.
    case minusOne
    /// The largest singular value.
    case two
    /// The smallest singular value.
    case minusTwo
}

extension Tensor {
    /// The norms of matrices in two dims, by default the last ones (torch's `linalg.matrix_norm`).
    ///
    /// NaN for a matrix that is not finite, where singular values are needed.
    ///
    /// - Precondition: the dims differ, and the dtype is floating-point; for all but the Frobenius and the nuclear norm, the
    ///   matrices are not empty.
    public func matrixNorm(
        _ norm: MatrixNorm = .frobenius, dims: (Int, Int) = (-2, -1), keepDim: Bool = false
    ) -> Tensor {
        requireMatrices("matrixNorm")
        let (row, column) = (normalizedDim("matrixNorm", dims.0), normalizedDim("matrixNorm", dims.1))
        if row == column { trap("matrixNorm", "dims \(dims.0) and \(dims.1) of \(shape) must differ") }
        func extreme(sumOver dim: Int, _ other: Int, _ extreme: (Tensor, Int) -> Tensor) -> Tensor {
            requireElements([other], "matrixNorm")
            let result = extreme(abs().sum(dims: [dim], keepDim: true), other)
            return keepDim ? result : result.squeeze(row, column)
        }
        func singular(_ function: (Tensor) -> Tensor) -> Tensor {
            let values = Operation.decompose(.singularValues)(movedim([row, column], to: [-2, -1]))
            let result = function(values)
            return keepDim ? result.unsqueeze(Swift.min(row, column)).unsqueeze(Swift.max(row, column)) : result
        }
        switch norm {
        case .frobenius: return self.norm(dims: [row, column], keepDim: keepDim)
        case .nuclear: return singular { $0.sum(dims: [-1]) }
        case .two: return singular { $0.amax(dim: -1) }
        case .minusTwo: return singular { $0.amin(dim: -1) }
        case .infinity: return extreme(sumOver: column, row) { $0.amax(dim: $1, keepDim: true) }
        case .minusInfinity: return extreme(sumOver: column, row) { $0.amin(dim: $1, keepDim: true) }
        case .one: return extreme(sumOver: row, column) { $0.amax(dim: $1, keepDim: true) }
        case .minusOne: return extreme(sumOver: row, column) { $0.amin(dim: $1, keepDim: true) }
        }
    }
}

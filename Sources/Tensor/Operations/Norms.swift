/// The norms of matrices.
public enum MatrixNorm: Sendable, Hashable, CaseIterable {
    /// √ Σ x², the Euclidean norm of the elements.
    case frobenius
    /// The sum of the singular values.
    case nuclear
    /// The largest sum of absolute values in a row, and the smallest.
    case infinity, minusInfinity
    /// The largest sum of absolute values in a column, and the smallest.
    case one, minusOne
    /// The largest singular value, and the smallest.
    case two, minusTwo
}

// At points where a norm has no derivative, its gradient is a subgradient: 0 for elements that are 0.
extension Tensor {
    /// `(Σ |x|ᵖ)^(1/p)` over the dims that are named, or all (torch's `norm` and `linalg.vector_norm`).
    ///
    /// ∞ gives the largest |x|, -∞ the smallest, and 0 the number of elements that are not 0.
    ///
    /// - Precondition: a floating-point dtype; elements, unless 0 < p < ∞ or p = 0.
    public func norm(_ p: Double = 2, dim dims: Int..., keepDim: Bool = false) -> Tensor {
        norm(p, dims: dims, keepDim: keepDim)
    }

    public func norm(_ p: Double = 2, dims: [Int], keepDim: Bool = false) -> Tensor {
        if !dtype.isFloatingPoint { trap("norm", "takes a floating-point dtype, got \(dtype)") }
        if p < 0 || p == .infinity { requireElements(dims, "norm") }
        switch p {
        case 0: return (self .!= 0).to(dtype).sum(dims: dims, keepDim: keepDim)
        case 1: return abs().sum(dims: dims, keepDim: keepDim)
        case 2: return square().sum(dims: dims, keepDim: keepDim).root { $0.sqrt() }
        case .infinity: return abs().amax(dims: dims, keepDim: keepDim)
        case -.infinity: return abs().amin(dims: dims, keepDim: keepDim)
        default:
            // A power has no slope, or an infinite one, where x is 0.
            let zero = self .== 0
            let powers = Tensor.where(zero, p > 0 ? 0 : Double.infinity, Tensor.where(zero, 1, abs()).pow(p))
            let sum = powers.sum(dims: dims, keepDim: keepDim)
            return p > 0 ? sum.root { $0.pow(1 / p) } : sum.pow(1 / p)
        }
    }

    /// A root of numbers, with a slope of 0 at 0 and not an infinite one.
    private func root(_ root: (Tensor) -> Tensor) -> Tensor {
        let zero = self .== 0
        return Tensor.where(zero, self, root(Tensor.where(zero, 1, self)))
    }

    /// The norms of matrices in two dims, the last ones unless others are named (torch's `linalg.matrix_norm`).
    ///
    /// NaN of a matrix that is not finite, where singular values are asked for.
    ///
    /// - Precondition: two different dims and a floating-point dtype; for all but the Frobenius and the nuclear norm, matrices
    ///   that are not empty.
    public func matrixNorm(
        _ norm: MatrixNorm = .frobenius, dims: (Int, Int) = (-2, -1), keepDim: Bool = false
    ) -> Tensor {
        requireMatrices("matrixNorm")
        let (row, column) = (dimmed("matrixNorm", dims.0), dimmed("matrixNorm", dims.1))
        if row == column { trap("matrixNorm", "dims \(dims.0) and \(dims.1) of \(shape) are the same") }
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

extension Tensor {
    /// The matrix product, as torch's `matmul`: of vectors the inner product, of a matrix and a vector the vector, of more
    /// dims a batch of matrices, whose leading dims broadcast.
    ///
    /// - Precondition: the inner dimensions agree.
    public func matmul(_ other: Tensor) -> Tensor {
        if rank == 0 || other.rank == 0 { trap("matmul", "\(shape) × \(other.shape): scalars have no product of matrices") }
        let left = rank == 1 ? unsqueeze(0) : self
        let right = other.rank == 1 ? other.unsqueeze(1) : other
        if left.shape.last != right.shape[right.rank - 2] {
            trap(
                "matmul",
                "\(shape) × \(other.shape): inner dimensions \(left.shape.last!) and \(right.shape[right.rank - 2]) differ")
        }
        if left.dtype != right.dtype || left.dtype == .bool {
            if left.dtype == right.dtype { trap("matmul", "bool matrices have no product") }
            trap("matmul", "takes one dtype, got \(left.dtype) and \(right.dtype)")
        }
        let product: Tensor
        if left.rank == 2 && right.rank == 2 {
            product = left.multiplied(right)
        } else {
            guard let batch = Shape(left.shape.dropLast(2)).broadcast(with: Shape(right.shape.dropLast(2))) else {
                trap("matmul", "\(shape) × \(other.shape): leading dimensions do not broadcast")
            }
            product = left.expand(Shape(batch + left.shape.suffix(2))).multiplied(
                right.expand(Shape(batch + right.shape.suffix(2))))
        }
        let withoutRow = rank == 1 ? product.squeeze(-2) : product
        return other.rank == 1 ? withoutRow.squeeze(-1) : withoutRow
    }

    /// Integers are multiplied in float64: exact as long as sums stay below 2⁵³.
    private func multiplied(_ other: Tensor) -> Tensor {
        if dtype.isFloatingPoint { return Operation.matmul(self, other) }
        return Operation.matmul(to(.float64), other.to(.float64)).to(dtype)
    }

    /// `self · Wᵀ + bias` over the last dim: `[..., k]` with a weight `[n, k]` and a bias `[n]` gives `[..., n]`.
    ///
    /// - Precondition: the shapes agree, and the dtypes are the same floating-point one.
    public func linear(_ weight: Tensor, bias: Tensor? = nil) -> Tensor {
        if weight.rank != 2 || rank == 0 || shape.last != weight.shape[1] {
            trap("linear", "an input \(shape) does not fit a weight \(weight.shape): its last size must be the weight's")
        }
        if let bias, bias.shape != [weight.shape[0]] {
            trap("linear", "a bias \(bias.shape) does not fit a weight \(weight.shape)")
        }
        if dtype != weight.dtype || !dtype.isFloatingPoint || (bias?.dtype ?? dtype) != dtype {
            trap("linear", "an input of \(dtype) does not fit a weight of \(weight.dtype): both must be one floating dtype")
        }
        return Operation.linear(self, weight, bias)
    }

    /// The inner product of two vectors.
    public func dot(_ other: Tensor) -> Tensor {
        if rank != 1 || other.shape != shape { trap("dot", "takes two vectors of one size, got \(shape) and \(other.shape)") }
        return matmul(other)
    }

    /// Every product of an element of this vector and one of the other: `[n, m]`.
    public func outer(_ other: Tensor) -> Tensor {
        if rank != 1 || other.rank != 1 { trap("outer", "takes two vectors, got \(shape) and \(other.shape)") }
        return unsqueeze(1) * other.unsqueeze(0)
    }
}

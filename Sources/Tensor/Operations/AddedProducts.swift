// Products added to a tensor, each with a factor, under torch's names. A factor of 0 ignores NaN and infinity.
extension Tensor {
    /// `beta · self + alpha · (a × b)`; this tensor broadcasts to the product (torch's `addmm`, `addmv`, `baddbmm`).
    public func addmm(_ a: Tensor, _ b: Tensor, beta: some Scalar = 1, alpha: some Scalar = 1) -> Tensor {
        plus(a.matmul(b), beta, alpha, "addmm")
    }

    /// `beta · self + alpha · Σ aᵢ × bᵢ` over a batch of matrices; this tensor broadcasts to the product (torch's `addbmm`).
    public func addbmm(_ a: Tensor, _ b: Tensor, beta: some Scalar = 1, alpha: some Scalar = 1) -> Tensor {
        if a.rank != 3 || b.rank != 3 || a.shape[0] != b.shape[0] || a.shape[2] != b.shape[1] {
            trap("addbmm", "takes batches of matrices that can be multiplied, got \(a.shape) and \(b.shape)")
        }
        // One product of the matrices, concatenated.
        let wide = a.permute(1, 0, 2).reshape(a.shape[1], a.shape[0] * a.shape[2])
        return plus(wide.matmul(b.reshape(b.shape[0] * b.shape[1], b.shape[2])), beta, alpha, "addbmm")
    }

    /// `beta · self + alpha · (a ⊗ b)` of two vectors; this tensor broadcasts to the product (torch's `addr`).
    public func addr(_ a: Tensor, _ b: Tensor, beta: some Scalar = 1, alpha: some Scalar = 1) -> Tensor {
        plus(a.outer(b), beta, alpha, "addr")
    }

    private func plus(_ product: Tensor, _ beta: some Scalar, _ alpha: some Scalar, _ name: String) -> Tensor {
        if shape.broadcast(with: product.shape) != product.shape {
            trap(name, "\(shape) does not broadcast to the product's shape \(product.shape)")
        }
        return scaled(by: beta, name) + product.scaled(by: alpha, name)
    }

    private func scaled(by factor: some Scalar, _ name: String) -> Tensor {
        if factor.scalar.dtype(like: dtype) != dtype { trap(name, "\(dtype) tensors cannot have a factor of \(factor)") }
        switch factor.scalar.floating {
        case 1: return self
        case 0: return maskedFill(Tensor.ones(shape, dtype: .bool).onDevice(of: self), 0)
        default: return self * factor
        }
    }
}

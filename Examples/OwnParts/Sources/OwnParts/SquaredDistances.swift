import Autograd

/// |xᵢ - cⱼ|² of the rows of two matrices: `[n, d]` and `[k, d]` give `[n, k]`.
///
/// By |x|² - 2 x·c + |c|², with a derivative to match: no `[n, k, d]` is ever made.
struct SquaredDistances: DifferentiableOperation {
    func forward(_ operands: [Tensor]) -> Tensor {
        let (x, c) = (operands[0], operands[1])
        let lengths = x.square().sum(dim: 1, keepDim: true) + c.square().sum(dim: 1)
        return (lengths - 2 * x.matmul(c.t())).maximum(0)
    }

    func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] {
        let (x, c) = (operands[0], operands[1])
        return [
            2 * (x * cotangent.sum(dim: 1, keepDim: true) - cotangent.matmul(c)),
            2 * (c * cotangent.sum(dim: 0).unsqueeze(1) - cotangent.t().matmul(x)),
        ]
    }
}

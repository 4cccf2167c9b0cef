/// Weights with a structure.
extension Init {
    /// Ones on the diagonal of a matrix, so that a linear layer returns its input (torch's `init.eye_`).
    public static func eye(_ shape: Shape, dtype: DType = .default) -> Tensor {
        requireMatrix(shape, "eye")
        return .eye(shape[0], shape[1], dtype: dtype)
    }

    /// A one at the centre of the kernel from input channel i to output channel i, so that a convolution returns its input
    /// (torch's `init.dirac_`).
    ///
    /// - Parameters:
    ///   - shape: `[out, in, kernel...]`, of one to three spatial dims.
    ///   - groups: the output channels are divided into this many groups, each of which gets all inputs.
    public static func dirac(_ shape: Shape, groups: Int = 1, dtype: DType = .default) -> Tensor {
        if !(3...5).contains(shape.count) { trap("dirac", "needs [out, in, kernel...] with 1 to 3 spatial dims, got \(shape)") }
        if groups < 1 || shape[0] % groups != 0 { trap("dirac", "\(shape[0]) outputs are not divisible by \(groups) groups") }
        let kernel = Shape(shape.dropFirst(2))
        let middle = kernel.reduce(0) { $0 * $1 + $1 / 2 }
        var weight = Tensor.zeros([shape[0], shape[1], kernel.elementCount], dtype: dtype)
        let outputs = shape[0] / groups
        if kernel.elementCount > 0 {
            for output in 0..<shape[0] where output % outputs < shape[1] {
                weight[output, output % outputs, middle] = .ones([], dtype: dtype)
            }
        }
        return weight.reshape(shape)
    }

    /// A (semi-)orthogonal matrix with `shape[0]` rows, times a gain (Saxe et al., 2013; torch's `init.orthogonal_`).
    public static func orthogonal(
        _ shape: Shape, gain: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        if shape.count < 2 { trap("orthogonal", "needs at least two dims, got shape \(shape)") }
        let count = shape.elementCount
        if count == 0 { return .zeros(shape, dtype: dtype) }
        let (rows, columns) = (shape[0], count / shape[0])
        let random = Tensor.normal([max(rows, columns), min(rows, columns)], dtype: dtype, generator: generator)
        let (q, r) = random.qr()
        // Without the correction of signs, Q would not be uniformly distributed.
        let uniform = q * r.diagonal().sign()
        return ((rows < columns ? uniform.t() : uniform) * gain).reshape(shape)
    }

    /// N(0, std²), with a fraction of each column's elements, rounded up, set to 0 (Martens, 2010; torch's `init.sparse_`).
    public static func sparse(
        _ shape: Shape, sparsity: Double, std: Double = 0.01, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        requireMatrix(shape, "sparse")
        if !(0...1).contains(sparsity) { trap("sparse", "the sparsity must be in 0...1, got \(sparsity)") }
        let zeros = Int((sparsity * Double(shape[0])).rounded(.up))
        let kept = (0..<shape[1]).map { _ in Tensor.permutation(shape[0], generator: generator) .>= zeros }
        let weight = Tensor.normal(shape, std: std, dtype: dtype, generator: generator)
        return kept.isEmpty ? weight : weight * Tensor.stack(kept, dim: 1).to(dtype)
    }

    private static func requireMatrix(_ shape: Shape, _ name: String) {
        if shape.count != 2 { trap(name, "needs the shape of a matrix, got \(shape)") }
    }
}

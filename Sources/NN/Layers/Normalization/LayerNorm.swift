/// (x - mean) / √(variance + ε) · weight + bias over the last dims (Ba et al., 2016; torch's `nn.LayerNorm`).
///
/// - `weight` and `bias`: of the normalized shape, from 1 and 0.
public struct LayerNorm: Module {
    /// Nil if not affine; so is the bias.
    @Parameter public var weight: Tensor?
    @Parameter public var bias: Tensor?
    private let normalizedShape: Shape
    private let eps: Double

    /// - Parameters:
    ///   - normalizedShape: the sizes of the last dims.
    ///   - elementwiseAffine: whether there is a weight.
    ///   - bias: whether there is a bias beside the weight.
    /// - Precondition: positive sizes.
    public init(
        _ normalizedShape: Shape, eps: Double = 1e-5, elementwiseAffine: Bool = true, bias: Bool = true,
        dtype: DType = .default
    ) {
        requireNormalized("LayerNorm", normalizedShape)
        weight = elementwiseAffine ? .ones(normalizedShape, dtype: dtype) : nil
        self.bias = elementwiseAffine && bias ? .zeros(normalizedShape, dtype: dtype) : nil
        self.normalizedShape = normalizedShape
        self.eps = eps
    }

    /// Over the last dim, of this size.
    public init(
        _ size: Int, eps: Double = 1e-5, elementwiseAffine: Bool = true, bias: Bool = true, dtype: DType = .default
    ) {
        self.init([size], eps: eps, elementwiseAffine: elementwiseAffine, bias: bias, dtype: dtype)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.layerNorm(normalizedShape, weight: weight, bias: bias, eps: eps) }

}

/// x / √(mean(x²) + ε) · weight over the last dims (Zhang & Sennrich, 2019; torch's `nn.RMSNorm`).
///
/// - `weight`: of the normalized shape, from 1.
public struct RMSNorm: Module {
    /// Nil if not affine.
    @Parameter public var weight: Tensor?
    private let normalizedShape: Shape
    private let eps: Double?

    /// - Parameters:
    ///   - normalizedShape: the sizes of the last dims.
    ///   - eps: by default the distance from 1 to the next number of the dtype.
    ///   - elementwiseAffine: whether there is a weight.
    /// - Precondition: positive sizes.
    public init(_ normalizedShape: Shape, eps: Double? = nil, elementwiseAffine: Bool = true, dtype: DType = .default) {
        requireNormalized("RMSNorm", normalizedShape)
        weight = elementwiseAffine ? .ones(normalizedShape, dtype: dtype) : nil
        self.normalizedShape = normalizedShape
        self.eps = eps
    }

    /// Over the last dim, of this size.
    public init(_ size: Int, eps: Double? = nil, elementwiseAffine: Bool = true, dtype: DType = .default) {
        self.init([size], eps: eps, elementwiseAffine: elementwiseAffine, dtype: dtype)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.rmsNorm(normalizedShape, weight: weight, eps: eps) }
}

private func requireNormalized(_ name: String, _ shape: Shape) {
    if shape.isEmpty || shape.contains(where: { $0 <= 0 }) {
        trap(name, "takes the positive sizes of the last dims, got \(shape)")
    }
}

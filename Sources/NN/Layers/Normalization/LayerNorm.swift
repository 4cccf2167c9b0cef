/// (x - mean) / √(variance + ε) · weight + bias, with statistics over the last dims (Ba et al., 2016; torch's `nn.LayerNorm`).
///
/// - `weight` and `bias`: the normalized shape, initially 1 and 0.
public struct LayerNorm: Module {
    /// The scale γ of each element, in the normalized shape; nil if not affine.
    @Parameter public var weight: Tensor?
    /// The shift β of each element, in the normalized shape; nil without a bias.
    @Parameter public var bias: Tensor?
    private let normalizedShape: Shape
    private let eps: Double

    /// A normalisation over the last dims.
    ///
    /// - Parameters:
    ///   - normalizedShape: the sizes of the last dims.
    ///   - eps: is added to the variance.
    ///   - elementwiseAffine: whether there is a weight.
    ///   - bias: whether there is a bias in addition to the weight.
    /// - Precondition: there is at least one size, and all are positive.
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

    /// A normalisation over the last dim, of this size.
    public init(
        _ size: Int, eps: Double = 1e-5, elementwiseAffine: Bool = true, bias: Bool = true, dtype: DType = .default
    ) {
        self.init([size], eps: eps, elementwiseAffine: elementwiseAffine, bias: bias, dtype: dtype)
    }

    /// Normalises over the last dims; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.layerNorm(normalizedShape, weight: weight, bias: bias, eps: eps) }

}

/// x / √(mean(x²) + ε) · weight, with the mean over the last dims (Zhang & Sennrich, 2019; torch's `nn.RMSNorm`).
///
/// - `weight`: the normalized shape, initially 1.
public struct RMSNorm: Module {
    /// The scale of each element, in the normalized shape; nil if not affine.
    @Parameter public var weight: Tensor?
    private let normalizedShape: Shape
    private let eps: Double?

    /// A normalisation over the last dims.
    ///
    /// - Parameters:
    ///   - normalizedShape: the sizes of the last dims.
    ///   - eps: is added to the mean of squares; nil for the machine epsilon of the dtype.
    ///   - elementwiseAffine: whether there is a weight.
    /// - Precondition: there is at least one size, and all are positive.
    public init(_ normalizedShape: Shape, eps: Double? = nil, elementwiseAffine: Bool = true, dtype: DType = .default) {
        requireNormalized("RMSNorm", normalizedShape)
        weight = elementwiseAffine ? .ones(normalizedShape, dtype: dtype) : nil
        self.normalizedShape = normalizedShape
        self.eps = eps
    }

    /// A normalisation over the last dim, of this size.
    public init(_ size: Int, eps: Double? = nil, elementwiseAffine: Bool = true, dtype: DType = .default) {
        self.init([size], eps: eps, elementwiseAffine: elementwiseAffine, dtype: dtype)
    }

    /// Normalises over the last dims; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.rmsNorm(normalizedShape, weight: weight, eps: eps) }
}

private func requireNormalized(_ name: String, _ shape: Shape) {
    if shape.isEmpty || shape.contains(where: { $0 <= 0 }) {
        trap(name, "needs positive sizes of the last dims, got \(shape)")
    }
}

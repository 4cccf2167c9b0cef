/// (x - mean) / √(variance + ε) · weight + bias, with statistics over each group of channels and the spatial dims of each
/// example (Wu & He, 2018; torch's `nn.GroupNorm`): `[batch, channels, ...]`.
///
/// - `weight` and `bias`: `[channels]`, initially 1 and 0.
public struct GroupNorm: Module {
    /// The scale γ of each channel, `[channels]`; nil if not affine.
    @Parameter public var weight: Tensor?
    /// The shift β of each channel, `[channels]`; nil if not affine.
    @Parameter public var bias: Tensor?
    private let groups: Int
    private let eps: Double

    /// A normalisation of `numGroups` groups of channels.
    ///
    /// - Precondition: `numGroups` is positive and divides `numChannels`.
    public init(_ numGroups: Int, _ numChannels: Int, eps: Double = 1e-5, affine: Bool = true, dtype: DType = .default) {
        if numGroups <= 0 || numChannels <= 0 || numChannels % numGroups != 0 {
            trap("GroupNorm", "\(numChannels) channels are not divisible by \(numGroups) groups")
        }
        weight = affine ? .ones([numChannels], dtype: dtype) : nil
        bias = affine ? .zeros([numChannels], dtype: dtype) : nil
        groups = numGroups
        self.eps = eps
    }

    /// Normalises each group of `[batch, channels, ...]`; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.groupNorm(groups, weight: weight, bias: bias, eps: eps) }
}

/// x / (k + α · mean of x² over `size` neighbouring channels)^β (Krizhevsky et al., 2012; torch's `nn.LocalResponseNorm`).
public struct LocalResponseNorm: Module {
    private let size: Int
    private let alpha, beta, k: Double

    /// A normalisation over `size` channels around each, with the constants α, β and k.
    public init(_ size: Int, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1) {
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k
    }

    /// Normalises `[batch, channels, ...]`; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.localResponseNorm(size, alpha: alpha, beta: beta, k: k) }
}

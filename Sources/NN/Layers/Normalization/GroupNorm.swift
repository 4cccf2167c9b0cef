/// (x - mean) / √(variance + ε) · weight + bias over groups of channels and the spatial dims, for each of the batch (Wu & He,
/// 2018; torch's `nn.GroupNorm`): `[batch, channels, ...]`.
///
/// - `weight` and `bias`: `[channels]`, from 1 and 0.
public struct GroupNorm: Module {
    /// Nil if not affine; so is the bias.
    @Parameter public var weight: Tensor?
    @Parameter public var bias: Tensor?
    private let groups: Int
    private let eps: Double

    /// - Precondition: a positive number of groups, which parts the channels.
    public init(_ numGroups: Int, _ numChannels: Int, eps: Double = 1e-5, affine: Bool = true, dtype: DType = .default) {
        if numGroups <= 0 || numChannels <= 0 || numChannels % numGroups != 0 {
            trap("GroupNorm", "\(numGroups) groups do not part \(numChannels) channels")
        }
        weight = affine ? .ones([numChannels], dtype: dtype) : nil
        bias = affine ? .zeros([numChannels], dtype: dtype) : nil
        groups = numGroups
        self.eps = eps
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.groupNorm(groups, weight: weight, bias: bias, eps: eps) }
}

/// x / (k + α · mean of x² over `size` channels around each)^β (Krizhevsky et al., 2012; torch's `nn.LocalResponseNorm`).
public struct LocalResponseNorm: Module {
    private let size: Int
    private let alpha, beta, k: Double

    public init(_ size: Int, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1) {
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.localResponseNorm(size, alpha: alpha, beta: beta, k: k) }
}

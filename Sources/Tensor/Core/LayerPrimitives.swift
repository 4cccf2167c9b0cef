/// A normalisation to mean 0 and variance 1. The variances are not corrected.
public struct Normalization: Sendable, Hashable {
    /// The elements that share a mean and a variance.
    public enum Extent: Sendable, Hashable {
        /// Groups of neighbouring channels with all dims after them: this number of groups for each index of the dims before.
        case groups(Int)
        /// Each channel, over the dims before and after.
        case batch
        /// None: only weight and bias are applied.
        case none
    }

    /// The dims of the channels: each index in them has its own weight and bias.
    public var channels: Range<Int>
    /// The elements that share a mean and a variance.
    public var extent: Extent
    /// Whether the mean is subtracted; if not, the variance is the mean of squares.
    public var isCentered = true
    /// The number ε that is added to the variance.
    public var eps = 1e-5

    /// A normalisation of channels.
    public init(channels: Range<Int>, _ extent: Extent, isCentered: Bool = true, eps: Double = 1e-5) {
        self.channels = channels
        self.extent = extent
        self.isCentered = isCentered
        self.eps = eps
    }
}

/// How queries attend to keys, in addition to a mask.
public struct Attention: Sendable, Hashable {
    /// The factor of the scores, usually 1/√e for queries of size e.
    public var scale: Double
    /// Whether query i attends to keys 0...i only.
    public var isCausal: Bool

    /// Attention with a scale, causal or not.
    public init(scale: Double, isCausal: Bool) {
        self.scale = scale
        self.isCausal = isCausal
    }
}

/// The step of a recurrent network.
public enum Recurrence: UInt8, Sendable, CaseIterable {
    /// h' = tanh(x + h Wᵀ)
    case tanh
    /// h' = relu(x + h Wᵀ)
    case relu
    /// c' = σ(f) c + σ(i) tanh(g), h' = σ(o) tanh(c'), where i, f, g, o are the blocks of x + h Wᵀ.
    case lstm
    /// h' = (1 - σ(z)) n' + σ(z) h with n' = tanh(xₙ + σ(r) (h Wₙᵀ + bₙ)), where r, z, n are the blocks.
    case gru

    /// The number of blocks.
    public var gates: Int {
        switch self {
        case .tanh, .relu: 1
        case .lstm: 4
        case .gru: 3
        }
    }
}

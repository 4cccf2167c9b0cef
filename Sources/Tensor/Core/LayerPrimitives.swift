/// What is brought to mean 0 and variance 1. The variances are not corrected.
public struct Normalization: Sendable, Hashable {
    public enum Extent: Sendable, Hashable {
        /// Groups of neighbouring channels with all dims behind them, so many groups to a place in the dims before.
        case groups(Int)
        /// Each channel over the dims before and behind.
        case batch
        /// Nothing: weight and bias alone are applied.
        case none
    }

    /// The dims of the channels: each place in them has a weight and a bias of its own.
    public var channels: Range<Int>
    public var extent: Extent
    /// Whether the mean is taken away; if not, the variance is the mean of the squares.
    public var isCentered = true
    public var epsilon = 1e-5

    public init(channels: Range<Int>, _ extent: Extent, isCentered: Bool = true, epsilon: Double = 1e-5) {
        self.channels = channels
        self.extent = extent
        self.isCentered = isCentered
        self.epsilon = epsilon
    }
}

/// How queries look at keys, beside what a mask says.
public struct Attention: Sendable, Hashable {
    public var scale: Double
    /// Query i looks at the keys 0...i.
    public var isCausal: Bool

    public init(scale: Double, isCausal: Bool) {
        self.scale = scale
        self.isCausal = isCausal
    }
}

/// What a recurrent network does in a step.
public enum Recurrence: UInt8, Sendable, CaseIterable {
    /// h' = f(x + h Wᵀ)
    case tanh, relu
    /// i, f, g, o are the blocks of x + h Wᵀ: c' = σ(f) c + σ(i) tanh(g), h' = σ(o) tanh(c')
    case lstm
    /// r, z, n are blocks: h' = (1 - σ(z)) n' + σ(z) h with n' = tanh(xₙ + σ(r) (h Wₙᵀ + bₙ))
    case gru

    /// How many blocks there are.
    public var gates: Int {
        switch self {
        case .tanh, .relu: 1
        case .lstm: 4
        case .gru: 3
        }
    }
}

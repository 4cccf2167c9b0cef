/// In training, sets each element to 0 with a given probability and scales the others by 1 / (1 - probability). In evaluation
/// it returns its input (torch's `nn.Dropout`).
public struct Dropout: Module {
    /// The probability with which an element is set to 0.
    public let probability: Double
    let generator: Generator

    /// A dropout that draws from a generator.
    ///
    /// - Precondition: `probability` is in 0...1.
    public init(_ probability: Double = 0.5, generator: Generator = .default) {
        self.probability = checkedProbability("Dropout", probability)
        self.generator = generator
    }

    /// Drops elements in training; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        if !Mode.isTraining || probability == 0 { return x }
        return dropped(x, x.shape, probability, generator)
    }
}

/// Drops whole channels of `[batch, channels, length]` (torch's `nn.Dropout1d`).
public typealias Dropout1d = ChannelDropout<1>
/// Drops whole channels of `[batch, channels, height, width]` (torch's `nn.Dropout2d`).
public typealias Dropout2d = ChannelDropout<2>
/// Drops whole channels of `[batch, channels, depth, height, width]` (torch's `nn.Dropout3d`).
public typealias Dropout3d = ChannelDropout<3>

/// In training, sets each channel of each example to 0 with a given probability and scales the others by 1 / (1 - probability).
/// In evaluation it returns its input: ``Dropout1d``, ``Dropout2d``, ``Dropout3d``. The batch may be missing.
public struct ChannelDropout<let spatial: Int>: Module {
    /// The probability with which a channel is set to 0.
    public let probability: Double
    private let generator: Generator

    /// A dropout that draws from a generator.
    ///
    /// - Precondition: `probability` is in 0...1.
    public init(_ probability: Double = 0.5, generator: Generator = .default) {
        self.probability = checkedProbability(spatialName("Dropout", spatial), probability)
        self.generator = generator
    }

    /// Drops channels in training; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        let (batch, _) = x.batched(spatial, spatialName("Dropout", spatial))
        if !Mode.isTraining || probability == 0 { return x }
        return dropped(batch, channelShape(batch), probability, generator).reshape(x.shape)
    }
}

/// A dropout for ``SELU``: in training, sets each element to the least value of SELU with a given probability, then shifts and
/// scales all elements so that mean 0 and variance 1 are preserved (Klambauer et al., 2017; torch's `nn.AlphaDropout`).
public struct AlphaDropout: Module {
    /// The probability with which an element is dropped.
    public let probability: Double
    private let generator: Generator

    /// A dropout that draws from a generator.
    ///
    /// - Precondition: `probability` is in 0...1.
    public init(_ probability: Double = 0.5, generator: Generator = .default) {
        self.probability = checkedProbability("AlphaDropout", probability)
        self.generator = generator
    }

    /// Drops elements in training; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        if !Mode.isTraining || probability == 0 { return x }
        return alphaDropped(x, x.shape, probability, generator)
    }
}

/// ``AlphaDropout`` of whole channels of `[batch, channels, ...]` (torch's `nn.FeatureAlphaDropout`).
public struct FeatureAlphaDropout: Module {
    /// The probability with which a channel is dropped.
    public let probability: Double
    private let generator: Generator

    /// A dropout that draws from a generator.
    ///
    /// - Precondition: `probability` is in 0...1.
    public init(_ probability: Double = 0.5, generator: Generator = .default) {
        self.probability = checkedProbability("FeatureAlphaDropout", probability)
        self.generator = generator
    }

    /// Drops channels in training; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        if x.rank < 2 { trap("FeatureAlphaDropout", "needs [batch, channels, ...], got \(x.shape)") }
        if !Mode.isTraining || probability == 0 { return x }
        return alphaDropped(x, channelShape(x), probability, generator)
    }
}

private func checkedProbability(_ name: String, _ probability: Double) -> Double {
    if !(0...1).contains(probability) { trap(name, "the probability must be in [0, 1], got \(probability)") }
    return probability
}

/// The shape of one decision for each channel of each example.
private func channelShape(_ x: Tensor) -> Shape { Shape(x.shape.enumerated().map { $0 < 2 ? $1 : 1 }) }

/// - Parameter shape: the shape of the decisions, each for what is dropped or kept together; broadcasts to the tensor's.
private func dropped(_ x: Tensor, _ shape: Shape, _ probability: Double, _ generator: Generator) -> Tensor {
    if probability == 1 { return x * 0 }
    // The kept elements are scaled up to preserve the mean.
    let value = x.dtype == .float64 ? 1 / (1 - probability) : Double(1 / Float(1 - probability))
    return x
        * Tensor.bernoulli(shape, times: value, probability: 1 - probability, dtype: x.dtype, generator: generator)
        .onDevice(of: x)
}

private func alphaDropped(_ x: Tensor, _ shape: Shape, _ probability: Double, _ generator: Generator) -> Tensor {
    if probability == 1 { return x * 0 }
    // -λα: the limit of SELU for x → -∞.
    let least = -1.7580993408473766
    let scale = 1 / ((least * least * probability + 1) * (1 - probability)).squareRoot()
    let kept = Tensor.bernoulli(shape, probability: 1 - probability, dtype: x.dtype, generator: generator)
        .onDevice(of: x)
    return x * (kept * scale) + ((1 - kept) * least - least * probability) * scale
}

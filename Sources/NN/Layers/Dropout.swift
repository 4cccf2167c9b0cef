/// In training, sets each element to 0 with a probability and scales the others by 1 / (1 - probability); else does nothing
/// (torch's `nn.Dropout`).
public struct Dropout: Module {
    public let probability: Double
    private let generator: Generator

    /// - Precondition: a probability in 0...1.
    public init(_ probability: Double = 0.5, generator: Generator = .default) {
        if !(0...1).contains(probability) { trap("Dropout", "\(probability) is no probability") }
        self.probability = probability
        self.generator = generator
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        if !Mode.isTraining || probability == 0 { return x }
        if probability == 1 { return x * 0 }
        let kept = Tensor.bernoulli(x.shape, probability: 1 - probability, dtype: x.dtype, generator: generator)
        return x * (kept / (1 - probability))
    }
}

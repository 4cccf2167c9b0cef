/// Weights that keep the variance of what passes through them. Fans are those of a weight `[out, in, kernel...]`.
extension Init {
    /// U(-a, a), a = gain · √(6 / (fanIn + fanOut)) (Glorot & Bengio, 2010).
    public static func xavierUniform(
        _ shape: Shape, gain: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        let (fanIn, fanOut) = fans(shape, "xavierUniform")
        let bound = gain * (6 / Double(fanIn + fanOut)).squareRoot()
        return .uniform(shape, from: -bound, to: bound, dtype: dtype, generator: generator)
    }

    /// N(0, σ²), σ = gain · √(2 / (fanIn + fanOut)) (Glorot & Bengio, 2010).
    public static func xavierNormal(
        _ shape: Shape, gain: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        let (fanIn, fanOut) = fans(shape, "xavierNormal")
        let std = gain * (2 / Double(fanIn + fanOut)).squareRoot()
        return .normal(shape, std: std, dtype: dtype, generator: generator)
    }

    /// The side whose variance is kept.
    public enum FanMode: Sendable { case fanIn, fanOut }

    /// U(-a, a), a = gain · √(3 / fan) (He et al., 2015), with the gain of the nonlinearity.
    public static func kaimingUniform(
        _ shape: Shape, mode: FanMode = .fanIn, nonlinearity: Nonlinearity = .leakyReLU(0), dtype: DType = .default,
        generator: Generator = .default
    ) -> Tensor {
        let bound = 3.0.squareRoot() * kaimingDeviation(shape, nonlinearity, mode, "kaimingUniform")
        return .uniform(shape, from: -bound, to: bound, dtype: dtype, generator: generator)
    }

    /// N(0, σ²), σ = gain / √fan (He et al., 2015), with the gain of the nonlinearity.
    public static func kaimingNormal(
        _ shape: Shape, mode: FanMode = .fanIn, nonlinearity: Nonlinearity = .leakyReLU(0), dtype: DType = .default,
        generator: Generator = .default
    ) -> Tensor {
        let std = kaimingDeviation(shape, nonlinearity, mode, "kaimingNormal")
        return .normal(shape, std: std, dtype: dtype, generator: generator)
    }

    /// What follows a layer.
    public enum Nonlinearity: Sendable, Hashable {
        /// None: also of convolutions.
        case linear
        case sigmoid, tanh, relu, selu
        /// With its slope below 0.
        case leakyReLU(Double)
    }

    /// By how much weights are enlarged to make up for what a nonlinearity takes away (torch's `calculate_gain`).
    public static func calculateGain(_ nonlinearity: Nonlinearity) -> Double {
        switch nonlinearity {
        case .linear, .sigmoid: 1
        case .tanh: 5.0 / 3
        case .relu: 2.0.squareRoot()
        case .leakyReLU(let slope): (2 / (1 + slope * slope)).squareRoot()
        case .selu: 3.0 / 4
        }
    }

    private static func kaimingDeviation(
        _ shape: Shape, _ nonlinearity: Nonlinearity, _ mode: FanMode, _ name: String
    ) -> Double {
        let (fanIn, fanOut) = fans(shape, name)
        return calculateGain(nonlinearity) / Double(mode == .fanIn ? fanIn : fanOut).squareRoot()
    }

    private static func fans(_ shape: Shape, _ name: String) -> (in: Int, out: Int) {
        if shape.count < 2 { trap(name, "a weight of shape \(shape) has no fans: it needs two dims") }
        let field = shape.dropFirst(2).reduce(1, *)
        return (shape[1] * field, shape[0] * field)
    }
}

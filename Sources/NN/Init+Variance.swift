/// Weights that preserve the variance from layer to layer. Fans are those of a weight `[out, in, kernel...]`.
extension Init {
    /// U(-a, a), a = gain · √(6 / (fanIn + fanOut)) (Glorot & Bengio, 2010; torch's `init.xavier_uniform_`).
    public static func xavierUniform(
        _ shape: Shape, gain: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        let (fanIn, fanOut) = fans(shape, "xavierUniform")
        let bound = gain * (6 / Double(fanIn + fanOut)).squareRoot()
        return .uniform(shape, from: -bound, to: bound, dtype: dtype, generator: generator)
    }

    /// N(0, σ²), σ = gain · √(2 / (fanIn + fanOut)) (Glorot & Bengio, 2010; torch's `init.xavier_normal_`).
    public static func xavierNormal(
        _ shape: Shape, gain: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        let (fanIn, fanOut) = fans(shape, "xavierNormal")
        let std = gain * (2 / Double(fanIn + fanOut)).squareRoot()
        return .normal(shape, std: std, dtype: dtype, generator: generator)
    }

    /// The direction in which the variance is preserved.
    public enum FanMode: Sendable {
        /// The forward pass: the fan is the number of inputs times the kernel's size.
        case fanIn
        /// The backward pass: the fan is the number of outputs times the kernel's size.
        case fanOut
    }

    /// U(-a, a), a = gain · √(3 / fan), with the gain of the nonlinearity (He et al., 2015; torch's `init.kaiming_uniform_`).
    public static func kaimingUniform(
        _ shape: Shape, mode: FanMode = .fanIn, nonlinearity: Nonlinearity = .leakyReLU(0), dtype: DType = .default,
        generator: Generator = .default
    ) -> Tensor {
        let bound = 3.0.squareRoot() * kaimingDeviation(shape, nonlinearity, mode, "kaimingUniform")
        return .uniform(shape, from: -bound, to: bound, dtype: dtype, generator: generator)
    }

    /// N(0, σ²), σ = gain / √fan, with the gain of the nonlinearity (He et al., 2015; torch's `init.kaiming_normal_`).
    public static func kaimingNormal(
        _ shape: Shape, mode: FanMode = .fanIn, nonlinearity: Nonlinearity = .leakyReLU(0), dtype: DType = .default,
        generator: Generator = .default
    ) -> Tensor {
        let std = kaimingDeviation(shape, nonlinearity, mode, "kaimingNormal")
        return .normal(shape, std: std, dtype: dtype, generator: generator)
    }

    /// The activation after a layer.
    public enum Nonlinearity: Sendable, Hashable {
        /// No activation; also the choice for convolutions without one.
        case linear
        /// `sigmoid()`: gain 1.
        case sigmoid
        /// `tanh()`: gain 5/3.
        case tanh
        /// `relu()`: gain √2.
        case relu
        /// `selu()`: gain 3/4.
        case selu
        /// `leakyRelu(negativeSlope:)` with this slope: gain √(2 / (1 + slope²)).
        case leakyReLU(Double)
    }

    /// The factor by which weights are scaled to compensate for the variance that a nonlinearity removes (torch's
    /// `calculate_gain`).
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
        if shape.count < 2 { trap(name, "needs at least two dims to have fans, got shape \(shape)") }
        let field = shape.dropFirst(2).reduce(1, *)
        return (shape[1] * field, shape[0] * field)
    }
}

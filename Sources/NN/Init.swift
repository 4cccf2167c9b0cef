/// What weights start from, as in `torch.nn.init`. Fans are those of a weight `[out, in, kernel...]`.
///
/// ```swift
/// linear.weight = Init.xavierUniform(linear.weight.shape)
/// ```
public enum Init {
    public static func zeros(_ shape: Shape, dtype: DType = .default) -> Tensor { .zeros(shape, dtype: dtype) }

    public static func ones(_ shape: Shape, dtype: DType = .default) -> Tensor { .ones(shape, dtype: dtype) }

    public static func constant(_ shape: Shape, _ value: Double, dtype: DType = .default) -> Tensor {
        .full(shape, value, dtype: dtype)
    }

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

    /// U(-a, a), a = gain · √(3 / fan) (He et al., 2015). The gain of a leaky ReLU of this slope is √(2 / (1 + slope²)).
    public static func kaimingUniform(
        _ shape: Shape, slope: Double = 0, mode: FanMode = .fanIn, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        let bound = 3.0.squareRoot() * kaimingDeviation(shape, slope, mode, "kaimingUniform")
        return .uniform(shape, from: -bound, to: bound, dtype: dtype, generator: generator)
    }

    /// N(0, σ²), σ = gain / √fan (He et al., 2015). The gain of a leaky ReLU of this slope is √(2 / (1 + slope²)).
    public static func kaimingNormal(
        _ shape: Shape, slope: Double = 0, mode: FanMode = .fanIn, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        let std = kaimingDeviation(shape, slope, mode, "kaimingNormal")
        return .normal(shape, std: std, dtype: dtype, generator: generator)
    }

    private static func kaimingDeviation(_ shape: Shape, _ slope: Double, _ mode: FanMode, _ name: String) -> Double {
        let (fanIn, fanOut) = fans(shape, name)
        return (2 / (1 + slope * slope) / Double(mode == .fanIn ? fanIn : fanOut)).squareRoot()
    }

    private static func fans(_ shape: Shape, _ name: String) -> (in: Int, out: Int) {
        if shape.count < 2 { trap(name, "a weight of shape \(shape) has no fans: it needs two dims") }
        let field = shape.dropFirst(2).reduce(1, *)
        return (shape[1] * field, shape[0] * field)
    }
}

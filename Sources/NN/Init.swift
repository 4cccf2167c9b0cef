/// What weights start from: all of `torch.nn.init`, as values.
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

    /// U(low, high).
    public static func uniform(
        _ shape: Shape, from low: Double = 0, to high: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        .uniform(shape, from: low, to: high, dtype: dtype, generator: generator)
    }

    /// N(mean, std²).
    public static func normal(
        _ shape: Shape, mean: Double = 0, std: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        .normal(shape, mean: mean, std: std, dtype: dtype, generator: generator)
    }

    /// N(mean, std²) within low...high, as if other numbers were drawn again (torch's `trunc_normal_`).
    public static func truncNormal(
        _ shape: Shape, mean: Double = 0, std: Double = 1, from low: Double = -2, to high: Double = 2,
        dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        if !(std > 0) || !(low <= high) {
            trap("truncNormal", "there is no N(\(mean), \(std)²) within \(low)...\(high)")
        }
        // The distribution function's inverse at uniform numbers between its values at the bounds.
        let bounds = (Tensor([low, high], dtype: .float64) - mean) / (std * 2.0.squareRoot())
        let values = bounds.erf().array(of: Double.self)
        let uniform = Tensor.uniform(shape, from: values[0], to: values[1], dtype: .float64, generator: generator)
        return (uniform.erfinv() * (std * 2.0.squareRoot()) + mean).clamp(min: low, max: high).to(dtype)
    }

    /// U(-k, k), k = 1/√fan: what torch's layers start from.
    static func byFan(_ shape: Shape, fan: Int, _ dtype: DType, _ generator: Generator) -> Tensor {
        let bound = 1 / Double(fan).squareRoot()
        return .uniform(shape, from: -bound, to: bound, dtype: dtype, generator: generator)
    }
}

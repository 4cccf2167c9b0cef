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

    /// U(-k, k), k = 1/√fan: what torch's layers start from.
    static func byFan(_ shape: Shape, fan: Int, _ dtype: DType, _ generator: Generator) -> Tensor {
        let bound = 1 / Double(fan).squareRoot()
        return .uniform(shape, from: -bound, to: bound, dtype: dtype, generator: generator)
    }
}

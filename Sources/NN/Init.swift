/// Initial values of weights: all of `torch.nn.init`, as functions that return tensors.
///
/// ```swift
/// linear.weight = Init.xavierUniform(linear.weight.shape)
/// ```
public enum Init {
    /// Zeros (torch's `init.zeros_`).
    public static func zeros(_ shape: Shape, dtype: DType = .default) -> Tensor { .zeros(shape, dtype: dtype) }

    /// Ones (torch's `init.ones_`).
    public static func ones(_ shape: Shape, dtype: DType = .default) -> Tensor { .ones(shape, dtype: dtype) }

    /// One value for all elements (torch's `init.constant_`).
    public static func constant(_ shape: Shape, _ value: Double, dtype: DType = .default) -> Tensor {
        .full(shape, value, dtype: dtype)
    }

    /// U(low, high) (torch's `init.uniform_`).
    public static func uniform(
        _ shape: Shape, from low: Double = 0, to high: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        .uniform(shape, from: low, to: high, dtype: dtype, generator: generator)
    }

    /// N(mean, std²) (torch's `init.normal_`).
    public static func normal(
        _ shape: Shape, mean: Double = 0, std: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        .normal(shape, mean: mean, std: std, dtype: dtype, generator: generator)
    }

    /// N(mean, std²) truncated to low...high: values outside are redrawn (torch's `trunc_normal_`).
    public static func truncNormal(
        _ shape: Shape, mean: Double = 0, std: Double = 1, from low: Double = -2, to high: Double = 2,
        dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        if !(std > 0) || !(low <= high) {
            trap("truncNormal", "cannot truncate N(\(mean), \(std)²) to \(low)...\(high)")
        }
        // The inverse distribution function of uniform numbers between its values at the bounds.
        let bounds = (Tensor([low, high], dtype: .float64) - mean) / (std * 2.0.squareRoot())
        let values = bounds.erf().array(of: Double.self)
        let uniform = Tensor.uniform(shape, from: values[0], to: values[1], dtype: .float64, generator: generator)
        return (uniform.erfinv() * (std * 2.0.squareRoot()) + mean).clamp(min: low, max: high).to(dtype)
    }

    /// U(-k, k), k = 1/√fan: the initial values of torch's layers.
    static func byFan(_ shape: Shape, fan: Int, _ dtype: DType, _ generator: Generator) -> Tensor {
        let bound = 1 / Double(fan).squareRoot()
        return .uniform(shape, from: -bound, to: bound, dtype: dtype, generator: generator)
    }
}

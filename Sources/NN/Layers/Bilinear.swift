/// y[o] = Σ a[i] · W[o, i, j] · b[j] + bias[o] over the last dims of two inputs (torch's `nn.Bilinear`).
///
/// - Input: `[..., in1Features]` and `[..., in2Features]`, with the same leading sizes. Output: `[..., outFeatures]`.
/// - `weight`: `[outFeatures, in1Features, in2Features]`, `bias`: `[outFeatures]`, both from U(-k, k), k = 1/√in1Features.
public struct Bilinear: Module {
    /// `[outFeatures, in1Features, in2Features]`.
    @Parameter public var weight: Tensor
    /// `[outFeatures]`; nil without a bias.
    @Parameter public var bias: Tensor?

    /// A bilinear layer with new weights.
    ///
    /// - Precondition: all sizes are positive.
    public init(
        _ in1Features: Int, _ in2Features: Int, _ outFeatures: Int, bias: Bool = true, dtype: DType = .default,
        generator: Generator = .default
    ) {
        if in1Features <= 0 || in2Features <= 0 || outFeatures <= 0 {
            trap("Bilinear", "sizes must be positive, got \(in1Features), \(in2Features) and \(outFeatures)")
        }
        weight = Init.byFan([outFeatures, in1Features, in2Features], fan: in1Features, dtype, generator)
        self.bias = bias ? Init.byFan([outFeatures], fan: in1Features, dtype, generator) : nil
    }

    /// The same as ``callAsFunction(_:_:)``, with both inputs in a tuple.
    public func callAsFunction(_ inputs: (Tensor, Tensor)) -> Tensor { self(inputs.0, inputs.1) }

    /// Applies the layer to `[..., in1Features]` and `[..., in2Features]`.
    public func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor { a.bilinear(b, weight, bias: bias) }
}

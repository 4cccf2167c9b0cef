/// Applies `y = x Wᵀ + b` to the last dimension.
///
/// - Input: `[..., inFeatures]`. Output: `[..., outFeatures]`.
/// - `weight`: `[outFeatures, inFeatures]`, `bias`: `[outFeatures]`, both from U(-k, k), k = 1/√inFeatures (torch's `nn.Linear`).
///
/// ```swift
/// let head = Linear(30, 1)
/// let logits = head(features)        // [32, 30] -> [32, 1]
/// ```
public struct Linear: Module {
    /// `[outFeatures, inFeatures]`.
    @Parameter public var weight: Tensor
    /// `[outFeatures]`; nil without a bias.
    @Parameter public var bias: Tensor?

    /// A linear layer with new weights.
    ///
    /// - Precondition: both sizes are positive.
    public init(
        _ inFeatures: Int, _ outFeatures: Int, bias: Bool = true, dtype: DType = .default, generator: Generator = .default
    ) {
        if inFeatures <= 0 || outFeatures <= 0 {
            trap("Linear", "sizes must be positive, got \(inFeatures) and \(outFeatures)")
        }
        weight = Init.byFan([outFeatures, inFeatures], fan: inFeatures, dtype, generator)
        self.bias = bias ? Init.byFan([outFeatures], fan: inFeatures, dtype, generator) : nil
    }

    /// Applies the layer: `[..., inFeatures]` to `[..., outFeatures]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight, bias: bias) }
}

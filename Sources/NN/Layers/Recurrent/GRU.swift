/// The gated recurrent unit (Cho et al., 2014), as torch's `nn.GRU`: `h' = (1 - z) n + z h`, `n = tanh(W_in x + b_in + r (W_hn h + b_hn))`,
/// r and z the sigmoids of the other blocks.
///
/// - Input: `[length, batch, inputSize]`, with `batchFirst` `[batch, length, inputSize]`, or `[length, inputSize]` without a batch.
/// - Output: `[length, batch, D · hiddenSize]` in the input's order, D = 2 if bidirectional, else 1; and the last state,
///   `[D · numLayers, batch, hiddenSize]`.
///   A sequence of no steps gives no output and the state that it began with.
/// - Parameters `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, ..., `..._reverse` from U(-k, k), k = 1/√hiddenSize.
public struct GRU: Module, CustomReflectable {
    private let stack: RecurrentStack<HiddenState>

    public init(
        _ inputSize: Int, _ hiddenSize: Int, numLayers: Int = 1, bias: Bool = true, batchFirst: Bool = false,
        dropout: Double = 0, bidirectional: Bool = false, dtype: DType = .default, generator: Generator = .default
    ) {
        stack = RecurrentStack(
            "GRU", .gru, inputSize, hiddenSize, layers: numLayers, bias: bias, batchFirst: batchFirst,
            dropout: dropout, bidirectional: bidirectional, dtype: dtype, generator: generator)
    }

    /// From a state of zeros.
    public func callAsFunction(_ input: Tensor) -> (output: Tensor, state: HiddenState) { stack(input, nil) }

    public func callAsFunction(_ input: Tensor, _ state: HiddenState) -> (output: Tensor, state: HiddenState) {
        stack(input, state)
    }

    /// The parameters by torch's names.
    public var customMirror: Mirror { Mirror(self, children: stack.mirrorChildren) }
}

/// Long short-term memory (Hochreiter & Schmidhuber, 1997), as torch's `nn.LSTM`: `c' = σ(f) c + σ(i) tanh(g)`,
/// `h' = σ(o) tanh(c')`, where i, f, g, o are the blocks of `W_ih x + b_ih + W_hh h + b_hh`.
///
/// - Input: `[length, batch, inputSize]`, with `batchFirst` `[batch, length, inputSize]`, or `[length, inputSize]` without a batch.
/// - Output: `[length, batch, D · hiddenSize]` in the input's layout, D = 2 if bidirectional, otherwise 1; and the last state,
///   `[D · numLayers, batch, hiddenSize]`. An empty sequence yields an empty output and the initial state.
/// - Parameters `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, ..., `..._reverse` are from U(-k, k), k =
///   1/√hiddenSize.
/// - With `projSize`, `h' = W_hr h'` has that size (`weight_hr_l0`); the cell state keeps hiddenSize.
public struct LSTM: Module, CustomReflectable {
    private let stack: RecurrentStack<LSTMState>

    /// A network with new weights.
    ///
    /// - Parameters:
    ///   - inputSize: the number of input features.
    ///   - hiddenSize: the number of features of the state.
    ///   - numLayers: the number of stacked layers.
    ///   - bias: whether there are biases.
    ///   - batchFirst: whether the batch is dim 0, not dim 1.
    ///   - dropout: the probability of dropping outputs between layers in training.
    ///   - bidirectional: whether each layer runs in both directions.
    ///   - projSize: the size that hidden states are projected to; nil for no projection.
    public init(
        _ inputSize: Int, _ hiddenSize: Int, numLayers: Int = 1, bias: Bool = true, batchFirst: Bool = false,
        dropout: Double = 0, bidirectional: Bool = false, projSize: Int = 0, dtype: DType = .default,
        generator: Generator = .default
    ) {
        stack = RecurrentStack(
            "LSTM", .lstm, inputSize, hiddenSize, layers: numLayers, bias: bias, batchFirst: batchFirst,
            dropout: dropout, bidirectional: bidirectional, projected: projSize, dtype: dtype, generator: generator)
    }

    /// Runs the network from a state of zeros.
    public func callAsFunction(_ input: Tensor) -> (output: Tensor, state: LSTMState) { stack(input, nil) }

    /// Runs the network from a state, and returns the outputs of all steps and the last state.
    public func callAsFunction(_ input: Tensor, _ state: LSTMState) -> (output: Tensor, state: LSTMState) {
        stack(input, state)
    }

    /// The parameters under torch's names.
    public var customMirror: Mirror { Mirror(self, children: stack.mirrorChildren) }
}

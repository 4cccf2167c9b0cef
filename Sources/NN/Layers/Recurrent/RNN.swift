/// The activation of an ``RNN``.
public enum RNNNonlinearity: Sendable {
    /// The hyperbolic tangent.
    case tanh
    /// max(x, 0).
    case relu

    var recurrence: Recurrence { self == .tanh ? .tanh : .relu }
}

/// Elman's recurrent network: `h' = f(W_ih x + b_ih + W_hh h + b_hh)` (torch's `nn.RNN`).
///
/// - Input: `[length, batch, inputSize]`, with `batchFirst` `[batch, length, inputSize]`, or `[length, inputSize]` without a batch.
/// - Output: `[length, batch, D · hiddenSize]` in the input's layout, D = 2 if bidirectional, otherwise 1; and the last state,
///   `[D · numLayers, batch, hiddenSize]`. An empty sequence yields an empty output and the initial state.
/// - Parameters `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, ..., `..._reverse` are from U(-k, k), k =
///   1/√hiddenSize.
public struct RNN: Module, CustomReflectable {
    private let stack: RecurrentStack<HiddenState>

    /// A network with new weights.
    ///
    /// - Parameters:
    ///   - inputSize: the number of input features.
    ///   - hiddenSize: the number of features of the state.
    ///   - numLayers: the number of stacked layers.
    ///   - nonlinearity: the activation f.
    ///   - bias: whether there are biases.
    ///   - batchFirst: whether the batch is dim 0, not dim 1.
    ///   - dropout: the probability of dropping outputs between layers in training.
    ///   - bidirectional: whether each layer runs in both directions.
    public init(
        _ inputSize: Int, _ hiddenSize: Int, numLayers: Int = 1, nonlinearity: RNNNonlinearity = .tanh, bias: Bool = true,
        batchFirst: Bool = false, dropout: Double = 0, bidirectional: Bool = false, dtype: DType = .default,
        generator: Generator = .default
    ) {
        stack = RecurrentStack(
            "RNN", nonlinearity.recurrence, inputSize, hiddenSize, layers: numLayers, bias: bias,
            batchFirst: batchFirst,
            dropout: dropout, bidirectional: bidirectional, dtype: dtype, generator: generator)
    }

    /// Runs the network from a state of zeros.
    public func callAsFunction(_ input: Tensor) -> (output: Tensor, state: HiddenState) { stack(input, nil) }

    /// Runs the network from a state, and returns the outputs of all steps and the last state.
    public func callAsFunction(_ input: Tensor, _ state: HiddenState) -> (output: Tensor, state: HiddenState) {
        stack(input, state)
    }

    /// The parameters under torch's names.
    public var customMirror: Mirror { Mirror(self, children: stack.mirrorChildren) }
}

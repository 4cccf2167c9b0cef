/// The function of an ``RNN``'s step.
public enum RNNNonlinearity: Sendable {
    case tanh, relu

    var recurrence: Recurrence { self == .tanh ? .tanh : .relu }
}

/// Elman's recurrent network: `h' = f(W_ih x + b_ih + W_hh h + b_hh)` (torch's `nn.RNN`).
///
/// - Input: `[length, batch, inputSize]`, with `batchFirst` `[batch, length, inputSize]`, or `[length, inputSize]` without a batch.
/// - Output: `[length, batch, D · hiddenSize]` in the input's order, D = 2 if bidirectional, else 1; and the last state,
///   `[D · numLayers, batch, hiddenSize]`.
///   A sequence of no steps gives no output and the state that it began with.
/// - Parameters `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, ..., `..._reverse` from U(-k, k), k = 1/√hiddenSize.
public struct RNN: Module, CustomReflectable {
    private let stack: RecurrentStack<HiddenState>

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

    /// From a state of zeros.
    public func callAsFunction(_ input: Tensor) -> (output: Tensor, state: HiddenState) { stack(input, nil) }

    public func callAsFunction(_ input: Tensor, _ state: HiddenState) -> (output: Tensor, state: HiddenState) {
        stack(input, state)
    }

    /// The parameters by torch's names.
    public var customMirror: Mirror { Mirror(self, children: stack.mirrorChildren) }
}

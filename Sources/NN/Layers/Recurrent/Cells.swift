/// The parameters and the step of a cell: what ``RNNCell``, ``LSTMCell`` and ``GRUCell`` share.
struct SingleStep<Cell: RecurrentCell>: Sendable {
    let weights: RecurrentWeights
    let cell: Cell
    let hiddenSize: Int

    init(
        _ name: String, _ cell: Cell, _ inputSize: Int, _ hiddenSize: Int, bias: Bool, dtype: DType, generator: Generator
    ) {
        if inputSize <= 0 || hiddenSize <= 0 { trap(name, "sizes must be positive, got \(inputSize) and \(hiddenSize)") }
        weights = RecurrentWeights(inputSize, hiddenSize, gates: Cell.gates, bias: bias, dtype: dtype, generator: generator)
        self.cell = cell
        self.hiddenSize = hiddenSize
    }

    /// From a state of zeros where none is given.
    func callAsFunction(_ x: Tensor, _ state: Cell.State?) -> Cell.State {
        let zeros = Tensor.zeros(Shape(x.shape.dropLast() + [hiddenSize]), dtype: x.dtype)
        let state = state ?? Cell.State([zeros, zeros])
        let hidden = state.hidden.linear(weights.hiddenWeight, bias: weights.hiddenBias)
        return cell.step(x.linear(weights.inputWeight, bias: weights.inputBias), hidden, state, projection: nil)
    }
}

/// One step of an ``RNN`` (torch's `nn.RNNCell`): `[batch, inputSize]` or `[inputSize]`, and a state of `[batch, hiddenSize]` or
/// `[hiddenSize]`, to the next state.
public struct RNNCell: Module, CustomReflectable {
    private let step: SingleStep<ElmanStep>

    public init(
        _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, nonlinearity: RNNNonlinearity = .tanh, dtype: DType = .default,
        generator: Generator = .default
    ) {
        step = SingleStep(
            "RNNCell", ElmanStep(nonlinearity: nonlinearity), inputSize, hiddenSize, bias: bias, dtype: dtype,
            generator: generator)
    }

    /// From a state of zeros.
    public func callAsFunction(_ x: Tensor) -> HiddenState { step(x, nil) }

    public func callAsFunction(_ x: Tensor, _ state: HiddenState) -> HiddenState { step(x, state) }

    /// The parameters by torch's names.
    public var customMirror: Mirror { Mirror(self, children: step.weights.named("")) }
}

/// One step of an ``LSTM`` (torch's `nn.LSTMCell`): `[batch, inputSize]` or `[inputSize]`, and a state of `[batch, hiddenSize]` or
/// `[hiddenSize]`, to the next state.
public struct LSTMCell: Module, CustomReflectable {
    private let step: SingleStep<LSTMStep>

    public init(
        _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, dtype: DType = .default, generator: Generator = .default
    ) {
        step = SingleStep("LSTMCell", LSTMStep(), inputSize, hiddenSize, bias: bias, dtype: dtype, generator: generator)
    }

    /// From a state of zeros.
    public func callAsFunction(_ x: Tensor) -> LSTMState { step(x, nil) }

    public func callAsFunction(_ x: Tensor, _ state: LSTMState) -> LSTMState { step(x, state) }

    /// The parameters by torch's names.
    public var customMirror: Mirror { Mirror(self, children: step.weights.named("")) }
}

/// One step of a ``GRU`` (torch's `nn.GRUCell`): `[batch, inputSize]` or `[inputSize]`, and a state of `[batch, hiddenSize]` or
/// `[hiddenSize]`, to the next state.
public struct GRUCell: Module, CustomReflectable {
    private let step: SingleStep<GRUStep>

    public init(
        _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, dtype: DType = .default, generator: Generator = .default
    ) {
        step = SingleStep("GRUCell", GRUStep(), inputSize, hiddenSize, bias: bias, dtype: dtype, generator: generator)
    }

    /// From a state of zeros.
    public func callAsFunction(_ x: Tensor) -> HiddenState { step(x, nil) }

    public func callAsFunction(_ x: Tensor, _ state: HiddenState) -> HiddenState { step(x, state) }

    /// The parameters by torch's names.
    public var customMirror: Mirror { Mirror(self, children: step.weights.named("")) }
}

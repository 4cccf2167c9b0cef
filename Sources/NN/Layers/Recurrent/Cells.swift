/// The parameters and the step of a cell, for ``RNNCell``, ``LSTMCell`` and ``GRUCell``.
struct SingleStep<State: RecurrentState>: Sendable {
    let weights: RecurrentWeights
    let recurrence: Recurrence
    let hiddenSize: Int

    init(
        _ name: String, _ recurrence: Recurrence, _ inputSize: Int, _ hiddenSize: Int, bias: Bool, dtype: DType,
        generator: Generator
    ) {
        if inputSize <= 0 || hiddenSize <= 0 { trap(name, "sizes must be positive, got \(inputSize) and \(hiddenSize)") }
        weights = RecurrentWeights(
            inputSize, hiddenSize, gates: recurrence.gates, bias: bias, dtype: dtype, generator: generator)
        self.recurrence = recurrence
        self.hiddenSize = hiddenSize
    }

    /// One step; the state is zeros where nil.
    func callAsFunction(_ x: Tensor, _ state: State?) -> State {
        let shape = Shape(x.shape.dropLast() + [hiddenSize])
        let zeros = Tensor.zeros(shape, dtype: x.dtype).onDevice(of: x)
        let initial = (state ?? State([zeros, zeros])).tensors.map { $0.reshape(-1, hiddenSize) }
        let (_, next) = weights.run(recurrence, over: x.reshape(1, initial[0].shape[0], x.shape.last!), from: initial)
        return State(next.map { $0.reshape(shape) })
    }
}

/// One step of an ``RNN`` (torch's `nn.RNNCell`): from `[batch, inputSize]` or `[inputSize]` and a state of
/// `[batch, hiddenSize]` or `[hiddenSize]`, to the next state.
public struct RNNCell: Module, CustomReflectable {
    private let step: SingleStep<HiddenState>

    /// A cell with new weights.
    public init(
        _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, nonlinearity: RNNNonlinearity = .tanh, dtype: DType = .default,
        generator: Generator = .default
    ) {
        step = SingleStep(
            "RNNCell", nonlinearity.recurrence, inputSize, hiddenSize, bias: bias, dtype: dtype,
            generator: generator)
    }

    /// The next state after a state of zeros.
    public func callAsFunction(_ x: Tensor) -> HiddenState { step(x, nil) }

    /// The next state.
    public func callAsFunction(_ x: Tensor, _ state: HiddenState) -> HiddenState { step(x, state) }

    /// The parameters under torch's names.
    public var customMirror: Mirror { Mirror(self, children: step.weights.named("")) }
}

/// One step of an ``LSTM`` (torch's `nn.LSTMCell`): from `[batch, inputSize]` or `[inputSize]` and a state of
/// `[batch, hiddenSize]` or `[hiddenSize]`, to the next state.
public struct LSTMCell: Module, CustomReflectable {
    private let step: SingleStep<LSTMState>

    /// A cell with new weights.
    public init(
        _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, dtype: DType = .default, generator: Generator = .default
    ) {
        step = SingleStep("LSTMCell", .lstm, inputSize, hiddenSize, bias: bias, dtype: dtype, generator: generator)
    }

    /// The next state after a state of zeros.
    public func callAsFunction(_ x: Tensor) -> LSTMState { step(x, nil) }

    /// The next state; its `hidden` is also the output.
    public func callAsFunction(_ x: Tensor, _ state: LSTMState) -> LSTMState { step(x, state) }

    /// The parameters under torch's names.
    public var customMirror: Mirror { Mirror(self, children: step.weights.named("")) }
}

/// One step of a ``GRU`` (torch's `nn.GRUCell`): from `[batch, inputSize]` or `[inputSize]` and a state of
/// `[batch, hiddenSize]` or `[hiddenSize]`, to the next state.
public struct GRUCell: Module, CustomReflectable {
    private let step: SingleStep<HiddenState>

    /// A cell with new weights.
    public init(
        _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, dtype: DType = .default, generator: Generator = .default
    ) {
        step = SingleStep("GRUCell", .gru, inputSize, hiddenSize, bias: bias, dtype: dtype, generator: generator)
    }

    /// The next state after a state of zeros.
    public func callAsFunction(_ x: Tensor) -> HiddenState { step(x, nil) }

    /// The next state.
    public func callAsFunction(_ x: Tensor, _ state: HiddenState) -> HiddenState { step(x, state) }

    /// The parameters under torch's names.
    public var customMirror: Mirror { Mirror(self, children: step.weights.named("")) }
}

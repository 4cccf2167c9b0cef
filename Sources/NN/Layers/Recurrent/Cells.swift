/// One step of an ``RNN`` (torch's `nn.RNNCell`).
public struct RNNCell: Module, CustomReflectable {
    private let weights: RecurrentWeights
    private let cell: ElmanStep
    private let hiddenSize: Int

    public init(
        _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, nonlinearity: RNNNonlinearity = .tanh, dtype: DType = .default,
        generator: Generator = .default
    ) {
        if inputSize <= 0 || hiddenSize <= 0 { trap("RNNCell", "sizes must be positive, got \(inputSize) and \(hiddenSize)") }
        weights = RecurrentWeights(
            inputSize, hiddenSize, gates: ElmanStep.gates, bias: bias, dtype: dtype, generator: generator)
        cell = ElmanStep(nonlinearity: nonlinearity)
        self.hiddenSize = hiddenSize
    }

    /// From a state of zeros.
    public func callAsFunction(_ x: Tensor) -> HiddenState {
        let zeros = Tensor.zeros(Shape(x.shape.dropLast() + [hiddenSize]), dtype: x.dtype)
        return self(x, HiddenState([zeros, zeros]))
    }

    /// `[batch, inputSize]` or `[inputSize]`, and a state of `[batch, hiddenSize]` or `[hiddenSize]`, to the next state.
    public func callAsFunction(_ x: Tensor, _ state: HiddenState) -> HiddenState {
        let hidden = state.hidden.linear(weights.hiddenWeight, bias: weights.hiddenBias)
        return cell.step(x.linear(weights.inputWeight, bias: weights.inputBias), hidden, state, projection: nil)
    }

    /// The parameters by torch's names.
    public var customMirror: Mirror { Mirror(self, children: weights.named("")) }
}

/// One step of an ``LSTM`` (torch's `nn.LSTMCell`).
public struct LSTMCell: Module, CustomReflectable {
    private let weights: RecurrentWeights
    private let cell: LSTMStep
    private let hiddenSize: Int

    public init(
        _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, dtype: DType = .default, generator: Generator = .default
    ) {
        if inputSize <= 0 || hiddenSize <= 0 { trap("LSTMCell", "sizes must be positive, got \(inputSize) and \(hiddenSize)") }
        weights = RecurrentWeights(inputSize, hiddenSize, gates: LSTMStep.gates, bias: bias, dtype: dtype, generator: generator)
        cell = LSTMStep()
        self.hiddenSize = hiddenSize
    }

    /// From a state of zeros.
    public func callAsFunction(_ x: Tensor) -> LSTMState {
        let zeros = Tensor.zeros(Shape(x.shape.dropLast() + [hiddenSize]), dtype: x.dtype)
        return self(x, LSTMState([zeros, zeros]))
    }

    /// `[batch, inputSize]` or `[inputSize]`, and a state of `[batch, hiddenSize]` or `[hiddenSize]`, to the next state.
    public func callAsFunction(_ x: Tensor, _ state: LSTMState) -> LSTMState {
        let hidden = state.hidden.linear(weights.hiddenWeight, bias: weights.hiddenBias)
        return cell.step(x.linear(weights.inputWeight, bias: weights.inputBias), hidden, state, projection: nil)
    }

    /// The parameters by torch's names.
    public var customMirror: Mirror { Mirror(self, children: weights.named("")) }
}

/// One step of a ``GRU`` (torch's `nn.GRUCell`).
public struct GRUCell: Module, CustomReflectable {
    private let weights: RecurrentWeights
    private let cell: GRUStep
    private let hiddenSize: Int

    public init(
        _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, dtype: DType = .default, generator: Generator = .default
    ) {
        if inputSize <= 0 || hiddenSize <= 0 { trap("GRUCell", "sizes must be positive, got \(inputSize) and \(hiddenSize)") }
        weights = RecurrentWeights(inputSize, hiddenSize, gates: GRUStep.gates, bias: bias, dtype: dtype, generator: generator)
        cell = GRUStep()
        self.hiddenSize = hiddenSize
    }

    /// From a state of zeros.
    public func callAsFunction(_ x: Tensor) -> HiddenState {
        let zeros = Tensor.zeros(Shape(x.shape.dropLast() + [hiddenSize]), dtype: x.dtype)
        return self(x, HiddenState([zeros, zeros]))
    }

    /// `[batch, inputSize]` or `[inputSize]`, and a state of `[batch, hiddenSize]` or `[hiddenSize]`, to the next state.
    public func callAsFunction(_ x: Tensor, _ state: HiddenState) -> HiddenState {
        let hidden = state.hidden.linear(weights.hiddenWeight, bias: weights.hiddenBias)
        return cell.step(x.linear(weights.inputWeight, bias: weights.inputBias), hidden, state, projection: nil)
    }

    /// The parameters by torch's names.
    public var customMirror: Mirror { Mirror(self, children: weights.named("")) }
}

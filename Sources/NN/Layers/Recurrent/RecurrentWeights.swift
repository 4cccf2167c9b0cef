/// The parameters of one layer in one direction, from U(-k, k) with k = 1/√hiddenSize.
struct RecurrentWeights: Sendable {
    @Parameter var inputWeight: Tensor
    @Parameter var hiddenWeight: Tensor
    @Parameter var inputBias: Tensor?
    @Parameter var hiddenBias: Tensor?
    /// `[projected, hidden]`
    @Parameter var projection: Tensor?

    init(
        _ inputSize: Int, _ hiddenSize: Int, gates: Int, bias: Bool, projected: Int = 0, dtype: DType, generator: Generator
    ) {
        func uniform(_ shape: Shape) -> Tensor { Init.byFan(shape, fan: hiddenSize, dtype, generator) }
        let rows = gates * hiddenSize
        inputWeight = uniform([rows, inputSize])
        hiddenWeight = uniform([rows, projected > 0 ? projected : hiddenSize])
        inputBias = bias ? uniform([rows]) : nil
        hiddenBias = bias ? uniform([rows]) : nil
        projection = projected > 0 ? uniform([projected, hiddenSize]) : nil
    }

    /// The parameters under torch's names, with a suffix.
    func named(_ suffix: String) -> [(label: String?, value: Any)] {
        [
            ("weight_ih" + suffix, _inputWeight), ("weight_hh" + suffix, _hiddenWeight), ("bias_ih" + suffix, _inputBias),
            ("bias_hh" + suffix, _hiddenBias), ("weight_hr" + suffix, _projection),
        ]
    }

    /// Runs over `[length, batch, features]`, backwards if `reversed`. Outputs are in the order of the inputs.
    func run(
        _ recurrence: Recurrence, over x: Tensor, from initial: [Tensor], reversed: Bool = false
    ) -> (output: Tensor, state: [Tensor]) {
        // The inputs' contribution is one product for all steps. Only a GRU keeps the two biases apart.
        let bias = recurrence == .gru ? inputBias : inputBias.map { $0 + hiddenBias! }
        let gates = x.linear(inputWeight, bias: bias)
        let inputs = reversed ? gates.flip(0) : gates
        let (outputs, state) = projection.map { project(recurrence, inputs, initial, $0) } ?? run(recurrence, inputs, initial)
        return (reversed ? outputs.flip(0) : outputs, state)
    }

    private func run(_ recurrence: Recurrence, _ inputs: Tensor, _ initial: [Tensor]) -> (Tensor, [Tensor]) {
        let zeros = { Tensor.zeros([inputs.shape[2]], dtype: inputs.dtype).onDevice(of: inputs) }
        let bias = recurrence == .gru ? hiddenBias ?? zeros() : nil
        let (h, c) = recurrence.run(
            inputs, hiddenWeight, initial[0], c: recurrence == .lstm ? initial[1] : nil, bias: bias)
        return (h, [h.select(dim: 0, -1)] + (c.map { [$0] } ?? []))
    }

    /// Runs step by step, and projects the hidden state of each.
    private func project(
        _ recurrence: Recurrence, _ inputs: Tensor, _ initial: [Tensor], _ projection: Tensor
    ) -> (Tensor, [Tensor]) {
        let weight = hiddenWeight
        var state = initial
        let outputs = inputs.unbind(dim: 0).map { input in
            state = recurrence.step(input, state[0].linear(weight), state)
            state[0] = state[0].linear(projection)
            return state[0]
        }
        return (.stack(outputs), state)
    }
}

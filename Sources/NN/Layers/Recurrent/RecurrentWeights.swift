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

    /// The parameters by torch's names, which end in `suffix`.
    func named(_ suffix: String) -> [(label: String?, value: Any)] {
        [
            ("weight_ih" + suffix, _inputWeight), ("weight_hh" + suffix, _hiddenWeight), ("bias_ih" + suffix, _inputBias),
            ("bias_hh" + suffix, _hiddenBias), ("weight_hr" + suffix, _projection),
        ]
    }

    /// Runs over `[length, batch, features]`, backwards if `reversed`. The outputs stand where their inputs did.
    func run<Cell: RecurrentCell>(
        _ cell: Cell, over x: Tensor, from initial: Cell.State, reversed: Bool
    ) -> (output: Tensor, state: Cell.State) {
        // What the inputs contribute is one product for all steps.
        let inputs = x.linear(inputWeight, bias: inputBias).unbind(dim: 0)
        let (weight, bias, projection) = (hiddenWeight, hiddenBias, projection)
        var state = initial
        var outputs: [Tensor] = []
        for input in reversed ? inputs.reversed() : inputs {
            state = cell.step(input, state.hidden.linear(weight, bias: bias), state, projection: projection)
            outputs.append(state.hidden)
        }
        return (.stack(reversed ? outputs.reversed() : outputs), state)
    }
}

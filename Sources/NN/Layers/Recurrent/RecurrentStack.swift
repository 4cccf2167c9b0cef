/// Stacked recurrent layers, in one direction or both, for ``RNN``, ``LSTM`` and ``GRU``.
struct RecurrentStack<State: RecurrentState>: Sendable {
    let name: String
    let recurrence: Recurrence
    let inputSize: Int
    let hiddenSize: Int
    let projected: Int
    let layerCount: Int
    let batchFirst: Bool
    let directions: Int
    let dropout: Dropout
    /// The weights of each layer; of each the forward direction before the backward one.
    let weights: [RecurrentWeights]

    init(
        _ name: String, _ recurrence: Recurrence, _ inputSize: Int, _ hiddenSize: Int, layers: Int, bias: Bool,
        batchFirst: Bool,
        dropout: Double, bidirectional: Bool, projected: Int = 0, dtype: DType, generator: Generator
    ) {
        if inputSize <= 0 || hiddenSize <= 0 || layers <= 0 {
            trap(name, "sizes and layers must be positive, got \(inputSize), \(hiddenSize) and \(layers)")
        }
        if projected < 0 || projected >= hiddenSize && projected > 0 {
            trap(name, "projSize must be between 1 and \(hiddenSize - 1), got \(projected)")
        }
        self.name = name
        self.recurrence = recurrence
        self.inputSize = inputSize
        self.hiddenSize = hiddenSize
        self.projected = projected
        self.layerCount = layers
        self.batchFirst = batchFirst
        self.dropout = Dropout(dropout, generator: generator)
        let directions = bidirectional ? 2 : 1
        self.directions = directions
        let outputSize = projected > 0 ? projected : hiddenSize
        weights = (0..<layers * directions).map {
            RecurrentWeights(
                $0 < directions ? inputSize : outputSize * directions, hiddenSize, gates: recurrence.gates, bias: bias,
                projected: projected, dtype: dtype, generator: generator)
        }
    }

    var mirrorChildren: [(label: String?, value: Any)] {
        weights.enumerated().flatMap { index, weights in
            weights.named("_l\(index / directions)" + (index % directions == 1 ? "_reverse" : ""))
        } + [("generator", dropout.generator)]
    }

    func callAsFunction(_ input: Tensor, _ initial: State?) -> (output: Tensor, state: State) {
        if input.rank != 2 && input.rank != 3 || input.shape.last != inputSize {
            trap(name, "needs [length, batch, \(inputSize)] or [length, \(inputSize)], got \(input.shape)")
        }
        let isBatched = input.rank == 3
        // Runs on [length, batch, features], whatever the input's layout.
        var x = !isBatched ? input.unsqueeze(1) : batchFirst ? input.transpose(0, 1) : input
        let states = states(initial, batch: x.shape[1], isBatched: isBatched, x)
        var last: [[Tensor]] = []
        let isEmpty = x.shape[0] == 0
        if isEmpty {
            // Without a step the state stays as it was.
            last = states
            x = Tensor.zeros([0, x.shape[1], directions * (projected > 0 ? projected : hiddenSize)], dtype: x.dtype)
                .onDevice(of: x)
        }
        for layer in 0..<(isEmpty ? 0 : layerCount) {
            let runs = (0..<directions).map { direction in
                let index = layer * directions + direction
                return weights[index].run(recurrence, over: x, from: states[index], reversed: direction == 1)
            }
            last += runs.map(\.state)
            x = directions == 1 ? runs[0].output : .concatenate(runs.map(\.output), dim: 2)
            if layer < layerCount - 1 { x = dropout(x) }
        }
        let state = State(last[0].indices.map { index in .stack(last.map { $0[index] }) })
        if !isBatched { return (x.squeeze(1), State(state.tensors.map { $0.squeeze(1) })) }
        return (batchFirst ? x.transpose(0, 1) : x, state)
    }

    /// The initial state of each layer and direction, `[batch, features]`.
    private func states(_ initial: State?, batch: Int, isBatched: Bool, _ x: Tensor) -> [[Tensor]] {
        let sizes = [projected > 0 ? projected : hiddenSize, hiddenSize]
        guard let initial else {
            let zeros = sizes.prefix(recurrence == .lstm ? 2 : 1).map {
                Tensor.zeros([batch, $0], dtype: x.dtype).onDevice(of: x)
            }
            return weights.map { _ in zeros }
        }
        for (tensor, size) in zip(initial.tensors, sizes) {
            let expected: Shape = isBatched ? [weights.count, batch, size] : [weights.count, size]
            if tensor.shape != expected { trap(name, "the state must have shape \(expected), got \(tensor.shape)") }
        }
        let tensors = initial.tensors.map { (isBatched ? $0 : $0.unsqueeze(1)).unbind() }
        return weights.indices.map { index in tensors.map { $0[index] } }
    }
}

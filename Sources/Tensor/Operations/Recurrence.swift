extension Recurrence {
    /// The states after each step: h of all steps, `[t, b, n]`, and the last c of an LSTM.
    ///
    /// - Parameters:
    ///   - x: the inputs' contributions to the gates, `[t, b, gates · n]`, with t > 0.
    ///   - weight: `[gates · n, n]`
    ///   - h: `[b, n]`
    ///   - c: an LSTM's cell state, `[b, n]`; nil for the others.
    ///   - bias: a GRU's bias of the state's contribution, `[gates · n]`; nil for the others.
    public func run(
        _ x: Tensor, _ weight: Tensor, _ h: Tensor, c: Tensor? = nil, bias: Tensor? = nil
    ) -> (h: Tensor, c: Tensor?) {
        let (batch, features) = (x.shape[1], x.shape[2] / gates)
        let fits = h.shape == [batch, features] && c?.shape == (self == .lstm ? h.shape : nil)
        if bias?.shape != (self == .gru ? [x.shape[2]] : nil) {
            trap(
                "\(self)",
                "the bias must have shape [\(x.shape[2])] for a GRU, and be nil for others, got \(bias?.shape, default: "nil")")
        }
        if !fits || [weight, h, c ?? h, bias ?? h].contains(where: { $0.dtype != x.dtype }) {
            trap(
                "\(self)",
                "state \(h.dtype) \(h.shape) does not match gates \(x.dtype) \(x.shape) and weights of \(weight.dtype)")
        }
        let others = [c, bias].compactMap(\.self)
        let states = Operation.recurrentStates(self)(
            x.detached(), weight.detached(), h.detached(), rest: others.map { $0.detached() })
        return separated(Operation.recurrent(self)(states, x, weight, rest: [h] + others), steps: x.shape[0])
    }

    /// h of all steps, and the last c of an LSTM, which follows them in the primitive's result.
    private func separated(_ result: Tensor, steps: Int) -> (h: Tensor, c: Tensor?) {
        self == .lstm ? (result.narrow(dim: 0, start: 0, length: steps), result.select(dim: 0, steps)) : (result, nil)
    }

    /// One step, composed of other operations.
    ///
    /// - Parameters:
    ///   - x: the input's contribution to the gates, `[b, gates · n]`.
    ///   - product: the state's contribution.
    ///   - state: h, followed by c for an LSTM.
    public func step(_ x: Tensor, _ product: Tensor, _ state: [Tensor]) -> [Tensor] {
        switch self {
        case .tanh: return [(x + product).tanh()]
        case .relu: return [(x + product).relu()]
        case .lstm:
            let gates = (x + product).chunk(4, dim: -1)
            let cell = gates[1].sigmoid() * state[1] + gates[0].sigmoid() * gates[2].tanh()
            return [gates[3].sigmoid() * cell.tanh(), cell]
        case .gru:
            let (x, h) = (x.chunk(3, dim: -1), product.chunk(3, dim: -1))
            let update = (x[1] + h[1]).sigmoid()
            let new = (x[2] + (x[0] + h[0]).sigmoid() * h[2]).tanh()
            return [new + update * (state[0] - new)]
        }
    }

    /// The same function of the same operands as ``run(_:_:_:c:bias:)``, composed of other operations, for higher derivatives.
    public func composed(_ x: Tensor, _ weight: Tensor, _ h: Tensor, c: Tensor? = nil, bias: Tensor? = nil) -> Tensor {
        var state = [h, c].compactMap(\.self)
        var outputs = x.unbind(dim: 0).map { x in
            state = step(x, state[0].linear(weight, bias: bias), state)
            return state[0]
        }
        if self == .lstm { outputs.append(state[1]) }
        return .stack(outputs)
    }

    /// The primitives' operand after h: an LSTM's c or a GRU's bias, by its name.
    package func named(_ operand: Tensor?) -> (c: Tensor?, bias: Tensor?) {
        (self == .lstm ? operand : nil, self == .gru ? operand : nil)
    }
}

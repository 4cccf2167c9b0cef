/// What a recurrent network does in one step: how a state goes on, from what the input and the old state contribute.
protocol RecurrentCell: Sendable {
    /// What is carried from step to step.
    associatedtype State: RecurrentState

    /// How many blocks of the hidden size the weights have.
    static var gates: Int { get }

    /// - Parameters:
    ///   - input: `x W_ihᵀ + b_ih`, `[batch, gates · hidden]`.
    ///   - hidden: `h W_hhᵀ + b_hh`, of the same shape.
    ///   - projection: `[projected, hidden]`, where the hidden state is projected.
    func step(_ input: Tensor, _ hidden: Tensor, _ state: State, projection: Tensor?) -> State
}

/// The state of a recurrent network: its hidden part is also its output.
public protocol RecurrentState: Sendable {
    var hidden: Tensor { get }

    /// All tensors of the state, of which the first is the hidden one.
    var tensors: [Tensor] { get }
    init(_ tensors: [Tensor])
}

/// The state of ``RNN`` and ``GRU``: h.
public struct HiddenState: RecurrentState {
    public var hidden: Tensor

    public init(hidden: Tensor) { self.hidden = hidden }

    public var tensors: [Tensor] { [hidden] }
    public init(_ tensors: [Tensor]) { hidden = tensors[0] }
}

/// The state of ``LSTM``: h and c.
public struct LSTMState: RecurrentState {
    public var hidden: Tensor
    public var cell: Tensor

    public init(hidden: Tensor, cell: Tensor) { (self.hidden, self.cell) = (hidden, cell) }

    public var tensors: [Tensor] { [hidden, cell] }
    public init(_ tensors: [Tensor]) { (hidden, cell) = (tensors[0], tensors[1]) }
}

/// h' = f(input + hidden).
struct ElmanStep: RecurrentCell {
    static let gates = 1
    let nonlinearity: RNNNonlinearity

    func step(_ input: Tensor, _ hidden: Tensor, _ state: HiddenState, projection: Tensor?) -> HiddenState {
        let sum = input + hidden
        return HiddenState(hidden: nonlinearity == .tanh ? sum.tanh() : sum.relu())
    }
}

/// i, f, g, o in this order: c' = σ(f) c + σ(i) tanh(g), h' = σ(o) tanh(c').
struct LSTMStep: RecurrentCell {
    static let gates = 4

    func step(_ input: Tensor, _ hidden: Tensor, _ state: LSTMState, projection: Tensor?) -> LSTMState {
        let parts = (input + hidden).chunk(4, dim: -1)
        let cell = parts[1].sigmoid() * state.cell + parts[0].sigmoid() * parts[2].tanh()
        let output = parts[3].sigmoid() * cell.tanh()
        return LSTMState(hidden: projection.map { output.linear($0) } ?? output, cell: cell)
    }
}

/// r, z, n in this order: h' = (1 - σ(z)) n + σ(z) h with n = tanh(input + σ(r) hidden).
struct GRUStep: RecurrentCell {
    static let gates = 3

    func step(_ input: Tensor, _ hidden: Tensor, _ state: HiddenState, projection: Tensor?) -> HiddenState {
        let (x, h) = (input.chunk(3, dim: -1), hidden.chunk(3, dim: -1))
        let update = (x[1] + h[1]).sigmoid()
        let new = (x[2] + (x[0] + h[0]).sigmoid() * h[2]).tanh()
        return HiddenState(hidden: new + update * (state.hidden - new))
    }
}

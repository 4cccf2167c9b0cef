/// The state of a recurrent network. Its hidden tensor is also the output.
public protocol RecurrentState: Sendable {
    /// The hidden state h.
    var hidden: Tensor { get }

    /// All tensors of the state; the first one is the hidden state.
    var tensors: [Tensor] { get }
    /// A state from its tensors, in the order of ``tensors``.
    init(_ tensors: [Tensor])
}

/// The state of ``RNN`` and ``GRU``: h.
public struct HiddenState: RecurrentState {
    /// The hidden state h: `[layers and directions, batch, features]`, or of a cell `[batch, features]`.
    public var hidden: Tensor

    /// A state with a hidden tensor.
    public init(hidden: Tensor) { self.hidden = hidden }

    public var tensors: [Tensor] { [hidden] }
    /// A state from an array of one tensor, the hidden one.
    public init(_ tensors: [Tensor]) { hidden = tensors[0] }
}

/// The state of ``LSTM``: h and c.
public struct LSTMState: RecurrentState {
    /// The hidden state h: `[layers and directions, batch, features]`, or of a cell `[batch, features]`.
    public var hidden: Tensor
    /// The cell state c, in the shape of h unless h is projected.
    public var cell: Tensor

    /// A state with a hidden and a cell tensor.
    public init(hidden: Tensor, cell: Tensor) { (self.hidden, self.cell) = (hidden, cell) }

    public var tensors: [Tensor] { [hidden, cell] }
    /// A state from an array of two tensors, the hidden one and that of the cell.
    public init(_ tensors: [Tensor]) { (hidden, cell) = (tensors[0], tensors[1]) }
}

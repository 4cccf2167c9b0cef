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

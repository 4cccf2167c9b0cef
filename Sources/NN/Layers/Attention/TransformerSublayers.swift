/// Two linear layers with an activation between them.
struct FeedForward: Sendable {
    let linear1, linear2: Linear
    let activation: any Module<Tensor, Tensor>
    let dropout: Dropout

    init(
        _ features: Int, _ hidden: Int, _ dropout: Double, _ activation: any Module<Tensor, Tensor>, _ bias: Bool,
        _ dtype: DType, _ generator: Generator
    ) {
        linear1 = Linear(features, hidden, bias: bias, dtype: dtype, generator: generator)
        linear2 = Linear(hidden, features, bias: bias, dtype: dtype, generator: generator)
        self.activation = activation
        self.dropout = Dropout(dropout, generator: generator)
    }

    func callAsFunction(_ x: Tensor) -> Tensor { linear2(dropout(activation(linear1(x)))) }

    /// The layers under torch's names.
    var named: [(label: String?, value: Any)] {
        [("linear1", linear1), ("activation", activation), ("dropout", dropout), ("linear2", linear2)]
    }
}

/// A residual block: the sublayer's output is added to its input. Either the sum is normalised, or the sublayer's input.
struct Residual: Sendable {
    let norm: LayerNorm
    let dropout: Dropout
    let normFirst: Bool

    func callAsFunction(_ x: Tensor, _ sublayer: (Tensor) -> Tensor) -> Tensor {
        normFirst ? x + dropout(sublayer(norm(x))) : norm(x + dropout(sublayer(x)))
    }

    /// The layers under torch's names.
    func named(_ suffix: String) -> [(label: String?, value: Any)] {
        [("norm" + suffix, norm), ("dropout" + suffix, dropout)]
    }
}

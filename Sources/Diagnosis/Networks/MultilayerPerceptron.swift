import NN
import Tensor

/// Linear layers with ReLU and dropout between them: `features -> hidden[0] -> ... -> 1`.
public struct MultilayerPerceptron: Network {
    /// The layers: a ``/NN/Linear``, a ``/NN/ReLU`` and, where there is dropout, a ``/NN/Dropout`` for each hidden size, then a linear one.
    public let layers: Sequential

    /// - Parameters:
    ///   - features: the number of measurements of a row.
    ///   - hidden: the sizes of the hidden layers.
    ///   - dropout: the probability with which a hidden unit is dropped in training.
    ///   - generator: the source of the initial weights and of dropout, of which each layer gets a stream of its own.
    /// - Precondition: all sizes are positive, and the probability is in [0, 1].
    public init(features: Int, hidden: [Int], dropout: Double = 0, generator: Generator = .default) {
        layers = Sequential {
            for (inputs, size) in zip([features] + hidden, hidden) {
                Linear(inputs, size, generator: generator)
                ReLU()
                if dropout > 0 { Dropout(dropout, generator: generator.split()) }
            }
            Linear(hidden.last ?? features, 1, generator: generator)
        }
    }

    public func logits(_ x: Tensor) -> Tensor { layers(x) }

    public func prepare(for x: Tensor, ignoring ignored: [Int]) {
        guard let first = layers.layers.first as? Linear else { return }
        first.weight = first.weight.detached() * Tensor((0..<x.shape[1]).map { !ignored.contains($0) })
    }
}

import Tensor

/// The kinds of networks that can be trained.
public enum Architecture: Codable, Hashable, Sendable {
    /// ``LogisticRegression``.
    case logistic
    /// ``InteractionRegression``.
    case interactions
    /// ``MultilayerPerceptron`` with these hidden sizes and this probability of dropping a hidden unit in training.
    case mlp(hidden: [Int], dropout: Double)

    /// The name: `logistic`, `interactions` or `mlp`.
    public var name: String {
        switch self {
        case .logistic: "logistic"
        case .interactions: "interactions"
        case .mlp: "mlp"
        }
    }

    /// A network with initial weights, prepared for training.
    ///
    /// - Parameters:
    ///   - rows: the rows it will be trained on.
    ///   - generator: the source of the initial weights.
    public func network(for rows: StandardizedRows, generator: Generator = .default) -> any Network {
        let network = network(features: rows.all.features.shape[1], generator: generator)
        network.prepare(for: rows.all.features[rows.train], ignoring: rows.constantFeatures)
        return network
    }

    /// A network whose parameters and buffers are still to be loaded.
    ///
    /// - Precondition: ``problem(features:)`` is nil.
    public func network(features: Int, generator: Generator = .default) -> any Network {
        switch self {
        case .logistic: LogisticRegression(features: features, generator: generator)
        case .interactions: InteractionRegression(features: features, generator: generator)
        case .mlp(let hidden, let dropout):
            MultilayerPerceptron(features: features, hidden: hidden, dropout: dropout, generator: generator)
        }
    }

    /// Why there can be no such network of this many measurements; nil where there can.
    public func problem(features: Int) -> String? {
        // The products of all rows that are evaluated together must have room in memory.
        if self == .interactions && !(2...256).contains(features) {
            return "a network with interactions takes 2 to 256 features, got \(features)"
        }
        return nil
    }
}

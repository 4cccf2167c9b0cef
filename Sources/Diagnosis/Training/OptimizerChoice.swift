import Optim

/// The optimizers that can be chosen, each with a suitable default learning rate.
public enum OptimizerChoice: String, CaseIterable, Codable, Sendable {
    /// ``/Optim/Adam``
    case adam
    /// ``/Optim/Momentum``
    case momentum
    /// ``/Optim/SGD``
    case sgd

    /// The learning rate where none is given.
    public var learningRate: Double {
        switch self {
        case .adam: 0.001
        case .momentum, .sgd: 0.1
        }
    }

    /// An optimizer of these parameters.
    public func make(_ parameters: [NamedParameter], learningRate: Double) -> Optimizer {
        switch self {
        case .adam: Adam(parameters, learningRate: learningRate)
        case .momentum: Momentum(parameters, learningRate: learningRate)
        case .sgd: SGD(parameters, learningRate: learningRate)
        }
    }
}

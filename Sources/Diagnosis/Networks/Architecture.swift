import Tensor

/// The kinds of networks that can be trained.
public enum Architecture: Codable, Hashable, Sendable {
    /// ``LogisticRegression``.
    case logistic

    /// A network with initial weights.
    ///
    /// - Parameters:
    ///   - features: the number of measurements of a row.
    ///   - ignored: features that are constant in the training rows, from which nothing can be learned.
    ///   - generator: the source of the initial weights.
    public func network(features: Int, ignoring ignored: [Int] = [], generator: Generator = .default) -> any Network {
        switch self {
        case .logistic: LogisticRegression(features: features, ignoring: ignored, generator: generator)
        }
    }
}

import NN
import Tensor

/// Logistic regression: the logit is a weighted sum of the measurements, `x wᵀ + b`.
public struct LogisticRegression: Network {
    /// The weights `[1, features]` and the bias `[1]`.
    public let linear: Linear

    /// - Parameters:
    ///   - features: the number of measurements of a row.
    ///   - ignored: features whose weight stays 0, since they are constant in the training rows.
    ///   - generator: the source of the initial weights (Xavier's uniform ones).
    public init(features: Int, ignoring ignored: [Int] = [], generator: Generator = .default) {
        linear = Linear(features, 1, generator: generator)
        let isUsed = Tensor((0..<features).map { !ignored.contains($0) })
        linear.weight = Init.xavierUniform(linear.weight.shape, generator: generator) * isUsed
    }

    public func logits(_ x: Tensor) -> Tensor { linear(x) }
}

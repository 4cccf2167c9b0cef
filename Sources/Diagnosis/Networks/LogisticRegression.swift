import NN
import Tensor

/// Logistic regression: the logit is a weighted sum of the measurements, `x wᵀ + b`.
public struct LogisticRegression: Network {
    /// The weights `[1, features]` and the bias `[1]`.
    public let linear: Linear

    /// - Parameters:
    ///   - features: the number of measurements of a row.
    ///   - generator: the source of the initial weights (Xavier's uniform ones).
    public init(features: Int, generator: Generator = .default) {
        linear = Linear(features, 1, generator: generator)
        linear.weight = Init.xavierUniform(linear.weight.shape, generator: generator)
    }

    public func logits(_ x: Tensor) -> Tensor { linear(x) }

    public func prepare(for x: Tensor, ignoring ignored: [Int]) {
        linear.weight = linear.weight.detached() * Tensor((0..<x.shape[1]).map { !ignored.contains($0) })
    }
}

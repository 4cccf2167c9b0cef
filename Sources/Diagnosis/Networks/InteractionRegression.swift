import NN
import Tensor

/// Logistic regression with interactions: the logit is a weighted sum of the measurements and of the products of each two of them.
///
/// Each term has a mean of 0 over the training rows, so that what a measurement or a pair contributes is its weight times its value.
/// The products' weights start at 0: training begins with a logistic regression.
public struct InteractionRegression: WeightedSum {
    /// The standardized products.
    public let products: PairProducts
    /// The weights `[1, features + pairs]`, first those of the measurements, and the bias `[1]`.
    public let linear: Linear

    /// - Parameters:
    ///   - features: the number of measurements of a row.
    ///   - generator: the source of the measurements' initial weights (Xavier's uniform ones).
    /// - Precondition: there are at least two features.
    public init(features: Int, generator: Generator = .default) {
        products = PairProducts(features: features)
        let pairs = products.mean.count
        linear = Linear(features + pairs, 1, generator: generator)
        let weights = Init.xavierUniform([1, features], generator: generator)
        linear.weight = .concatenate([weights, .zeros([1, pairs])], dim: 1)
    }

    public var terms: [[Int]] {
        let features = linear.weight.shape[1] - products.mean.count
        return (0..<features).map { [$0] } + PairProducts.pairs(features).map { [$0, $1] }
    }

    public func values(ofTerms x: Tensor) -> Tensor { .concatenate([x, products(x)], dim: 1) }

    public func logits(_ x: Tensor) -> Tensor { linear(values(ofTerms: x)) }

    /// Standardizes the products by the training rows. What is constant in them keeps a weight of 0.
    public func prepare(for x: Tensor, ignoring ignored: [Int]) {
        products.fit(x)
        linear.weight = linear.weight.detached() * Tensor((0..<linear.weight.shape[1]).map { !ignored.contains($0) })
    }
}

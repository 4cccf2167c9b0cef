import NN
import Tensor

extension Classifier {
    /// A term's weight in a weighted sum.
    public struct Weight: Hashable, Sendable {
        /// The names of the feature, or of the two features whose product it is.
        public let features: [String]
        /// What a standard deviation of the term adds to the logit.
        public let weight: Double

        /// The feature's name; of a pair, both with a sign of multiplication between.
        public var name: String { features.joined(separator: " × ") }
    }

    /// The weights of the standardized terms, by descending magnitude, and the bias; nil unless the logit is a weighted sum.
    ///
    /// A weight is no importance: features that measure one thing share theirs as chance would have it.
    public var weights: (weights: [Weight], bias: Double)? {
        guard let sum = network as? any WeightedSum else { return nil }
        let weights = zip(sum.terms, sum.linear.weight.array(of: Double.self)).map { term, weight in
            Weight(features: term.map { features[$0] }, weight: weight)
        }
        return (weights.sorted { abs($0.weight) > abs($1.weight) }, sum.linear.bias?.item() ?? 0)
    }
}

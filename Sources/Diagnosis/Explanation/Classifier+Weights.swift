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

    /// The weights of the standardized terms, by descending magnitude, and the bias; nil unless the logit is a weighted sum. Of an
    /// ensemble, the means over its members.
    ///
    /// A weight is no importance: features that measure one thing share theirs as chance would have it.
    public var weights: (weights: [Weight], bias: Double)? {
        let sums = members.compactMap { $0 as? any WeightedSum }
        guard let first = sums.first, sums.count == members.count else { return nil }
        func mean(_ values: [Double]) -> Double { values.count == 1 ? values[0] : values.reduce(0, +) / Double(values.count) }
        let ofMembers = sums.map { $0.linear.weight.array(of: Double.self) }
        let weights = first.terms.enumerated().map { index, term in
            Weight(features: term.map { features[$0] }, weight: mean(ofMembers.map { $0[index] }))
        }
        return (weights.sorted { abs($0.weight) > abs($1.weight) }, mean(sums.map { $0.linear.bias?.item() ?? 0 }))
    }
}

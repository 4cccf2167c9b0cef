import Tensor

extension Classifier {
    /// How the logit of each row comes about.
    ///
    /// A network that sums weighted terms is explained exactly, others by integrated gradients from the training rows' mean. Of an
    /// ensemble, logits and contributions are the means over its members.
    ///
    /// - Parameter measurements: float64 `[rows, features]`, NaN where missing.
    public func explain(_ measurements: Tensor) -> [Explanation] {
        let x = standardized(measurements)
        let attribution = Attribution(averaging: members.map { Attribution(of: $0, at: x) })
        let (contributions, width) = (attribution.contributions.array(of: Double.self), attribution.terms.count)
        let names = attribution.terms.map { $0.map { features[$0] } }
        return attribution.logits.indices.map { row in
            let parts = zip(names, contributions[row * width..<(row + 1) * width])
                .map { Explanation.Part(features: $0, contribution: $1) }
                .sorted { abs($0.contribution) > abs($1.contribution) }
            return Explanation(
                method: attribution.method, baseline: attribution.baseline, logit: attribution.logits[row],
                members: members.count, scaling: scaling, parts: parts, gap: attribution.gaps[row])
        }
    }
}

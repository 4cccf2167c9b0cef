import Tensor

/// The threshold that minimizes the expected cost where a missed positive costs as much as `missedCost` false alarms and the
/// probabilities are calibrated: 1 / (1 + missedCost) (Elkan, IJCAI 2001).
///
/// 1/21 where a missed case costs as much as twenty false alarms. Decisions are positive from the threshold on.
///
/// - Precondition: `missedCost` is positive and finite.
public func calibratedThreshold(missedCost: Double) -> Double {
    requireCost(missedCost, "calibratedThreshold")
    return 1 / (1 + missedCost)
}

/// The threshold with the lowest cost on given predictions, for probabilities that need not be calibrated.
///
/// Chosen on validation rows, never on the rows that the threshold is then judged by. Decisions are positive from the threshold on.
public struct CostThreshold: Hashable, Sendable {
    /// The middle of the interval from ``lower`` to ``upper``.
    public let threshold: Double
    /// The cost does not depend on where in (lower, upper] the threshold is.
    public let lower: Double
    /// The largest threshold of this cost.
    public let upper: Double
    /// The mean cost a case, in false alarms: (missedCost · FN + FP) / n.
    public let cost: Double

    /// Chooses the threshold of the lowest cost.
    ///
    /// The cost changes only at probabilities that occur. Of neighbouring thresholds of the lowest cost the middle is taken, with 0
    /// and 1 as outer bounds; of several such intervals the widest, and of equally wide ones the lowest.
    ///
    /// - Parameter missedCost: how many false alarms cost as much as a missed positive.
    /// - Precondition: `missedCost` is positive and finite.
    /// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, a probability is not in [0, 1], or a
    ///   class is missing.
    public init(_ probabilities: Tensor, _ labels: Tensor, missedCost: Double) throws(InputError) {
        requireCost(missedCost, "CostThreshold")
        let cases = try LabelledScores(probabilities, labels, "CostThreshold").probabilities().withBothClasses()
        let counts = OutcomeCounts(cases)
        let costs = counts.truePositives.indices.map {
            missedCost * Double(counts.positives - counts.truePositives[$0]) + Double(counts.falsePositives[$0])
        }
        let lowest = costs.reduce(.infinity, min)
        // Costs that are equal in exact arithmetic may differ by their rounding.
        let isLowest = costs.map { $0 <= lowest * (1 + 1e-12) }
        // A threshold in (bounds[i + 1], bounds[i]] leaves the first i scores at or above it.
        let bounds = [1] + counts.scores + [0]
        var best = (lower: 0.0, upper: 0.0, width: -1.0)
        var start = 0
        while start < isLowest.count {
            var end = start
            while end < isLowest.count && isLowest[end] { end += 1 }
            // An interval without a width holds a threshold only below the lowest score.
            let width = end > start ? bounds[start] - bounds[end] : -1
            let isEmpty = width == 0 && end <= counts.scores.count
            if width >= best.width && width >= 0 && !isEmpty { best = (bounds[end], bounds[start], width) }
            start = max(end, start + 1)
        }
        (lower, upper) = (best.lower, best.upper)
        let middle = lower + (upper - lower) / 2
        threshold = middle > lower ? middle : upper
        cost = lowest / Double(cases.count)
    }
}

private func requireCost(_ cost: Double, _ operation: String) {
    if !(cost > 0 && cost.isFinite) { trap(operation, "the cost must be positive and finite, got \(cost)") }
}

import Glibc
import Tensor

/// The mean negative log-likelihood of probabilities of the positive class: -Σ (y ln p + (1 - y) ln (1 - p)) / n.
///
/// Probabilities are clipped to [ε, 1 - ε], since a single wrong 0 or 1 would make the sum infinite; by default ε is the spacing of
/// float64 at 1, as in scikit-learn's `log_loss`. NaN where there are no cases, or a probability is NaN.
///
/// - Precondition: `probabilities` and `labels` have the same shape; probabilities are in [0, 1], labels bools, or 0 or 1;
///   `clippedAt` is in [0, 0.5).
public func logLoss(_ probabilities: Tensor, _ labels: Tensor, clippedAt epsilon: Double = .ulpOfOne) -> Double {
    trapping { () throws(InputError) in
        try LabelledScores(probabilities, labels, "logLoss").probabilitiesOrNaN().logLoss(clippedAt: epsilon)
    }
}

/// ``logLoss(_:_:clippedAt:)`` for data from outside the program, which throws instead of trapping.
///
/// - Precondition: `clippedAt` is in [0, 0.5).
/// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, or a probability is not in [0, 1].
public func logLoss(
    checking probabilities: Tensor, _ labels: Tensor, clippedAt epsilon: Double = .ulpOfOne
) throws(InputError) -> Double {
    try LabelledScores(probabilities, labels, "logLoss").probabilities().logLoss(clippedAt: epsilon)
}

extension LabelledScores {
    func logLoss(clippedAt epsilon: Double) -> Double {
        if !(epsilon >= 0 && epsilon < 0.5) { trap("logLoss", "clippedAt must be in [0, 0.5), got \(epsilon)") }
        // Both comparisons are false for NaN, which is kept.
        let losses = zip(scores, isPositive).lazy.map { probability, isPositive in
            let clipped = probability < epsilon ? epsilon : probability > 1 - epsilon ? 1 - epsilon : probability
            return -(isPositive ? log(clipped) : log1p(-clipped))
        }
        return losses.reduce(0, +) / Double(count)
    }
}

import Tensor

/// The area under the ROC curve: the probability that a positive case scores above a negative one, equal scores counting half.
///
/// Exact: the comparisons are counted in whole numbers, and divided once. NaN where a class is missing, or a score is NaN.
///
/// - Precondition: one shape; labels are bools, or 0 or 1.
public func rocAUC(_ scores: Tensor, _ labels: Tensor) -> Double {
    let steps = ROCStep.all(scores, labels, "rocAUC")
    let (positives, negatives) = (steps.reduce(0) { $0 + $1.positives }, steps.reduce(0) { $0 + $1.negatives })
    if steps.contains(where: { $0.score.isNaN }) { return .nan }
    var above = 0
    var twiceWon = 0
    for step in steps {
        twiceWon += step.negatives * (2 * above + step.positives)
        above += step.positives
    }
    return ratio(twiceWon, 2 * positives * negatives)
}

/// The ROC curve: for each threshold, what share of the negatives and of the positives scores as high or higher.
///
/// All float64 `[k]`, by falling thresholds: infinity first, where the curve starts at (0, 0), then each distinct score (scikit-learn's
/// `roc_curve` without dropping points). The rate of a class that is missing is NaN.
///
/// - Precondition: one shape; labels are bools, or 0 or 1; no score is NaN.
public func rocCurve(
    _ scores: Tensor, _ labels: Tensor
) -> (falsePositiveRate: Tensor, truePositiveRate: Tensor, thresholds: Tensor) {
    let steps = ROCStep.all(scores, labels, "rocCurve")
    if steps.contains(where: { $0.score.isNaN }) { trap("rocCurve", "a score is NaN") }
    let (positives, negatives) = (steps.reduce(0) { $0 + $1.positives }, steps.reduce(0) { $0 + $1.negatives })
    var (falsePositives, truePositives) = (0, 0)
    var (x, y) = ([ratio(0, negatives)], [ratio(0, positives)])
    var thresholds = [Double.infinity]
    for step in steps {
        falsePositives += step.negatives
        truePositives += step.positives
        x.append(ratio(falsePositives, negatives))
        y.append(ratio(truePositives, positives))
        thresholds.append(step.score)
    }
    return (Tensor(x, dtype: .float64), Tensor(y, dtype: .float64), Tensor(thresholds, dtype: .float64))
}

/// The cases that share a score.
private struct ROCStep {
    let score: Double
    var positives = 0
    var negatives = 0

    /// By falling score.
    static func all(_ scores: Tensor, _ labels: Tensor, _ operation: String) -> [ROCStep] {
        requireSameShape(operation, scores, labels)
        let cases = zip(scores.array(of: Double.self), labels.flags(operation, "labels"))
        var steps: [ROCStep] = []
        // NaN, which has no order, comes first.
        for (score, isPositive) in cases.sorted(by: { $0.0 > $1.0 || $0.0.isNaN && !$1.0.isNaN }) {
            if steps.last?.score != score { steps.append(ROCStep(score: score)) }
            if isPositive { steps[steps.count - 1].positives += 1 } else { steps[steps.count - 1].negatives += 1 }
        }
        return steps
    }
}

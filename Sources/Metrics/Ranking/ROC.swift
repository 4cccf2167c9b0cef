import Tensor

/// The area under the ROC curve: the probability that a positive case scores higher than a negative one, ties counting half.
///
/// Exact: pairs are counted in integers, and divided once. NaN where a class is missing, or a score is NaN.
///
/// - Precondition: `scores` and `labels` have the same shape; labels are bools, or 0 or 1.
public func rocAUC(_ scores: Tensor, _ labels: Tensor) -> Double {
    trapping { () throws(InputError) in area(ROCStep.all(try LabelledScores(scores, labels, "rocAUC"))) }
}

/// ``rocAUC(_:_:)`` for data from outside the program, which throws instead of trapping.
///
/// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, a score is NaN, or a class is missing.
public func rocAUC(checking scores: Tensor, _ labels: Tensor) throws(InputError) -> Double {
    area(try ROCStep.checked(scores, labels, "rocAUC"))
}

private func area(_ steps: [ROCStep]) -> Double {
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

/// The ROC curve: for each threshold, the fractions of negatives and of positives whose score is at least the threshold.
///
/// All three are float64 `[k]`, by descending thresholds: infinity first, where the curve starts at (0, 0), then each distinct
/// score (scikit-learn's `roc_curve` with `drop_intermediate=False`). The rate of a class that is missing is NaN.
///
/// - Precondition: `scores` and `labels` have the same shape; labels are bools, or 0 or 1; no score is NaN.
public func rocCurve(
    _ scores: Tensor, _ labels: Tensor
) -> (falsePositiveRate: Tensor, truePositiveRate: Tensor, thresholds: Tensor) {
    trapping { () throws(InputError) in
        curve(ROCStep.all(try LabelledScores(scores, labels, "rocCurve").ordered()))
    }
}

/// ``rocCurve(_:_:)`` for data from outside the program, which throws instead of trapping.
///
/// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, a score is NaN, or a class is missing.
public func rocCurve(
    checking scores: Tensor, _ labels: Tensor
) throws(InputError) -> (falsePositiveRate: Tensor, truePositiveRate: Tensor, thresholds: Tensor) {
    curve(try ROCStep.checked(scores, labels, "rocCurve"))
}

private func curve(
    _ steps: [ROCStep]
) -> (falsePositiveRate: Tensor, truePositiveRate: Tensor, thresholds: Tensor) {
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

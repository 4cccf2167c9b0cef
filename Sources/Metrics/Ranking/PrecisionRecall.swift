import Tensor

/// The average precision: Σ (Rₖ - Rₖ₋₁) Pₖ over the distinct scores, descending, where P and R are precision and recall of
/// predicting positive from that score on (scikit-learn's `average_precision_score`).
///
/// A guess has the prevalence. NaN where there are no positive cases, or a score is NaN.
///
/// - Precondition: `scores` and `labels` have the same shape; labels are bools, or 0 or 1.
public func averagePrecision(_ scores: Tensor, _ labels: Tensor) -> Double {
    trapping { () throws(InputError) in average(ROCStep.all(try LabelledScores(scores, labels, "averagePrecision"))) }
}

/// ``averagePrecision(_:_:)`` for data from outside the program, which throws instead of trapping.
///
/// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, a score is NaN, or a class is missing.
public func averagePrecision(checking scores: Tensor, _ labels: Tensor) throws(InputError) -> Double {
    average(try ROCStep.checked(scores, labels, "averagePrecision"))
}

private func average(_ steps: [ROCStep]) -> Double {
    if steps.contains(where: \.score.isNaN) { return .nan }
    let positives = steps.reduce(0) { $0 + $1.positives }
    var (found, predicted, sum) = (0, 0, 0.0)
    for step in steps {
        found += step.positives
        predicted += step.positives + step.negatives
        sum += Double(step.positives) * ratio(found, predicted)
    }
    return sum / Double(positives)
}

/// The precision-recall curve: for each threshold, precision and recall of predicting positive where the score is at least the
/// threshold.
///
/// All three are float64 `[k]`, by descending thresholds: infinity first, with precision 1 and recall 0, then each distinct score
/// (scikit-learn's `precision_recall_curve` in the opposite order). Recall is NaN where there are no positive cases.
///
/// - Precondition: `scores` and `labels` have the same shape; labels are bools, or 0 or 1; no score is NaN.
public func precisionRecallCurve(
    _ scores: Tensor, _ labels: Tensor
) -> (precision: Tensor, recall: Tensor, thresholds: Tensor) {
    trapping { () throws(InputError) in
        curve(ROCStep.all(try LabelledScores(scores, labels, "precisionRecallCurve").ordered()))
    }
}

/// ``precisionRecallCurve(_:_:)`` for data from outside the program, which throws instead of trapping.
///
/// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, a score is NaN, or a class is missing.
public func precisionRecallCurve(
    checking scores: Tensor, _ labels: Tensor
) throws(InputError) -> (precision: Tensor, recall: Tensor, thresholds: Tensor) {
    curve(try ROCStep.checked(scores, labels, "precisionRecallCurve"))
}

private func curve(_ steps: [ROCStep]) -> (precision: Tensor, recall: Tensor, thresholds: Tensor) {
    let positives = steps.reduce(0) { $0 + $1.positives }
    var (found, predicted) = (0, 0)
    var (precision, recall, thresholds) = ([1.0], [ratio(0, positives)], [Double.infinity])
    for step in steps {
        found += step.positives
        predicted += step.positives + step.negatives
        precision.append(ratio(found, predicted))
        recall.append(ratio(found, positives))
        thresholds.append(step.score)
    }
    return (Tensor(vector: precision), Tensor(vector: recall), Tensor(vector: thresholds))
}

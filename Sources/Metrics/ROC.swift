import Tensor

/// The area under the ROC curve: the probability that a positive case scores higher than a negative one, ties counting half.
///
/// Exact: pairs are counted in integers, and divided once. NaN where a class is missing, or a score is NaN.
///
/// - Precondition: `scores` and `labels` have the same shape; labels are bools, or 0 or 1.
public func rocAUC(_ scores: Tensor, _ labels: Tensor) -> Double {
    trapping { () throws(InputError) in area(try ROCStep.all(scores, labels, "rocAUC")) }
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
        try ROCStep.requireOrder(scores, "rocCurve")
        return curve(try ROCStep.all(scores, labels, "rocCurve"))
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

/// The cases with the same score.
private struct ROCStep {
    let score: Double
    var positives = 0
    var negatives = 0

    /// Steps whose scores are ordered and whose labels are of both classes.
    static func checked(_ scores: Tensor, _ labels: Tensor, _ operation: String) throws(InputError) -> [ROCStep] {
        let steps = try all(scores, labels, operation)
        try requireOrder(scores, operation)
        if !steps.contains(where: { $0.positives > 0 }) || !steps.contains(where: { $0.negatives > 0 }) {
            throw InputError(.value, operation, "there must be labels of both classes among \(labels.count)")
        }
        return steps
    }

    /// Throws where a score is NaN.
    static func requireOrder(_ scores: Tensor, _ operation: String) throws(InputError) {
        guard let position = scores.array(of: Double.self).firstIndex(where: \.isNaN) else { return }
        throw InputError(.value, operation, "a score is NaN", at: scores.index(ofPosition: position))
    }

    /// Steps by descending score.
    static func all(_ scores: Tensor, _ labels: Tensor, _ operation: String) throws(InputError) -> [ROCStep] {
        try requireSameShape(operation, scores, labels)
        let cases = zip(scores.array(of: Double.self), try labels.flags(operation, "labels"))
        var steps: [ROCStep] = []
        // NaN compares with nothing, and is sorted first.
        for (score, isPositive) in cases.sorted(by: { $0.0 > $1.0 || $0.0.isNaN && !$1.0.isNaN }) {
            if steps.last?.score != score { steps.append(ROCStep(score: score)) }
            if isPositive { steps[steps.count - 1].positives += 1 } else { steps[steps.count - 1].negatives += 1 }
        }
        return steps
    }
}

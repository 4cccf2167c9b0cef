import Tensor

/// The cases with the same score.
struct ROCStep {
    let score: Double
    var positives = 0
    var negatives = 0

    /// Steps whose scores are ordered and whose labels are of both classes.
    static func checked(_ scores: Tensor, _ labels: Tensor, _ operation: String) throws(InputError) -> [ROCStep] {
        all(try LabelledScores(scores, labels, operation).ordered().withBothClasses())
    }

    /// Steps by descending score. Each NaN is a step of its own, and comes first.
    static func all(_ cases: LabelledScores) -> [ROCStep] {
        var steps: [ROCStep] = []
        for position in cases.descending() {
            let score = cases.scores[position]
            if steps.last?.score != score { steps.append(ROCStep(score: score)) }
            if cases.isPositive[position] {
                steps[steps.count - 1].positives += 1
            } else {
                steps[steps.count - 1].negatives += 1
            }
        }
        return steps
    }
}

import Tensor

/// Scores, or probabilities, with the classes of their cases. What a metric asks of them is checked by name.
struct LabelledScores {
    let scores: [Double]
    let isPositive: [Bool]

    private let tensor: Tensor
    private let operation: String

    /// Throws where the shapes differ, or a label is neither 0 nor 1.
    init(_ scores: Tensor, _ labels: Tensor, _ operation: String) throws(InputError) {
        try requireSameShape(operation, scores, labels)
        self.scores = scores.array(of: Double.self)
        isPositive = try labels.flags(operation, "labels")
        (tensor, self.operation) = (scores, operation)
    }

    var count: Int { scores.count }
    var positives: Int { isPositive.count(where: \.self) }

    /// The positions of the cases by descending score, NaN first.
    func descending() -> [Int] {
        tensor.detached().to(.float64).reshape([count]).argsort(descending: true).array(of: Int.self)
    }

    /// Throws where there are no cases.
    func notEmpty() throws(InputError) -> LabelledScores {
        if count == 0 { throw InputError(.shape, operation, "there must be at least one case") }
        return self
    }

    /// Throws where a class is missing.
    func withBothClasses() throws(InputError) -> LabelledScores {
        if positives == 0 || positives == count {
            throw InputError(.value, operation, "there must be labels of both classes among \(count)")
        }
        return self
    }

    /// Throws where a score is NaN, which has no rank.
    func ordered() throws(InputError) -> LabelledScores { try require { $0.isNaN ? "a score is NaN" : nil } }

    /// Throws where a score is NaN or infinite.
    func finite() throws(InputError) -> LabelledScores {
        try require { $0.isFinite ? nil : "a score must be finite, got \($0)" }
    }

    /// Throws where a score is not between 0 and 1.
    func probabilities() throws(InputError) -> LabelledScores {
        try require { (0...1).contains($0) ? nil : "a probability must be between 0 and 1, got \($0)" }
    }

    /// Throws where a score is below 0 or above 1. NaN is neither.
    func probabilitiesOrNaN() throws(InputError) -> LabelledScores {
        try require { $0 < 0 || $0 > 1 ? "a probability must be between 0 and 1, got \($0)" : nil }
    }

    private func require(_ problem: (Double) -> String?) throws(InputError) -> LabelledScores {
        guard let position = scores.firstIndex(where: { problem($0) != nil }) else { return self }
        throw InputError(
            .value, operation, problem(scores[position]) ?? "", at: tensor.index(ofPosition: position))
    }
}

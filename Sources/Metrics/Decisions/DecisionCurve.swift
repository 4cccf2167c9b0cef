import Tensor

/// Net benefit over thresholds: decision curve analysis (Vickers & Elkin, Medical Decision Making 26, 2006).
///
/// At a threshold t, where a missed positive is worth (1 - t) / t false alarms, the net benefit of treating whoever has a
/// probability of at least t is TP / n - FP / n · t / (1 - t): true positives a case, less the false positives in their currency.
///
/// ```swift
/// let curve = try DecisionCurve(probabilities, labels)
/// for (t, benefit) in zip(curve.thresholds, curve.model) { print(t, benefit) }
/// ```
public struct DecisionCurve: Hashable, Sendable {
    /// The thresholds t.
    public let thresholds: [Double]
    /// The net benefit of treating by the model, for each threshold.
    public let model: [Double]
    /// The net benefit of treating all: ȳ - (1 - ȳ) t / (1 - t), where ȳ is the prevalence.
    public let treatAll: [Double]
    /// The net benefit of treating none, which is 0.
    public var treatNone: [Double] { thresholds.map { _ in 0 } }

    /// The thresholds 0.01, 0.02, ..., 0.99.
    public static let hundredths = (1...99).map { Double($0) / 100 }

    /// The decision curve of probabilities of the positive class.
    ///
    /// - Throws: ``/Tensor/InputError`` where the shapes differ, there are no cases, a label is neither 0 nor 1, a probability is not
    ///   in [0, 1], or a threshold is not in [0, 1).
    public init(
        _ probabilities: Tensor, _ labels: Tensor, thresholds: [Double] = DecisionCurve.hundredths
    ) throws(InputError) {
        if let index = thresholds.firstIndex(where: { !($0 >= 0 && $0 < 1) }) {
            throw InputError(.value, "DecisionCurve", "a threshold must be in [0, 1), got \(thresholds[index])", at: [index])
        }
        let counts = OutcomeCounts(try LabelledScores(probabilities, labels, "DecisionCurve").notEmpty().probabilities())
        func benefit(_ truePositives: Int, _ falsePositives: Int, _ t: Double) -> Double {
            (Double(truePositives) - Double(falsePositives) * t / (1 - t)) / Double(counts.positives + counts.negatives)
        }
        self.thresholds = thresholds
        model = thresholds.map { t in
            let (truePositives, falsePositives) = counts.predictedPositive(from: t)
            return benefit(truePositives, falsePositives, t)
        }
        treatAll = thresholds.map { benefit(counts.positives, counts.negatives, $0) }
    }
}

/// How many cases of each class have at least a score, for any score.
struct OutcomeCounts {
    /// The distinct scores, descending, and how many cases of each class have at least that score.
    private(set) var scores: [Double] = []
    private(set) var truePositives: [Int] = [0]
    private(set) var falsePositives: [Int] = [0]

    var positives: Int { truePositives[scores.count] }
    var negatives: Int { falsePositives[scores.count] }

    init(_ cases: LabelledScores) {
        for step in ROCStep.all(cases) {
            truePositives.append(positives + step.positives)
            falsePositives.append(negatives + step.negatives)
            scores.append(step.score)
        }
    }

    func predictedPositive(from threshold: Double) -> (truePositives: Int, falsePositives: Int) {
        var (low, high) = (0, scores.count)
        while low < high {
            let middle = (low + high) / 2
            if scores[middle] >= threshold { low = middle + 1 } else { high = middle }
        }
        return (truePositives[low], falsePositives[low])
    }
}

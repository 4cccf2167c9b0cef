import Metrics
import Tensor

/// What gives each patient a set of diagnoses that holds the right one as often as is promised: split conformal prediction for each
/// class (``/Metrics/ConformalClassifier``).
public struct PredictionSets: Hashable, Sendable {
    /// The share of each class's patients whose set holds the right class, on average over calibration rows.
    public let coverage: Double
    /// The calibration rows' scores: class 0 is benign, 1 malignant.
    public var conformal: ConformalClassifier { scores.value }
    private let scores: SharedScores

    /// - Precondition: the coverage is between 0 and 1.
    public init(coverage: Double, _ conformal: ConformalClassifier) {
        if !(coverage > 0 && coverage < 1) { trap("PredictionSets", "the coverage must be between 0 and 1, got \(coverage)") }
        (self.coverage, scores) = (coverage, SharedScores(conformal))
    }

    /// The number of calibration rows that a class must have: with fewer, every set would hold it.
    public static func leastRows(coverage: Double) -> Int {
        // Quotients within 1e-9 of an integer count as that integer: 0.9 / (1 - 0.9) is 9.000000000000002.
        Int(min((coverage / (1 - coverage) - 1e-9).rounded(.up), 1e15))
    }

    /// The diagnoses that each row may have: probabilities of malignancy `[rows, 1]` to bool `[rows, 2]`, benign and malignant.
    ///
    /// - Throws: ``/Tensor/InputError`` where a probability is not in [0, 1].
    public func callAsFunction(_ probabilities: Tensor) throws(InputError) -> Tensor {
        try conformal.predictionSets(probabilities, level: coverage)
    }
}

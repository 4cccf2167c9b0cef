import Diagnosis
import Kindling

/// The result of training, as `--json` prints it, with names in snake case.
struct TrainingSummary: Encodable {
    struct Feature: Encodable {
        let name: String
        let weight: Double
    }

    struct Comparison: Encodable {
        let epochs = Baseline.epochs
        let learningRate = Baseline.learningRate
        let trainAccuracy: Double
        let testAccuracy: Double
    }

    /// The listed features.
    private static let topCount = 10

    let epochs: Int
    let bestEpoch: Int
    let steps: Int
    let trainAccuracy: Double
    let testAccuracy: Double
    @NullIfNaN var auc: Double
    /// [[TN, FP], [FN, TP]]
    let confusion: [[Int]]
    @NullIfNaN var sensitivity: Double
    @NullIfNaN var specificity: Double
    let losses: [Double]
    let topFeatures: [Feature]
    /// The features that are constant in the training rows.
    let constantFeatures: [String]
    /// The seconds that this process trained.
    let trainSeconds: Double
    let baseline: Comparison

    /// - Parameters:
    ///   - rows: the training and the test rows.
    ///   - constantFeatures: those of the classifier's features that are constant in the training rows.
    init(
        _ result: TrainingResult<EpochRow>, _ trained: Classifier, baseline: LogisticRegression,
        _ rows: (train: TensorDataset, test: TensorDataset), constantFeatures: [String], seconds: Double
    ) {
        func evaluation(_ rows: TensorDataset, _ probabilities: (Tensor) -> Tensor) -> Evaluation {
            Evaluation(evaluating { probabilities(rows.features) }, rows.labels, threshold: trained.threshold)
        }
        let test = evaluation(rows.test, trained.probabilities(standardized:))
        epochs = result.history.count
        bestEpoch = result.epoch
        steps = result.steps
        trainAccuracy = evaluation(rows.train, trained.probabilities(standardized:)).confusion.accuracy
        testAccuracy = test.confusion.accuracy
        auc = test.auc
        confusion = test.confusion.matrix
        sensitivity = test.confusion.sensitivity
        specificity = test.confusion.specificity
        losses = result.history.map { $0.row.loss.value ?? .nan }
        topFeatures = Array(Feature.byWeight(trained).prefix(TrainingSummary.topCount))
        self.constantFeatures = constantFeatures
        trainSeconds = seconds
        self.baseline = Comparison(
            trainAccuracy: evaluation(rows.train, baseline.callAsFunction).confusion.accuracy,
            testAccuracy: evaluation(rows.test, baseline.callAsFunction).confusion.accuracy)
    }
}

extension TrainingSummary.Feature {
    /// The features by descending |weight| of the standardized measurement.
    static func byWeight(_ classifier: Classifier) -> [Self] {
        guard let weights = classifier.linear?.weights else { return [] }
        return zip(classifier.features, weights).map { Self(name: $0, weight: $1) }.sorted { abs($0.weight) > abs($1.weight) }
    }
}

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

    init(
        _ result: TrainingResult<EpochRow>, _ trained: Diagnostician, baseline: Diagnostician, _ rows: SplitRows,
        seconds: Double
    ) {
        let test = trained.evaluation(rows.test)
        epochs = result.history.count
        bestEpoch = result.epoch
        steps = result.steps
        trainAccuracy = trained.evaluation(rows.train).confusion.accuracy
        testAccuracy = test.confusion.accuracy
        auc = test.auc
        confusion = test.confusion.matrix
        sensitivity = test.confusion.sensitivity
        specificity = test.confusion.specificity
        losses = result.history.map { $0.row.loss.value ?? .nan }
        topFeatures = trained.importance.prefix(TrainingSummary.topCount).map { Feature(name: $0.feature, weight: $0.weight) }
        constantFeatures = rows.constantColumns.map { trained.features[$0] }
        trainSeconds = seconds
        self.baseline = Comparison(
            trainAccuracy: baseline.evaluation(rows.train).confusion.accuracy,
            testAccuracy: baseline.evaluation(rows.test).confusion.accuracy)
    }
}

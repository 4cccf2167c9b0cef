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

    /// How an ensemble's networks were trained.
    struct Member: Encodable {
        let epochs: Int
        let bestEpoch: Int
        let steps: Int
    }

    /// How the threshold was found that a cost was stated for.
    struct Threshold: Encodable {
        let threshold: Double
        let missedCost: Double
        let found: String
    }

    /// The logit is multiplied by the slope and the intercept added.
    struct Calibration: Encodable {
        let slope: Double
        let intercept: Double
    }

    /// Prediction sets and the rows that promise their coverage.
    struct Coverage: Encodable {
        let coverage: Double
        let benignRows: Int
        let malignantRows: Int
    }

    /// Of an ensemble, those of the network with the most epochs.
    let epochs: Int
    let bestEpoch: Int
    /// Of all networks.
    let steps: Int
    let trainAccuracy: Double
    let testAccuracy: Double
    @NullIfNaN var auc: Double
    /// [[TN, FP], [FN, TP]]
    let confusion: [[Int]]
    @NullIfNaN var sensitivity: Double
    @NullIfNaN var specificity: Double
    /// Of an ensemble, those of the network with the most epochs.
    let losses: [Double]
    /// The terms with the largest |weight|; none where the logit is no weighted sum.
    let topFeatures: [Feature]
    /// The features that are constant in the training rows.
    let constantFeatures: [String]
    /// The seconds that this process trained.
    let trainSeconds: Double
    let baseline: Comparison
    // What is not used is left out.
    let members: [Member]?
    let calibration: Calibration?
    let coverage: Coverage?
    let threshold: Threshold?

    /// - Parameters:
    ///   - rows: the training and the test rows.
    ///   - constantFeatures: those of the classifier's features that are constant in the training rows.
    init(
        _ networks: TrainedNetworks, _ trained: Classifier, baseline: LogisticRegression,
        _ rows: (train: TensorDataset, test: TensorDataset), constantFeatures: [String], seconds: Double
    ) {
        func evaluation(_ rows: TensorDataset, _ probabilities: (Tensor) -> Tensor) -> Evaluation {
            Evaluation(evaluating { probabilities(rows.features) }, rows.labels, threshold: trained.threshold)
        }
        let test = evaluation(rows.test, trained.probabilities(standardized:))
        let all = networks.results
        let longest = all.reduce(all[0]) { $1.history.count > $0.history.count ? $1 : $0 }
        epochs = longest.history.count
        bestEpoch = longest.epoch
        steps = networks.steps
        trainAccuracy = evaluation(rows.train, trained.probabilities(standardized:)).confusion.accuracy
        testAccuracy = test.confusion.accuracy
        auc = test.auc
        confusion = test.confusion.matrix
        sensitivity = test.confusion.sensitivity
        specificity = test.confusion.specificity
        losses = longest.history.map { $0.row.loss.value ?? .nan }
        topFeatures = (trained.weights?.weights ?? []).prefix(TrainingSummary.topCount).map {
            Feature(name: $0.name, weight: $0.weight)
        }
        self.constantFeatures = constantFeatures
        trainSeconds = seconds
        self.baseline = Comparison(
            trainAccuracy: evaluation(rows.train, baseline.callAsFunction).confusion.accuracy,
            testAccuracy: evaluation(rows.test, baseline.callAsFunction).confusion.accuracy)
        members =
            trained.members.count == 1
            ? nil : all.map { Member(epochs: $0.history.count, bestEpoch: $0.epoch, steps: $0.steps) }
        calibration = trained.calibration.map { Calibration(slope: $0.slope, intercept: $0.intercept) }
        coverage = trained.predictionSets.map {
            let counts = $0.conformal.scores.map(\.count)
            return Coverage(coverage: $0.coverage, benignRows: counts[0], malignantRows: counts[1])
        }
        threshold = trained.recipe.flatMap { recipe in
            guard case .missedCost(let biopsies) = recipe.threshold else { return nil }
            return Threshold(threshold: trained.threshold, missedCost: biopsies, found: recipe.thresholdOrigin)
        }
    }
}

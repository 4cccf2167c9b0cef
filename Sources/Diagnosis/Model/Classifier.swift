import Data
import Metrics
import NN
import Tensor

/// A trained network, or an ensemble of them, and everything needed to apply it to raw measurements.
///
/// ```swift
/// let classifier = try Classifier(reading: "tumours.safetensors")
/// let (probabilities, badRow) = classifier.probabilities(measurements)
/// ```
///
/// It is used by any number of tasks at the same time.
public struct Classifier: Sendable {
    /// The networks, of which a classifier that is no ensemble has one: from standardized measurements to the logit of malignancy.
    public let members: [any Network]
    /// The names of the measurements, in the order of columns.
    public let features: [String]
    /// What replaces missing measurements; nil where none may be missing.
    public let imputer: Imputer?
    /// Subtracts the training rows' mean and divides by their standard deviation.
    public let scaler: StandardScaler
    /// The smallest and largest measurements of the training rows, float64 `[features]` each; nil in files of version 1.
    public let range: (minimum: Tensor, maximum: Tensor)?
    /// Makes probabilities of logits that agree with the frequencies of diagnoses; nil where probabilities are the networks' own.
    public internal(set) var calibration: PlattScaling? {
        get { scaling?.value }
        set { scaling = newValue.map(SharedScaling.init) }
    }
    private(set) var scaling: SharedScaling?
    /// What gives each patient a set of diagnoses; nil where the classifier was not trained for it.
    public internal(set) var predictionSets: PredictionSets?
    /// The lowest probability at which a tumour is called malignant.
    public internal(set) var threshold = 0.5
    /// How it was trained; nil in files of version 1.
    public let recipe: Recipe?
    /// What it was trained on; nil in files of version 1.
    public var record: TrainingRecord?

    /// A classifier of networks whose probabilities are their own.
    ///
    /// - Precondition: there is at least one member.
    init(
        members: [any Network], _ rows: StandardizedRows, features: [String], recipe: Recipe, record: TrainingRecord?
    ) {
        self.init(
            members: members, features: features, imputer: rows.imputer, scaler: rows.scaler,
            range: (rows.minimum, rows.maximum), recipe: recipe, record: record)
    }

    init(
        members: [any Network], features: [String], imputer: Imputer?, scaler: StandardScaler,
        range: (minimum: Tensor, maximum: Tensor)?, recipe: Recipe?, record: TrainingRecord?
    ) {
        if members.isEmpty { trap("Classifier", "a classifier must have at least one member") }
        (self.members, self.features, self.imputer, self.scaler) = (members, features, imputer, scaler)
        (self.range, self.recipe, self.record) = (range, recipe, record)
    }

    /// Imputed and standardized measurements.
    ///
    /// - Parameter measurements: float64 `[rows, features]`, NaN where missing.
    /// - Returns: float32 `[rows, features]`.
    public func standardized(_ measurements: Tensor) -> Tensor {
        scaler.transform(imputer?.transform(measurements) ?? measurements).to(.float32)
    }

    /// The probability of malignancy of each row of raw measurements, `[rows, 1]`, up to the first row that is too large for the
    /// network, and the index of that row. Of an ensemble it is the mean of the members' probabilities; where the classifier is
    /// calibrated, the calibrated one.
    public func probabilities(_ measurements: Tensor) -> (probabilities: Tensor, badRow: Int?) {
        let probabilities = probabilities(standardized: standardized(measurements))
        let badRow = probabilities.array(of: Double.self).firstIndex(where: \.isNaN)
        return (badRow.map { probabilities[..<$0] } ?? probabilities, badRow)
    }

    /// The probability of malignancy of each row of standardized measurements: `[rows, features]` to `[rows, 1]`, NaN of rows that are
    /// too large for the network.
    public func probabilities(standardized x: Tensor) -> Tensor {
        if let calibration { return calibration(logits(standardized: x)) }
        let each = evaluating { Tensor.concatenate(members.map { $0(x) }, dim: 1) }
        return members.count == 1 ? each : each.mean(dim: 1, keepDim: true)
    }

    /// The logit of each row's probability before any calibration: standardized measurements `[rows, features]` to float64 `[rows, 1]`.
    /// Of an ensemble it is the logit of the mean probability.
    public func logits(standardized x: Tensor) -> Tensor {
        let logits = memberLogits(x)
        if members.count == 1 { return logits }
        // Mean probabilities near 0 and 1 keep their digits as logarithms: ln Σ σ(z) - ln Σ σ(-z).
        return logits.logSigmoid().logSumExp(dim: 1, keepDim: true) - (-logits).logSigmoid().logSumExp(dim: 1, keepDim: true)
    }

    /// The probability of malignancy by each member: raw measurements `[rows, features]` to `[rows, members]`. Where the classifier is
    /// calibrated, each is put through the same calibration.
    public func memberProbabilities(_ measurements: Tensor) -> Tensor {
        let logits = memberLogits(standardized(measurements))
        return calibration?(logits) ?? logits.sigmoid()
    }

    /// float64 `[rows, members]`
    private func memberLogits(_ x: Tensor) -> Tensor {
        evaluating { Tensor.concatenate(members.map { $0.logits(x) }, dim: 1).to(.float64) }
    }

    /// Whether a probability is called malignant: it is at least ``threshold``.
    public func isMalignant(_ probability: Double) -> Bool { probability >= threshold }
}

extension Classifier {
    /// The weights of the standardized measurements and the bias; nil unless the logit is a weighted sum of them.
    public var linear: (weights: [Double], bias: Double)? {
        guard members.count == 1, let linear = (members[0] as? LogisticRegression)?.linear else { return nil }
        return (linear.weight.array(of: Double.self), linear.bias?.item() ?? 0)
    }
}

extension Classifier {
    /// Between which percentiles of the members' probabilities ``memberSpread(_:)`` is.
    public static let spreadPercentiles = (lower: 2.5, upper: 97.5)

    /// Between which probabilities the members are for each row of raw measurements, but for the lowest and the highest 2.5 % of them
    /// (interpolated between members); nil unless it is an ensemble.
    ///
    /// This is how much the networks differ, since they were trained on different draws of the rows. It is no interval that holds the
    /// right probability as often as its percentiles suggest: see ``predictionSets`` for a promise of coverage.
    public func memberSpread(_ measurements: Tensor) -> [ClosedRange<Double>]? {
        if members.count == 1 { return nil }
        let (each, percentiles) = (memberProbabilities(measurements), Classifier.spreadPercentiles)
        func bound(_ percentile: Double) -> [Double] { each.quantile(percentile / 100, dim: 1).array(of: Double.self) }
        return zip(bound(percentiles.lower), bound(percentiles.upper)).map { $0...max($0, $1) }
    }
}

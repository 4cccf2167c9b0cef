import Data
import NN
import Tensor

/// A trained network, and everything needed to apply it to raw measurements.
///
/// ```swift
/// let classifier = try Classifier(reading: "tumours.safetensors")
/// let (probabilities, badRow) = classifier.probabilities(measurements)
/// ```
///
/// It is read by any number of tasks at the same time.
public struct Classifier: Sendable {
    /// From standardized measurements to the logit of malignancy.
    public let network: any Network
    /// The names of the measurements, in the order of columns.
    public let features: [String]
    /// What replaces missing measurements; nil where none may be missing.
    public let imputer: Imputer?
    /// Subtracts the training rows' mean and divides by their standard deviation.
    public let scaler: StandardScaler
    /// The smallest and largest measurements of the training rows, float64 `[features]` each; nil in files of version 1.
    public let range: (minimum: Tensor, maximum: Tensor)?
    /// The lowest probability at which a tumour is called malignant.
    public let threshold: Double
    /// How it was trained; nil in files of version 1.
    public let recipe: Recipe?
    /// What it was trained on; nil in files of version 1.
    public var record: TrainingRecord?

    /// A classifier from its parts.
    public init(
        network: any Network, _ rows: StandardizedRows, features: [String], recipe: Recipe, record: TrainingRecord?
    ) {
        self.network = network
        self.features = features
        (imputer, scaler, range) = (rows.imputer, rows.scaler, (rows.minimum, rows.maximum))
        threshold = recipe.threshold
        self.recipe = recipe
        self.record = record
    }

    init(
        network: any Network, features: [String], imputer: Imputer?, scaler: StandardScaler,
        range: (minimum: Tensor, maximum: Tensor)?, threshold: Double, recipe: Recipe?, record: TrainingRecord?
    ) {
        (self.network, self.features, self.imputer, self.scaler) = (network, features, imputer, scaler)
        (self.range, self.threshold, self.recipe, self.record) = (range, threshold, recipe, record)
    }

    /// Imputed and standardized measurements.
    ///
    /// - Parameter measurements: float64 `[rows, features]`, NaN where missing.
    /// - Returns: float32 `[rows, features]`.
    public func standardized(_ measurements: Tensor) -> Tensor {
        scaler.transform(imputer?.transform(measurements) ?? measurements).to(.float32)
    }

    /// The probability of malignancy of each row of raw measurements, `[rows, 1]`, up to the first row that is too large for the
    /// network, and the index of that row.
    public func probabilities(_ measurements: Tensor) -> (probabilities: Tensor, badRow: Int?) {
        let probabilities = evaluating { network(standardized(measurements)) }
        let badRow = probabilities.array(of: Double.self).firstIndex(where: \.isNaN)
        return (badRow.map { probabilities[..<$0] } ?? probabilities, badRow)
    }

    /// Whether a probability is called malignant: it is at least ``threshold``.
    public func isMalignant(_ probability: Double) -> Bool { probability >= threshold }
}

extension Classifier {
    /// The weights of the standardized measurements and the bias; nil unless the logit is a weighted sum of them.
    public var linear: (weights: [Double], bias: Double)? {
        guard let linear = (network as? LogisticRegression)?.linear else { return nil }
        return (linear.weight.array(of: Double.self), linear.bias?.item() ?? 0)
    }
}

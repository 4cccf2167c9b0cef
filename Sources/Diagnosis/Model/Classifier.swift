import Data
import NN
import Tensor

/// A trained network, or an ensemble of them, and everything needed to apply it to raw measurements.
///
/// ```swift
/// let classifier = try Classifier(reading: "tumours.safetensors")
/// let (probabilities, badRow) = classifier.probabilities(measurements)
/// ```
///
/// It is read by any number of tasks at the same time.
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
    /// The lowest probability at which a tumour is called malignant.
    public let threshold: Double
    /// How it was trained; nil in files of version 1.
    public let recipe: Recipe?
    /// What it was trained on; nil in files of version 1.
    public var record: TrainingRecord?

    /// A classifier from its parts.
    ///
    /// - Precondition: there is at least one member.
    public init(
        members: [any Network], _ rows: StandardizedRows, features: [String], recipe: Recipe, record: TrainingRecord?
    ) {
        if members.isEmpty { trap("Classifier", "a classifier must have at least one member") }
        self.members = members
        self.features = features
        (imputer, scaler, range) = (rows.imputer, rows.scaler, (rows.minimum, rows.maximum))
        threshold = recipe.threshold
        self.recipe = recipe
        self.record = record
    }

    init(
        members: [any Network], features: [String], imputer: Imputer?, scaler: StandardScaler,
        range: (minimum: Tensor, maximum: Tensor)?, threshold: Double, recipe: Recipe?, record: TrainingRecord?
    ) {
        (self.members, self.features, self.imputer, self.scaler) = (members, features, imputer, scaler)
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
    /// network, and the index of that row. Of an ensemble it is the mean of the members' probabilities.
    public func probabilities(_ measurements: Tensor) -> (probabilities: Tensor, badRow: Int?) {
        let probabilities = probabilities(standardized: standardized(measurements))
        let badRow = probabilities.array(of: Double.self).firstIndex(where: \.isNaN)
        return (badRow.map { probabilities[..<$0] } ?? probabilities, badRow)
    }

    /// The probability of malignancy of each row of standardized measurements: `[rows, features]` to `[rows, 1]`, NaN of rows that are
    /// too large for the network.
    public func probabilities(standardized x: Tensor) -> Tensor {
        let each = memberProbabilities(standardized: x)
        return members.count == 1 ? each : each.mean(dim: 1, keepDim: true)
    }

    /// The probability of malignancy by each member: raw measurements `[rows, features]` to `[rows, members]`.
    public func memberProbabilities(_ measurements: Tensor) -> Tensor {
        memberProbabilities(standardized: standardized(measurements))
    }

    private func memberProbabilities(standardized x: Tensor) -> Tensor {
        evaluating { .concatenate(members.map { $0(x) }, dim: 1) }
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

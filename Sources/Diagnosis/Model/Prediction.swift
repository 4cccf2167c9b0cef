import Tensor

/// What a classifier says of one row: what commands print and servers answer.
public struct Prediction: Hashable, Sendable {
    /// What identifies the row, if its file says it.
    public let identifier: String?
    /// The probability of malignancy.
    public let probability: Double
    /// Whether the tumour is called malignant: the probability is at least the classifier's threshold.
    public let isMalignant: Bool
    /// Between which probabilities an ensemble's members are, see ``Classifier/memberSpread(_:)``: how far they disagree, which promises no
    /// coverage.
    public let spread: ClosedRange<Double>?
    /// The measurements that are far outside the training rows' range. What a model says there is extrapolated.
    public let outOfRange: [OutOfRange]

    /// The diagnosis in a word.
    public var diagnosis: String { Diagnoses.names[isMalignant ? 1 : 0] }
    /// The probability of the diagnosis.
    public var confidence: Double { isMalignant ? probability : 1 - probability }
}

extension Classifier {
    /// What it says of each row, up to the first one that is too large for the network, and the index of that row.
    ///
    /// ```swift
    /// let (predictions, _) = classifier.predict(rows.measurements, identifiers: rows.identifiers)
    /// print(predictions[0].diagnosis, predictions[0].probability)
    /// ```
    ///
    /// - Parameters:
    ///   - measurements: float64 `[rows, features]`, NaN where missing.
    ///   - identifiers: what identifies each row; nil where nothing does.
    public func predict(
        _ measurements: Tensor, identifiers: [String]? = nil
    ) -> (predictions: [Prediction], badRow: Int?) {
        let (probabilities, badRow) = probabilities(measurements)
        let measurements = measurements[..<probabilities.shape[0]]
        let (spreads, outOfRange) = (memberSpread(measurements), outOfRange(measurements))
        let predictions = probabilities.array(of: Double.self).enumerated().map { row, probability in
            Prediction(
                identifier: identifiers?[row], probability: probability, isMalignant: isMalignant(probability),
                spread: spreads?[row], outOfRange: outOfRange[row])
        }
        return (predictions, badRow)
    }
}

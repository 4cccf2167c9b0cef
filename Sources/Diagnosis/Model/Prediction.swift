import Tensor

/// What a classifier says of one row: what commands print and servers answer.
public struct Prediction: Hashable, Sendable {
    /// A measurement far from all training rows'.
    public struct Extreme: Codable, Hashable, Sendable {
        /// The feature's name.
        public let feature: String
        /// The measurement.
        public let value: Double
        /// How many standard deviations of the training rows it is above their mean; negative below.
        public let deviations: Double
    }

    /// What identifies the row, if its file says it.
    public let identifier: String?
    /// The probability of malignancy.
    public let probability: Double
    /// Whether the tumour is called malignant: the probability is at least the classifier's threshold.
    public let isMalignant: Bool
    /// Between which probabilities an ensemble's members are, see ``Classifier/memberSpread(_:)``: how far they disagree, which promises no
    /// coverage.
    public let spread: ClosedRange<Double>?
    /// The diagnoses that the patient may have, see ``Classifier/predictionSets``; nil where the classifier was not trained for it.
    public let set: PredictionSet?
    /// The measurements that are far outside the training rows' range: beyond it by more than five of their standard deviations,
    /// as after a mistake in units. What a model says there is extrapolated.
    public let extremes: [Extreme]

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
        let measurements = badRow.map { measurements[..<$0] } ?? measurements
        let (spreads, extremes) = (memberSpread(measurements), extremes(measurements))
        // Probabilities that are numbers are between 0 and 1.
        let sets = predictionSets.flatMap { try? PredictionSet.all($0(probabilities)) }
        let predictions = probabilities.array(of: Double.self).enumerated().map { row, probability in
            Prediction(
                identifier: identifiers?[row], probability: probability, isMalignant: isMalignant(probability),
                spread: spreads?[row], set: sets?[row], extremes: extremes[row] ?? [])
        }
        return (predictions, badRow)
    }

    /// The measurements of each row that are far outside the training rows' range; only of rows with some.
    private func extremes(_ measurements: Tensor) -> [Int: [Prediction.Extreme]] {
        let (low, high) = usualMeasurements
        let isExtreme = ((measurements .< low) .| (measurements .> high)).array(of: Bool.self)
        if !isExtreme.contains(true) { return [:] }
        let values = measurements.array(of: Double.self)
        // A distance beyond all numbers is the largest one.
        let limit = Double.greatestFiniteMagnitude
        let deviations = scaler.transform(measurements).clamp(min: -limit, max: limit).array(of: Double.self)
        var extremes: [Int: [Prediction.Extreme]] = [:]
        for position in isExtreme.indices where isExtreme[position] {
            let (row, column) = position.quotientAndRemainder(dividingBy: features.count)
            extremes[row, default: []].append(
                Prediction.Extreme(feature: features[column], value: values[position], deviations: deviations[position]))
        }
        return extremes
    }

    /// Between which bounds measurements are not extreme: the distance is from the range and not from the mean, since some
    /// measurements are skewed (in the shipped data the largest `concavity error` is 12 standard deviations above the mean).
    /// Without a range, as in files of version 1, they are 15 standard deviations from the mean.
    private var usualMeasurements: (low: Tensor, high: Tensor) {
        guard let range else { return (scaler.mean - 15 * scaler.scale, scaler.mean + 15 * scaler.scale) }
        // A feature that was constant has no standard deviation, and no weight.
        let margin = Tensor.where(range.minimum .== range.maximum, Double.infinity, 5 * scaler.scale)
        return (range.minimum - margin, range.maximum + margin)
    }
}

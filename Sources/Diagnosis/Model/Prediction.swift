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
    /// The 5th and 95th percentile of the members' probabilities, for an ensemble: how far its models disagree, which promises no coverage.
    public let spread: ClosedRange<Double>?
    /// The measurements that are far outside the training rows' range: beyond it by more than three of their standard
    /// deviations. What a model says there is extrapolated.
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
        let (spreads, extremes) = (spreads(measurements[..<probabilities.shape[0]]), extremes(measurements))
        let predictions = probabilities.array(of: Double.self).enumerated().map { row, probability in
            Prediction(
                identifier: identifiers?[row], probability: probability, isMalignant: isMalignant(probability),
                spread: spreads?[row], extremes: extremes[row] ?? [])
        }
        return (predictions, badRow)
    }

    /// The 5th and 95th percentile of each row's members, interpolated between them; nil where there is one member.
    private func spreads(_ measurements: Tensor) -> [ClosedRange<Double>]? {
        if members.count == 1 { return nil }
        let all = memberProbabilities(measurements).array(of: Double.self)
        return (0..<measurements.shape[0]).map { row in
            let sorted = all[row * members.count..<(row + 1) * members.count].sorted()
            func percentile(_ share: Double) -> Double {
                let place = share * Double(sorted.count - 1)
                let (below, above) = (sorted[Int(place)], sorted[min(Int(place) + 1, sorted.count - 1)])
                return below + (above - below) * (place - place.rounded(.down))
            }
            return percentile(0.05)...percentile(0.95)
        }
    }

    /// The measurements of each row that are far outside the training rows' range; only of rows with some.
    private func extremes(_ measurements: Tensor) -> [Int: [Prediction.Extreme]] {
        guard let range else { return [:] }
        let (low, high) = (range.minimum - 3 * scaler.scale, range.maximum + 3 * scaler.scale)
        let isExtreme = ((measurements .< low) .| (measurements .> high)).array(of: Bool.self)
        if !isExtreme.contains(true) { return [:] }
        let values = measurements.array(of: Double.self)
        let deviations = scaler.transform(measurements).array(of: Double.self)
        var extremes: [Int: [Prediction.Extreme]] = [:]
        for position in isExtreme.indices where isExtreme[position] {
            let (row, column) = position.quotientAndRemainder(dividingBy: features.count)
            extremes[row, default: []].append(
                Prediction.Extreme(feature: features[column], value: values[position], deviations: deviations[position]))
        }
        return extremes
    }
}

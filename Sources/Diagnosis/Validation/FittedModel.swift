import Tensor

/// A model that was fitted to some rows, as validation needs it.
public struct FittedModel: Sendable {
    /// The probability of malignancy of raw measurements: float64 `[rows, features]` to `[rows, 1]`, up to the first row that is too large
    /// for the model, and the index of that row.
    public typealias Predict = @Sendable (_ measurements: Tensor) -> (probabilities: Tensor, badRow: Int?)

    /// The probability of malignancy of raw measurements.
    public var predict: Predict
    /// The lowest probability at which a row is called malignant.
    public var threshold: Double
    /// The weight of each standardized measurement; nil where the logit is no weighted sum of them.
    public var weights: [Double]?
    /// The classes that rows may be of, bool `[rows, 2]`, from raw measurements, and the promised coverage; nil where there is no
    /// conformal prediction.
    public var sets: (coverage: Double, members: @Sendable (_ measurements: Tensor) throws -> Tensor)?

    /// A model from its parts.
    public init(
        threshold: Double = 0.5, weights: [Double]? = nil,
        sets: (coverage: Double, members: @Sendable (_ measurements: Tensor) throws -> Tensor)? = nil,
        predict: @escaping Predict
    ) {
        (self.threshold, self.weights, self.sets, self.predict) = (threshold, weights, sets, predict)
    }
}

extension FittedModel {
    /// A classifier.
    public init(_ classifier: Classifier) {
        let sets = classifier.predictionSets.map { sets in
            (coverage: sets.coverage, members: { @Sendable in try sets(classifier.probabilities($0).probabilities) })
        }
        self.init(
            threshold: classifier.threshold, weights: classifier.linear?.weights, sets: sets,
            predict: classifier.probabilities)
    }
}

import Metrics

/// How a row's logit comes about: what is added to the logit of the baseline, term by term.
///
/// ```swift
/// for part in classifier.explain(measurements)[0].parts.prefix(5) {
///     print(part.name, part.contribution)
/// }
/// ```
public struct Explanation: Hashable, Sendable {
    /// What one term adds.
    public struct Part: Hashable, Sendable {
        /// The names of the feature, or of the two features whose product it is.
        public let features: [String]
        /// What it adds to the logit: above 0 for malignancy.
        public let contribution: Double

        /// The feature's name; of a pair, both with a sign of multiplication between.
        public var name: String { features.joined(separator: " × ") }
    }

    /// Where contributions come from.
    public enum Method: String, Codable, Hashable, Sendable {
        /// w (x - mean) for each term of a weighted sum: for a linear model, the Shapley values of independent features.
        case exact
        /// Integrated gradients from the training rows' mean (``/NN/IntegratedGradients``), with a ``Explanation/gap``.
        case integratedGradients = "integrated gradients"
    }

    /// Where the contributions come from.
    public let method: Method
    /// What the contributions are counted from: the mean logit of the training rows where the method is exact, the logit of their mean
    /// row otherwise.
    public let baseline: Double
    /// The logit that is explained: the network's, or the mean of the networks' of an ensemble, before any calibration.
    public let logit: Double
    /// The number of networks whose means logit and contributions are. The logit of their mean probability, which an ensemble predicts,
    /// differs from their mean logit.
    public let members: Int
    /// What makes the predicted probability of the logit; nil where that is its sigmoid.
    public var calibration: PlattScaling? { scaling?.value }
    let scaling: SharedScaling?
    /// The contributions, by descending magnitude.
    public let parts: [Part]
    /// The logit less the baseline and all contributions: the error of the numerical integral, 0 but for rounding where the method is
    /// exact.
    public let gap: Double
}

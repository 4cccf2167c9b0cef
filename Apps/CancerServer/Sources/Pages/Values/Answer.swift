/// What a tumour can be.
public enum Diagnosis: String, CaseIterable, Codable, Sendable {
    /// It does not spread.
    case benign
    /// It is cancer.
    case malignant
}

/// What a model says of one patient.
public struct Answer: Codable, Sendable {
    /// What the patient is called in the file; nil where the file does not say.
    public var identifier: String?
    /// The measurements in the order of the model's features; nil where missing.
    public var measurements: [Double?]
    /// The probability of malignancy.
    public var probability: Double
    /// Where the probability lies; nil where the model has no intervals. What the interval means is said by ``ModelCard/interval``.
    public var interval: ClosedRange<Double>?
    /// The diagnosis at the model's threshold.
    public var diagnosis: Diagnosis
    /// The diagnoses that the conformal prediction cannot exclude; nil where the model has none.
    public var plausible: [Diagnosis]?
    /// What moved the logit, in any order; nil where the model cannot be explained.
    public var contributions: [Contribution]?
    /// The measurements outside the training range.
    public var outside: [OutsideValue]

    /// What one measurement, or a pair of them, adds to the logit.
    public struct Contribution: Codable, Sendable {
        /// The indices of the features: one, or two for an interaction.
        public var features: [Int]
        /// What is added to the logit; positive towards malignant.
        public var logit: Double

        /// A contribution.
        public init(features: [Int], logit: Double) {
            self.features = features
            self.logit = logit
        }
    }

    /// A measurement outside the training range.
    public struct OutsideValue: Codable, Sendable {
        /// The index of the feature.
        public var feature: Int
        /// How many of the training rows' standard deviations it lies from their mean; nil where that is not known.
        public var deviations: Double?

        /// A measurement outside the training range.
        public init(feature: Int, deviations: Double?) {
            self.feature = feature
            self.deviations = deviations
        }
    }

    /// An answer.
    public init(
        identifier: String?, measurements: [Double?], probability: Double, interval: ClosedRange<Double>?, diagnosis: Diagnosis,
        plausible: [Diagnosis]? = nil, contributions: [Contribution]?, outside: [OutsideValue] = []
    ) {
        self.identifier = identifier
        self.measurements = measurements
        self.probability = probability
        self.interval = interval
        self.diagnosis = diagnosis
        self.plausible = plausible
        self.contributions = contributions
        self.outside = outside
    }
}

/// A row of a file: what the model says, or why it says nothing.
public enum ListedRow: Codable, Sendable {
    /// The model's answer.
    case answer(Answer)
    /// What is wrong with the row, and what the patient is called in the file.
    case problem(String, identifier: String?)

    /// What the patient is called in the file.
    public var identifier: String? {
        switch self {
        case .answer(let answer): answer.identifier
        case .problem(_, let identifier): identifier
        }
    }

    /// The answer, where there is one.
    public var answer: Answer? {
        if case .answer(let answer) = self { answer } else { nil }
    }
}

/// What the clinical interfaces ask for estimates: a classifier, with whatever queue, log and checks stand before it.
public protocol RiskModel: Sendable {
    /// The model's name, for human readers.
    var name: String { get }
    /// Which one of the models with this name it is.
    var version: String { get }
    /// The measurements that it needs, in its order: names of ``NucleusMeasurement/feature``.
    var features: [String] { get }
    /// The lowest probability at which it calls a mass malignant.
    var threshold: Double { get }

    /// An estimate for each subject, in their order; a subject whose measurements it refuses fails alone.
    ///
    /// - Throws: whatever kept it from answering at all, a full queue for example; the interfaces pass it on.
    func estimates(for subjects: [MeasuredSubject]) async throws -> [Result<RiskEstimate, RefusedMeasurements>]
}

/// The measurements of one subject.
public struct MeasuredSubject: Hashable, Sendable {
    /// Who it is, as the request says it: `Patient/17`. It is personal data.
    public let subject: String
    /// A value for each of the model's features, in their order.
    public let measurements: [Double]

    /// A subject's measurements.
    public init(subject: String, measurements: [Double]) {
        self.subject = subject
        self.measurements = measurements
    }
}

/// Why a model makes no estimate from a subject's measurements.
public struct RefusedMeasurements: Error, Hashable, Sendable {
    /// What is wrong with them.
    public let problem: String

    /// A refusal with its reason.
    public init(_ problem: String) { self.problem = problem }
}

/// What a model says of one subject.
public struct RiskEstimate: Hashable, Sendable {
    /// How far the models of an ensemble disagree: between which probabilities the middle share of them lies.
    ///
    /// It promises nothing about how often the truth lies inside.
    public struct Interval: Hashable, Sendable {
        /// The lower bound, from 0 to 1.
        public let low: Double
        /// The upper bound, from 0 to 1.
        public let high: Double
        /// The share of the models: 0.9 from the 5th to the 95th percentile.
        public let share: Double

        /// An interval from its bounds.
        public init(low: Double, high: Double, share: Double) {
            self.low = low
            self.high = high
            self.share = share
        }
    }

    /// How much a measurement moved the log odds of malignancy.
    public struct Contribution: Hashable, Sendable {
        /// The measurement's name.
        public let feature: String
        /// Positive where it speaks for malignancy.
        public let logOdds: Double

        /// A contribution of a measurement.
        public init(feature: String, logOdds: Double) {
            self.feature = feature
            self.logOdds = logOdds
        }
    }

    /// The probability of malignancy, from 0 to 1.
    public let probability: Double
    /// The interval of an ensemble; nil where the model is a single one.
    public let interval: Interval?
    /// What moved the estimate, in any order; empty where the model does not say.
    public let contributions: [Contribution]
    /// The measurements that lie outside the range of the training rows.
    public let outOfRange: [String]

    /// An estimate.
    public init(
        probability: Double, interval: Interval? = nil, contributions: [Contribution] = [], outOfRange: [String] = []
    ) {
        self.probability = probability
        self.interval = interval
        self.contributions = contributions
        self.outOfRange = outOfRange
    }

    /// Whether all probabilities are such, and the interval's bounds in order.
    var isValid: Bool {
        let unit = 0.0...1.0
        guard let interval else { return unit.contains(probability) }
        return unit.contains(probability) && unit.contains(interval.low) && unit.contains(interval.high)
            && interval.low <= interval.high && unit.contains(interval.share)
    }
}

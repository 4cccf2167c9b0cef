import Metrics

/// A figure of a cross-validation: that of each repeat's predictions, pooled over its folds, and their mean.
///
/// Every repeat predicts each patient once, so that the number of cases is the number of patients, however many repeats there are.
public struct PooledFigure: Encodable, Hashable, Sendable {
    /// The mean over the repeats; nil where the figure is undefined in one of them, as PPV is where nobody is called malignant.
    public let mean: Double?
    /// The figure of each repeat; nil where it is undefined.
    public let ofRepeats: [Double?]
    /// The mean number of successes and of cases over the repeats, where the figure is a proportion.
    public let meanCounts: Counts?
    /// The smallest figure of a repeat; nil as ``mean`` is.
    public let lowest: Double?
    /// The largest figure of a repeat; nil as ``mean`` is.
    public let highest: Double?
    /// The standard deviation of the repeats' figures, with the divisor n - 1; nil as ``mean`` is, and of a single repeat.
    ///
    /// It says how much chance in dealing folds and in training moves the figure, and nothing of how much other patients would.
    public let standardDeviation: Double?
    /// The interval of one repeat's predictions; nil where the figure has none.
    public let interval: StatedInterval?
    /// The figure of the probabilities averaged over the repeats (``HeldOutPredictions/averaged``), which are an ensemble's; nil where
    /// it is undefined.
    public let ofAveraged: Double?

    /// Numbers of cases, averaged over repeats.
    public struct Counts: Encodable, Hashable, Sendable {
        /// The mean number of successes.
        public let successes: Double
        /// The mean number of cases.
        public let of: Double
    }

    init(
        _ ofRepeats: [Double], averaged: Double, interval: StatedInterval? = nil, counts: [Proportion]? = nil
    ) {
        func defined(_ value: Double) -> Double? { value.isNaN ? nil : value }
        let count = Double(ofRepeats.count)
        // NaN where one of them is.
        let mean = ofRepeats.reduce(0, +) / count
        let squares = ofRepeats.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.ofRepeats = ofRepeats.map(defined)
        self.mean = defined(mean)
        lowest = mean.isNaN ? nil : ofRepeats.min()
        highest = mean.isNaN ? nil : ofRepeats.max()
        standardDeviation = ofRepeats.count > 1 ? defined((squares / (count - 1)).squareRoot()) : nil
        self.interval = interval
        ofAveraged = defined(averaged)
        meanCounts = counts.map { counts in
            func mean(_ value: (Proportion) -> Int) -> Double { Double(counts.reduce(0) { $0 + value($1) }) / count }
            return Counts(successes: mean(\.successes), of: mean(\.count))
        }
    }

    /// A proportion of each repeat, with Wilson's interval of the first.
    init(_ proportions: [Proportion], averaged: Proportion? = nil) {
        self.init(
            proportions.map(\.value), averaged: averaged?.value ?? .nan, interval: StatedInterval(proportions[0]),
            counts: proportions)
    }

    private enum CodingKeys: String, CodingKey {
        case mean, ofRepeats = "repeats", meanCounts, lowest, highest, standardDeviation, interval, ofAveraged
    }

    /// What is undefined is null; counts and intervals that the figure does not have are left out.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(mean, forKey: .mean)
        try values.encode(ofRepeats, forKey: .ofRepeats)
        try values.encodeIfPresent(meanCounts, forKey: .meanCounts)
        try values.encode(lowest, forKey: .lowest)
        try values.encode(highest, forKey: .highest)
        try values.encode(standardDeviation, forKey: .standardDeviation)
        try values.encodeIfPresent(interval, forKey: .interval)
        try values.encode(ofAveraged, forKey: .ofAveraged)
    }
}

/// A confidence interval with what it was made of, or why there is none.
///
/// It is that of one repeat's predictions, the first one's: n is the number of patients. It leaves out that other training rows would
/// have given other models.
public struct StatedInterval: Encodable, Hashable, Sendable {
    /// The repeat whose predictions it belongs to, counted from 1.
    public let ofRepeat: Int
    /// How it was computed: DeLong, Wilson or Wald.
    public let method: String
    /// The confidence level.
    public let level: Double
    /// The bounds; nil where the data determine none.
    public let bounds: ConfidenceInterval?
    /// Why there is no interval; nil where there is one.
    public let undetermined: Undetermined?
    /// The number of successes and of cases, for a proportion.
    public let proportion: Proportion?

    /// Wilson's interval of a proportion.
    init(_ proportion: Proportion) {
        self.init("Wilson", proportion) { () throws(Undetermined) in proportion.interval() }
    }

    init(_ method: String, _ proportion: Proportion? = nil, _ interval: () throws(Undetermined) -> ConfidenceInterval) {
        ofRepeat = 1
        self.method = method
        self.proportion = proportion
        do {
            let found = try interval()
            (bounds, undetermined, level) = (found, nil, found.level)
        } catch {
            (bounds, undetermined, level) = (nil, error, 0.95)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case ofRepeat = "repeat", method, level, lower, upper, undetermined, successes, of
    }

    /// The bounds are null where there are none, and `undetermined` says why.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(ofRepeat, forKey: .ofRepeat)
        try values.encode(method, forKey: .method)
        try values.encode(level, forKey: .level)
        try values.encode(bounds?.lower, forKey: .lower)
        try values.encode(bounds?.upper, forKey: .upper)
        try values.encodeIfPresent(undetermined?.description, forKey: .undetermined)
        try values.encodeIfPresent(proportion?.successes, forKey: .successes)
        try values.encodeIfPresent(proportion?.count, forKey: .of)
    }
}

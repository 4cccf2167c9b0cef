import Metrics
import Tensor

/// How far the probabilities of a cross-validation agree with what the patients have.
public struct ValidationCalibration: Encodable, Hashable, Sendable {
    /// Calibration-in-the-large, the slope held at 1: 0 where probabilities are right on average.
    public let intercept: PooledEstimate
    /// The slope of the outcome on the logit, with an intercept of its own: below 1 where probabilities are too extreme.
    public let slope: PooledEstimate
    /// How many probabilities of each repeat were 0, 1 or nearer to them than ``clippedAt``, and were set to it for their logits.
    public let clipped: [Int]
    /// The distance from 0 and 1 to which probabilities are clipped.
    public let clippedAt: Double
    /// The repeat of which the curve and the histogram are, counted from 1.
    public let ofRepeat = 1
    /// The observed share of malignant patients as a smooth function of the probability.
    public let curve: CalibrationPoints
    /// How many patients of each class have which probabilities.
    public let histogram: ProbabilityHistogram

    /// - Throws: `InputError` where a probability is NaN.
    init(_ predictions: HeldOutPredictions) throws(InputError) {
        let (labels, epsilon) = (predictions.labels, 1e-7)
        var all: [Calibration] = []
        for index in predictions.repeats.indices {
            all.append(try Calibration(predictions.probabilities(ofRepeat: index), labels, clippedAt: epsilon))
        }
        intercept = PooledEstimate(all.map(\.intercept))
        slope = PooledEstimate(all.map(\.slope))
        clipped = all.map(\.clipped)
        clippedAt = epsilon
        let points = try calibrationCurve(predictions.probabilities(ofRepeat: 0), labels)
        curve = CalibrationPoints(
            probability: points.probability.array(of: Double.self), observed: points.observed.array(of: Double.self))
        histogram = ProbabilityHistogram(predictions.repeats[0].probabilities, predictions.isMalignant)
    }

    private enum CodingKeys: String, CodingKey {
        case intercept, slope, clipped, clippedAt, ofRepeat = "repeat", curve, histogram
    }
}

/// Points of a calibration curve.
public struct CalibrationPoints: Encodable, Hashable, Sendable {
    /// Probabilities, ascending.
    public let probability: [Double]
    /// The observed share of malignant patients at each.
    public let observed: [Double]
}

/// How many patients of each class have which probabilities, in bins of equal widths from 0 to 1.
public struct ProbabilityHistogram: Encodable, Hashable, Sendable {
    /// The bounds of the bins: each holds its lower one, the last also 1.
    public let edges: [Double]
    /// The number of benign patients in each bin.
    public let benign: [Int]
    /// The number of malignant patients in each bin.
    public let malignant: [Int]

    init(_ probabilities: [Double], _ isMalignant: [Bool], bins: Int = 20) {
        edges = (0...bins).map { Double($0) / Double(bins) }
        var counts = [[Int]](repeating: [Int](repeating: 0, count: bins), count: 2)
        for (probability, isMalignant) in zip(probabilities, isMalignant) {
            let bin = min(Int(probability * Double(bins)), bins - 1)
            counts[isMalignant ? 1 : 0][bin] += 1
        }
        (benign, malignant) = (counts[0], counts[1])
    }
}

/// An estimate from each repeat's predictions, or why the data determine none.
public struct PooledEstimate: Encodable, Hashable, Sendable {
    /// The estimate of each repeat, with its standard error, or why there is none.
    public let ofRepeats: [Result<Estimate, Undetermined>]
    /// The mean over the repeats; nil where one has no estimate.
    public let mean: Double?
    /// Wald's interval of the first repeat's estimate.
    public let interval: StatedInterval

    init(_ ofRepeats: [Result<Estimate, Undetermined>]) {
        self.ofRepeats = ofRepeats
        let values = ofRepeats.compactMap { try? $0.get().value }
        mean = values.count == ofRepeats.count ? values.reduce(0, +) / Double(values.count) : nil
        interval = StatedInterval("Wald") { () throws(Undetermined) in try ofRepeats[0].get().interval() }
    }

    /// The smallest and the largest estimate of a repeat; nil as ``mean`` is.
    public var range: (lowest: Double, highest: Double)? {
        let values = ofRepeats.compactMap { try? $0.get().value }
        if values.count < ofRepeats.count { return nil }
        return (values.reduce(.infinity, min), values.reduce(-.infinity, max))
    }

    /// Why repeats have no estimate, each reason with the number of repeats.
    public var undetermined: [(reason: Undetermined, repeats: Int)] {
        let reasons = ofRepeats.compactMap { result -> Undetermined? in
            if case .failure(let reason) = result { reason } else { nil }
        }
        return Undetermined.allCases.compactMap { reason in
            let count = reasons.count { $0 == reason }
            return count > 0 ? (reason, count) : nil
        }
    }

    private enum CodingKeys: String, CodingKey { case mean, repeats, interval }
    private struct OfRepeat: Encodable {
        var value: Double?
        var standardError: Double?
        var undetermined: String?
    }

    /// Each repeat has its value and standard error, or says what is undetermined.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(mean, forKey: .mean)
        try values.encode(
            ofRepeats.map {
                switch $0 {
                case .success(let estimate): OfRepeat(value: estimate.value, standardError: estimate.standardError)
                case .failure(let reason): OfRepeat(undetermined: reason.description)
                }
            }, forKey: .repeats)
        try values.encode(interval, forKey: .interval)
    }
}

/// Net benefit over thresholds, each the mean over the repeats of a cross-validation (``/Metrics/DecisionCurve``).
public struct ValidationDecisions: Encodable, Hashable, Sendable {
    /// The probabilities from which one treats.
    public let thresholds: [Double]
    /// The net benefit of treating by the model.
    public let model: [Double]
    /// The net benefit of treating all.
    public let treatAll: [Double]
    /// The net benefit of treating none, which is 0.
    public let treatNone: [Double]

    /// - Throws: `InputError` where a probability is NaN.
    init(_ predictions: HeldOutPredictions) throws(InputError) {
        let labels = predictions.labels
        var curves: [DecisionCurve] = []
        for index in predictions.repeats.indices {
            curves.append(try DecisionCurve(predictions.probabilities(ofRepeat: index), labels))
        }
        thresholds = curves[0].thresholds
        model = thresholds.indices.map { index in curves.reduce(0) { $0 + $1.model[index] } / Double(curves.count) }
        (treatAll, treatNone) = (curves[0].treatAll, curves[0].treatNone)
    }
}

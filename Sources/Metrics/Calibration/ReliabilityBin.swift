import Tensor

/// The cases whose probabilities lie in one interval, for a reliability diagram.
public struct ReliabilityBin: Hashable, Sendable {
    /// The interval's lower bound; a probability equal to it belongs to the bin before, if there is one.
    public let lower: Double
    /// The interval's upper bound, which belongs to it.
    public let upper: Double
    /// The mean probability of the bin's cases; NaN where there are none.
    public let meanProbability: Double
    /// The fraction of the bin's cases that are positive, with their count.
    public let positives: Proportion
}

/// How cases are divided into reliability bins.
public enum Binning: Sendable, Hashable, CaseIterable {
    /// Bins of the same width, from 0 to 1.
    case equalWidth
    /// Bins between quantiles of the probabilities, so of about the same number of cases. Equal probabilities share a bin, and bins
    /// between equal quantiles are empty.
    case quantiles
}

/// Cases by their probability, in bins (scikit-learn's `calibration_curve`, which leaves out empty bins).
///
/// - Precondition: `count > 0`.
/// - Throws: ``/Tensor/InputError`` where the shapes differ, there are no cases, a label is neither 0 nor 1, or a probability is not
///   in [0, 1].
public func reliabilityBins(
    _ probabilities: Tensor, _ labels: Tensor, count: Int = 10, by binning: Binning = .equalWidth
) throws(InputError) -> [ReliabilityBin] {
    if count <= 0 { trap("reliabilityBins", "the number of bins must be positive, got \(count)") }
    let cases = try LabelledScores(probabilities, labels, "reliabilityBins").notEmpty().probabilities()
    let shares = (0...count).map { Double($0) / Double(count) }
    let edges =
        binning == .equalWidth
        ? shares : Tensor(vector: cases.scores).quantile(Tensor(vector: shares)).array(of: Double.self)
    let bins = Tensor(vector: cases.scores).bucketize(Tensor(vector: Array(edges[1..<count]))).array(of: Int.self)
    var (sums, sizes, positives) = (
        [Double](repeating: 0, count: count), [Int](repeating: 0, count: count), [Int](repeating: 0, count: count)
    )
    for (position, bin) in bins.enumerated() {
        sums[bin] += cases.scores[position]
        sizes[bin] += 1
        if cases.isPositive[position] { positives[bin] += 1 }
    }
    return (0..<count).map { bin in
        ReliabilityBin(
            lower: edges[bin], upper: edges[bin + 1], meanProbability: sums[bin] / Double(sizes[bin]),
            positives: Proportion(positives[bin], of: sizes[bin]))
    }
}

/// The expected calibration error: Σ nₖ / n |fraction of positives - mean probability| over bins (Naeini, Cooper & Hauskrecht, AAAI
/// 2015).
///
/// It depends on the bins, and is above 0 for a calibrated model too: compare it only between models with the same bins and cases.
///
/// - Precondition: `bins > 0`.
/// - Throws: ``/Tensor/InputError`` where the shapes differ, there are no cases, a label is neither 0 nor 1, or a probability is not
///   in [0, 1].
public func expectedCalibrationError(
    _ probabilities: Tensor, _ labels: Tensor, bins: Int = 10, by binning: Binning = .equalWidth
) throws(InputError) -> Double {
    let bins = try reliabilityBins(probabilities, labels, count: bins, by: binning).filter { $0.positives.count > 0 }
    return bins.reduce(0) { $0 + Double($1.positives.count) * abs($1.positives.value - $1.meanProbability) }
        / Double(probabilities.count)
}

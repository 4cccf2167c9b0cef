import Tensor

/// The increasing step function that is nearest to the labels in squares, as a calibration of scores: pool adjacent violators
/// (Ayer et al., Annals of Mathematical Statistics 26, 1955; for calibration: Zadrozny & Elkan, KDD 2002).
///
/// It assumes nothing but that higher scores are not less often positive, and needs many more rows than ``PlattScaling``, which
/// assumes a sigmoid. Between fitted scores it interpolates linearly; beyond them it is constant (scikit-learn's
/// `IsotonicRegression(out_of_bounds="clip")`).
public struct IsotonicRegression: Hashable, Sendable, Codable {
    /// The distinct scores where the function changes its course, ascending.
    public let scores: [Double]
    /// The probability at each of ``scores``, which does not fall.
    public let probabilities: [Double]

    /// A known function, from a file for example.
    ///
    /// - Throws: ``/Tensor/InputError`` where the numbers differ or are none, a score is not finite or not larger than the one before,
    ///   or a probability is not in [0, 1] or smaller than the one before.
    public init(scores: [Double], probabilities: [Double]) throws(InputError) {
        let name = "IsotonicRegression"
        if scores.isEmpty || scores.count != probabilities.count {
            throw InputError(
                .shape, name, "there must be a probability for each score, got \(probabilities.count) for \(scores.count)")
        }
        for index in scores.indices {
            if !scores[index].isFinite || index > 0 && scores[index] <= scores[index - 1] {
                throw InputError(.value, name, "scores must be finite and ascend, got \(scores[index])", at: [index])
            }
            if !(0...1).contains(probabilities[index]) || index > 0 && probabilities[index] < probabilities[index - 1] {
                throw InputError(
                    .value, name, "probabilities must be in [0, 1] and not fall, got \(probabilities[index])", at: [index])
            }
        }
        (self.scores, self.probabilities) = (scores, probabilities)
    }

    /// Fits the function to scores and labels.
    ///
    /// - Throws: ``/Tensor/InputError`` where the shapes differ, there are no cases, a label is neither 0 nor 1, or a score is not
    ///   finite.
    public init(fitting scores: Tensor, _ labels: Tensor) throws(InputError) {
        let cases = try LabelledScores(scores, labels, "IsotonicRegression").notEmpty().finite()
        var pools: [(low: Double, high: Double, positives: Int, count: Int)] = []
        for step in ROCStep.all(cases).reversed() {
            var pool = (low: step.score, high: step.score, positives: step.positives, count: step.positives + step.negatives)
            // Compared as fractions, in integers. Equal means are pooled too.
            while let last = pools.last, last.positives * pool.count >= pool.positives * last.count {
                pool = (last.low, pool.high, last.positives + pool.positives, last.count + pool.count)
                pools.removeLast()
            }
            pools.append(pool)
        }
        var points: [(score: Double, probability: Double)] = []
        for pool in pools {
            points.append((pool.low, ratio(pool.positives, pool.count)))
            if pool.high > pool.low { points.append((pool.high, ratio(pool.positives, pool.count))) }
        }
        (self.scores, probabilities) = (points.map(\.score), points.map(\.probability))
    }

    /// The calibrated probabilities of scores, in their shape; computed in float64. NaN stays NaN.
    public func callAsFunction(_ scores: Tensor) -> Tensor {
        let result = Tensor(scores.array(of: Double.self).map(probability), shape: scores.shape, dtype: .float64).onDevice(
            of: scores)
        return scores.dtype.isFloatingPoint ? result.to(scores.dtype) : result
    }

    private func probability(of score: Double) -> Double {
        if score.isNaN { return .nan }
        // The first fitted score that is not below.
        var (low, high) = (0, scores.count)
        while low < high {
            let middle = (low + high) / 2
            if scores[middle] < score { low = middle + 1 } else { high = middle }
        }
        if low == 0 { return probabilities[0] }
        if low == scores.count { return probabilities[low - 1] }
        let share = (score - scores[low - 1]) / (scores[low] - scores[low - 1])
        return probabilities[low - 1] + (probabilities[low] - probabilities[low - 1]) * share
    }
}

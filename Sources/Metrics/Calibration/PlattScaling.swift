import Glibc
import Tensor

/// Turns logits into calibrated probabilities, σ(slope · logit + intercept) (Platt, Advances in Large Margin Classifiers, 1999).
///
/// Fitted to rows that the model was not trained on. Targets are not 0 and 1 but those of a uniform prior, 1 / (n₋ + 2) and
/// (n₊ + 1) / (n₊ + 2) for n₋ negatives and n₊ positives, so that separated classes have a finite fit too. The likelihood is
/// maximized by the Newton method of Lin, Lin & Weng (Machine Learning 68, 2007), whose sums do not overflow.
///
/// ```swift
/// let platt = try PlattScaling(fitting: logits, labels)
/// let probabilities = platt(newLogits)
/// ```
public struct PlattScaling: Hashable, Sendable, Codable {
    /// The factor of the logit: 1 where it was calibrated, less where it was too extreme.
    public let slope: Double
    /// What is added to the scaled logit.
    public let intercept: Double

    /// A known scaling, from a file for example.
    public init(slope: Double, intercept: Double) {
        self.slope = slope
        self.intercept = intercept
    }

    /// Fits the scaling to logits, or any other scores, and labels.
    ///
    /// - Throws: ``/Tensor/InputError`` where the shapes differ, there are no cases, a label is neither 0 nor 1, or a logit is not
    ///   finite.
    public init(fitting logits: Tensor, _ labels: Tensor) throws(InputError) {
        let cases = try LabelledScores(logits, labels, "PlattScaling").notEmpty().finite()
        // Scaled, so that the steps' bounds mean the same for scores of any size.
        let scale = cases.scores.reduce(0) { max($0, abs($1)) }
        let f = cases.scores.map { scale == 0 ? 0 : $0 / scale }
        let (positives, negatives) = (Double(cases.positives), Double(cases.count - cases.positives))
        let (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2))
        let targets = cases.isPositive.map { $0 ? high : low }
        var (a, b) = (0.0, log((positives + 1) / (negatives + 1)))
        var loss = Self.loss(f, targets, a, b)
        for _ in 0..<100 {
            // The ridge keeps a constant score's equations solvable.
            var (haa, hbb, hab, ga, gb) = (1e-12, 1e-12, 0.0, 0.0, 0.0)
            for (f, target) in zip(f, targets) {
                let eta = a * f + b
                let tail = exp(-abs(eta)) / (1 + exp(-abs(eta)))
                let (difference, weight) = ((eta >= 0 ? 1 - tail : tail) - target, tail * (1 - tail))
                haa += f * f * weight
                hbb += weight
                hab += f * weight
                ga += f * difference
                gb += difference
            }
            if abs(ga) < 1e-12 * Double(cases.count) && abs(gb) < 1e-12 * Double(cases.count) { break }
            let determinant = haa * hbb - hab * hab
            let (da, db) = ((hab * gb - hbb * ga) / determinant, (hab * ga - haa * gb) / determinant)
            guard let (step, next) = Self.search(from: loss, descent: ga * da + gb * db, { Self.loss(f, targets, a + $0 * da, b + $0 * db) })
            else { break }
            (a, b, loss) = (a + step * da, b + step * db, next)
        }
        self.init(slope: scale == 0 ? 0 : a / scale, intercept: b)
    }

    /// The calibrated probabilities of logits, in their shape; computed in float64.
    public func callAsFunction(_ logits: Tensor) -> Tensor {
        let probabilities = (logits.to(.float64) * slope + intercept).sigmoid()
        return logits.dtype.isFloatingPoint ? probabilities.to(logits.dtype) : probabilities
    }

    /// The first of 1, 1/2, 1/4, ... that lowers the loss in proportion to the step; nil where rounding leaves none.
    private static func search(
        from loss: Double, descent: Double, _ lossAt: (Double) -> Double
    ) -> (step: Double, loss: Double)? {
        var step = 1.0
        while step >= 1e-10 {
            let next = lossAt(step)
            if next < loss + 1e-4 * step * descent { return (step, next) }
            step /= 2
        }
        return nil
    }

    /// -Σ t ln p + (1 - t) ln (1 - p).
    private static func loss(_ f: [Double], _ targets: [Double], _ a: Double, _ b: Double) -> Double {
        zip(f, targets).reduce(0) { sum, pair in
            let eta = a * pair.0 + b
            return sum + (eta >= 0 ? (1 - pair.1) * eta : -pair.1 * eta) + log1p(exp(-abs(eta)))
        }
    }
}

import Glibc
import Tensor

/// Turns logits into calibrated probabilities, σ(slope · logit + intercept) (Platt, Advances in Large Margin Classifiers, 1999).
///
/// Fitted to rows that the model was not trained on. Targets are not 0 and 1 but those of a uniform prior, 1 / (n₋ + 2) and
/// (n₊ + 1) / (n₊ + 2) for n₋ negatives and n₊ positives, so that separated classes have a finite fit too. The likelihood is
/// maximized by Newton's method with shorter steps where they do not help, in sums that do not overflow (Lin, Lin & Weng, Machine
/// Learning 68, 2007).
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
        let (positives, negatives) = (Double(cases.positives), Double(cases.count - cases.positives))
        let (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2))
        if cases.scores.allSatisfy({ $0 == cases.scores[0] }) {
            let mean = (positives * high + negatives * low) / (positives + negatives)
            self.init(slope: 0, intercept: log(mean / (1 - mean)))
            return
        }
        do {
            let fit = try LogisticFit(cases.scores, targets: cases.isPositive.map { $0 ? high : low }, holdingSlope: false)
            self.init(slope: fit.slope?.value ?? 1, intercept: fit.intercept.value)
        } catch {
            throw InputError(.value, "PlattScaling", "\(error)")
        }
    }

    /// The calibrated probabilities of logits, in their shape; computed in float64.
    public func callAsFunction(_ logits: Tensor) -> Tensor {
        let probabilities = (logits.to(.float64) * slope + intercept).sigmoid()
        return logits.dtype.isFloatingPoint ? probabilities.to(logits.dtype) : probabilities
    }
}

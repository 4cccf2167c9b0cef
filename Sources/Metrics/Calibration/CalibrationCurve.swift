import Tensor

/// The actual fraction of positive cases as a smooth function of the probability: ``lowess(_:_:at:fraction:)`` of the labels over
/// the probabilities, cut to [0, 1] (Austin & Steyerberg, Statistics in Medicine 33, 2014).
///
/// A calibrated model's curve is the diagonal. The robust iterations of lowess are left out, which would discard the rarer outcomes
/// as outliers.
///
/// - Parameters:
///   - count: how many points the curve has, equally spaced from the smallest to the largest probability.
///   - fraction: the fraction of the cases that each point of the curve looks at; more is smoother.
/// - Returns: float64 `[count]` each.
/// - Precondition: `count > 1`; `fraction` is in (0, 1].
/// - Throws: ``/Tensor/InputError`` where the shapes differ, there are no cases, a label is neither 0 nor 1, or a probability is not
///   in [0, 1].
public func calibrationCurve(
    _ probabilities: Tensor, _ labels: Tensor, count: Int = 101, fraction: Double = 2.0 / 3
) throws(InputError) -> (probability: Tensor, observed: Tensor) {
    if count < 2 { trap("calibrationCurve", "the curve must have at least 2 points, got \(count)") }
    let cases = try LabelledScores(probabilities, labels, "calibrationCurve").notEmpty().probabilities()
    let (low, high) = cases.scores.reduce((1.0, 0.0)) { (min($0.0, $1), max($0.1, $1)) }
    let points = Tensor(vector: (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) })
    let observed = try lowess(
        Tensor(vector: cases.scores), Tensor(vector: cases.isPositive.map { $0 ? 1 : 0 }), at: points, fraction: fraction)
    return (points, observed.clamp(min: 0, max: 1))
}

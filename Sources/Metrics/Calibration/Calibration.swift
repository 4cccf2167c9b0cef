import Glibc
import Tensor

/// How far probabilities agree with outcomes: Cox's recalibration (Biometrika 45, 1958; Van Calster et al., Journal of Clinical
/// Epidemiology 74, 2016).
///
/// Both fits are logistic regressions of the outcome on the logit of the probability, by Newton's method in float64. Where data
/// determine no estimate, the reason stands in its place.
///
/// ```swift
/// let calibration = try Calibration(probabilities, labels)
/// if case .success(let slope) = calibration.slope { print(slope.value, slope.interval()) }
/// ```
public struct Calibration: Hashable, Sendable {
    /// Calibration-in-the-large: a of logit P(y = 1) = a + logit p, the slope held at 1.
    ///
    /// 0 where probabilities are right on average; positive where they are too low.
    public let intercept: Result<Estimate, Undetermined>
    /// b of logit P(y = 1) = a + b logit p, with its own intercept.
    ///
    /// 1 where the spread of the probabilities is right; below 1 where they are too extreme, as after overfitting.
    public let slope: Result<Estimate, Undetermined>
    /// How many probabilities were clipped before their logits were taken.
    public let clipped: Int
    /// The actual fraction of positive cases.
    public let observed: Proportion
    /// The mean probability, what ``observed`` was expected to be.
    public let expected: Double

    /// The calibration of probabilities of the positive class.
    ///
    /// - Parameter epsilon: probabilities below ε or above 1 - ε are set to these, since 0 and 1 have no finite logit; ``clipped``
    ///   counts them. By default 1e-7, about the distance from 1 at which float32 has nothing left but 1.
    /// - Precondition: `clippedAt` is between 0 and 0.5.
    /// - Throws: ``/Tensor/InputError`` where the shapes differ, there are no cases, a label is neither 0 nor 1, or a probability is
    ///   not in [0, 1].
    public init(_ probabilities: Tensor, _ labels: Tensor, clippedAt epsilon: Double = 1e-7) throws(InputError) {
        if !(epsilon > 0 && epsilon < 0.5) { trap("Calibration", "clippedAt must be between 0 and 0.5, got \(epsilon)") }
        let cases = try LabelledScores(probabilities, labels, "Calibration").notEmpty().probabilities()
        let clipped = cases.scores.map { min(max($0, epsilon), 1 - epsilon) }
        self.init(
            logits: clipped.map { log($0) - log1p(-$0) }, cases.isPositive,
            clipped: zip(clipped, cases.scores).count { $0 != $1 }, expected: cases.scores.reduce(0, +) / Double(cases.count))
    }

    /// The calibration of logits, none of which is clipped.
    ///
    /// - Throws: ``/Tensor/InputError`` where the shapes differ, there are no cases, a label is neither 0 nor 1, or a logit is not
    ///   finite.
    public init(logits: Tensor, _ labels: Tensor) throws(InputError) {
        let cases = try LabelledScores(logits, labels, "Calibration").notEmpty().finite()
        let sum = cases.scores.reduce(0) { $0 + 1 / (1 + exp(-$1)) }
        self.init(logits: cases.scores, cases.isPositive, clipped: 0, expected: sum / Double(cases.count))
    }

    private init(logits: [Double], _ isPositive: [Bool], clipped: Int, expected: Double) {
        intercept = Self.fit { () throws(Undetermined) in try LogisticFit(logits, isPositive, holdingSlope: true).intercept }
        slope = Self.fit { () throws(Undetermined) in
            guard let slope = try LogisticFit(logits, isPositive, holdingSlope: false).slope else { throw .notConverged }
            return slope
        }
        self.clipped = clipped
        observed = Proportion(isPositive.count(where: \.self), of: isPositive.count)
        self.expected = expected
    }

    private static func fit(_ body: () throws(Undetermined) -> Estimate) -> Result<Estimate, Undetermined> {
        do { return .success(try body()) } catch { return .failure(error) }
    }
}

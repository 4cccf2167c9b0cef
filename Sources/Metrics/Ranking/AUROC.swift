import Tensor

/// The area under the ROC curve with its variance, as DeLong estimates it.
///
/// The placement of a positive case is the fraction of negatives that score lower, that of a negative the fraction of positives that
/// score higher, ties counting half. The area is the mean placement A of either class, and its variance is
///
///     Σ (V₁ᵢ - A)² / ((m - 1) m) + Σ (V₀ⱼ - A)² / ((n - 1) n)
///
/// over m positives and n negatives (DeLong, DeLong & Clarke-Pearson, Biometrics 44, 1988). Placements come from one sort, in
/// O((m + n) log (m + n)) (Sun & Xu, IEEE Signal Processing Letters 21, 2014).
///
/// ```swift
/// let area = try AUROC(scores, labels)
/// do { print(area.value, try area.interval()) } catch { print(area.value, "no interval: \(error)") }
/// ```
public struct AUROC: Hashable, Sendable {
    /// The area, equal to ``rocAUC(_:_:)``.
    public let value: Double
    /// DeLong's variance. 0 where all placements are equal: at an area of 0 or 1, and where all scores are. NaN where a class has
    /// only one case.
    public let variance: Double
    /// The number of positive cases.
    public let positives: Int
    /// The number of negative cases.
    public let negatives: Int

    /// The area under the ROC curve of scores, higher ones for the positive class.
    ///
    /// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, a score is NaN, or a class is missing.
    public init(_ scores: Tensor, _ labels: Tensor) throws(InputError) {
        self.init(Placements(try LabelledScores(scores, labels, "AUROC").ordered().withBothClasses()))
    }

    init(_ placements: Placements) {
        value = placements.area
        variance = placements.variance { placements.values[$0] }
        (positives, negatives) = (placements.positives, placements.negatives)
    }

    /// The root of ``variance``.
    public var standardError: Double { variance.squareRoot() }

    /// The normal interval, value ± z · standardError, cut to [0, 1].
    ///
    /// - Precondition: `level` is between 0 and 1.
    /// - Throws: ``Undetermined`` where the estimated variance is 0, which does not mean that the area is certain
    ///   (``Undetermined/separated`` at an area of 0 or 1, ``Undetermined/constantScores`` where all scores are equal), or NaN
    ///   (``Undetermined/tooFewCases``).
    public func interval(level: Double = 0.95) throws(Undetermined) -> ConfidenceInterval {
        if variance.isNaN { throw .tooFewCases }
        if variance == 0 { throw value == 0 || value == 1 ? .separated : .constantScores }
        let interval = Estimate(value, standardError: standardError).interval(level: level)
        return ConfidenceInterval(lower: max(0, interval.lower), upper: min(1, interval.upper), level: level)
    }
}

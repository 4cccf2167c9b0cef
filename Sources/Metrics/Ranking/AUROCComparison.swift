import Glibc
import Tensor

/// Whether two scores rank the same cases differently well: DeLong's test for correlated ROC curves.
///
/// The variance of the difference is that of the differences of the placements (see ``AUROC``), which takes the covariance of the
/// two areas into account (DeLong, DeLong & Clarke-Pearson, Biometrics 44, 1988).
public struct AUROCComparison: Hashable, Sendable {
    /// The area of the first scores.
    public let first: AUROC
    /// The area of the second scores.
    public let second: AUROC
    /// The first area minus the second, with its standard error: NaN where a class has only one case.
    public let difference: Estimate

    /// Compares two scores of the same cases.
    ///
    /// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, a score is NaN, or a class is missing.
    public init(_ first: Tensor, _ second: Tensor, _ labels: Tensor) throws(InputError) {
        let a = Placements(try LabelledScores(first, labels, "AUROCComparison").ordered().withBothClasses())
        let b = Placements(try LabelledScores(second, labels, "AUROCComparison").ordered())
        (self.first, self.second) = (AUROC(a), AUROC(b))
        let variance = a.variance { a.values[$0] - b.values[$0] }
        difference = Estimate(a.area - b.area, standardError: variance.squareRoot())
    }

    /// The difference over its standard error; NaN where that is 0, as for scores that rank alike.
    public var z: Double { difference.standardError == 0 ? .nan : difference.value / difference.standardError }

    /// The two-sided p-value of ``z`` under the normal distribution; NaN where z is.
    public var pValue: Double { erfc(abs(z) / 2.0.squareRoot()) }
}

import Tensor

extension ConfusionMatrix {
    /// (TP + FN) / ``count``: the fraction of cases that are actually positive.
    public var prevalence: Double { ratio(truePositives + falseNegatives, count) }

    /// Another name for ``precision``, used in medicine (PPV). It holds at this data's prevalence.
    public var positivePredictiveValue: Double { precision }

    /// TN / (TN + FN): the fraction of negative predictions that are correct (NPV), at this data's prevalence.
    public var negativePredictiveValue: Double { ratio(trueNegatives, trueNegatives + falseNegatives) }

    /// The PPV where another fraction π of cases is positive, by Bayes' theorem from sensitivity and specificity:
    /// se π / (se π + (1 - sp) (1 - π)).
    ///
    /// - Precondition: `prevalence` is in [0, 1].
    public func positivePredictiveValue(prevalence: Double) -> Double {
        checkPrevalence(prevalence, "positivePredictiveValue")
        let (right, wrong) = (sensitivity * prevalence, (1 - specificity) * (1 - prevalence))
        return right / (right + wrong)
    }

    /// The NPV where another fraction π of cases is positive, by Bayes' theorem from sensitivity and specificity:
    /// sp (1 - π) / (sp (1 - π) + (1 - se) π).
    ///
    /// - Precondition: `prevalence` is in [0, 1].
    public func negativePredictiveValue(prevalence: Double) -> Double {
        checkPrevalence(prevalence, "negativePredictiveValue")
        let (right, wrong) = (specificity * (1 - prevalence), (1 - sensitivity) * prevalence)
        return right / (right + wrong)
    }

    /// (1 + β²) TP / ((1 + β²) TP + β² FN + FP): the harmonic mean of precision and recall, in which recall weighs β times as
    /// much as precision (van Rijsbergen, Information Retrieval, 1979). NaN where ``f1`` is.
    ///
    /// - Precondition: `beta` is positive and finite.
    public func fBeta(_ beta: Double) -> Double {
        if !(beta > 0 && beta.isFinite) { trap("fBeta", "beta must be positive and finite, got \(beta)") }
        let square = beta * beta
        let weighted = (1 + square) * Double(truePositives)
        return weighted / (weighted + square * Double(falseNegatives) + Double(falsePositives))
    }

    /// The correlation of predicted and actual class (Matthews, Biochimica et Biophysica Acta 405, 1975):
    /// (TP · TN - FP · FN) / √((TP + FP) (TP + FN) (TN + FP) (TN + FN)).
    ///
    /// NaN where one class alone is predicted or actual, for which scikit-learn says 0.
    public var matthewsCorrelation: Double {
        let (tn, fp) = (Double(trueNegatives), Double(falsePositives))
        let (fn, tp) = (Double(falseNegatives), Double(truePositives))
        return (tp * tn - fp * fn) / ((tp + fp) * (tp + fn)).squareRoot() / ((tn + fp) * (tn + fn)).squareRoot()
    }

    /// (sensitivity + specificity) / 2: the accuracy where both classes were equally frequent.
    public var balancedAccuracy: Double { (sensitivity + specificity) / 2 }

    /// sensitivity + specificity - 1 (Youden, Cancer 3, 1950): 0 for a guess, 1 for perfect predictions.
    public var youdenIndex: Double { sensitivity + specificity - 1 }

    /// A rate that is a proportion of independent cases, so that ``Proportion/interval(level:)`` applies to it.
    public enum Rate: Sendable, Hashable, CaseIterable {
        /// ``ConfusionMatrix/accuracy``.
        case accuracy
        /// ``ConfusionMatrix/sensitivity``.
        case sensitivity
        /// ``ConfusionMatrix/specificity``.
        case specificity
        /// ``ConfusionMatrix/positivePredictiveValue``.
        case positivePredictiveValue
        /// ``ConfusionMatrix/negativePredictiveValue``.
        case negativePredictiveValue
        /// ``ConfusionMatrix/prevalence``.
        case prevalence
    }

    /// A rate with its counts, and so with its interval: `confusion.proportion(.sensitivity).interval()`.
    public func proportion(_ rate: Rate) -> Proportion {
        switch rate {
        case .accuracy: Proportion(truePositives + trueNegatives, of: count)
        case .sensitivity: Proportion(truePositives, of: truePositives + falseNegatives)
        case .specificity: Proportion(trueNegatives, of: trueNegatives + falsePositives)
        case .positivePredictiveValue: Proportion(truePositives, of: truePositives + falsePositives)
        case .negativePredictiveValue: Proportion(trueNegatives, of: trueNegatives + falseNegatives)
        case .prevalence: Proportion(truePositives + falseNegatives, of: count)
        }
    }

    private func checkPrevalence(_ prevalence: Double, _ operation: String) {
        if !(0...1).contains(prevalence) { trap(operation, "the prevalence must be in [0, 1], got \(prevalence)") }
    }
}

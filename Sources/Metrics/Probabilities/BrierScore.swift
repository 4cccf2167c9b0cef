import Tensor

/// The mean squared error of probabilities of the positive class, Σ (p - y)² / n (Brier, Monthly Weather Review 78, 1950).
///
/// 0 is perfect. NaN where there are no cases, or a probability is NaN.
///
/// - Precondition: `probabilities` and `labels` have the same shape; probabilities are in [0, 1], labels bools, or 0 or 1.
public func brierScore(_ probabilities: Tensor, _ labels: Tensor) -> Double {
    trapping { () throws(InputError) in
        try LabelledScores(probabilities, labels, "brierScore").probabilitiesOrNaN().brierScore
    }
}

/// ``brierScore(_:_:)`` for data from outside the program, which throws instead of trapping.
///
/// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, or a probability is not in [0, 1].
public func brierScore(checking probabilities: Tensor, _ labels: Tensor) throws(InputError) -> Double {
    try LabelledScores(probabilities, labels, "brierScore").probabilities().brierScore
}

/// How much lower the Brier score is than that of predicting the prevalence ȳ for everyone: 1 - Brier / (ȳ (1 - ȳ)) (Steyerberg
/// et al., Epidemiology 21, 2010).
///
/// 1 is perfect, 0 no better than the prevalence. NaN where a class is missing, or a probability is NaN.
///
/// - Precondition: `probabilities` and `labels` have the same shape; probabilities are in [0, 1], labels bools, or 0 or 1.
public func scaledBrierScore(_ probabilities: Tensor, _ labels: Tensor) -> Double {
    trapping { () throws(InputError) in
        try LabelledScores(probabilities, labels, "scaledBrierScore").probabilitiesOrNaN().scaledBrierScore
    }
}

/// ``scaledBrierScore(_:_:)`` for data from outside the program, which throws instead of trapping.
///
/// - Throws: ``/Tensor/InputError`` where the shapes differ, a label is neither 0 nor 1, a probability is not in [0, 1], or a class
///   is missing.
public func scaledBrierScore(checking probabilities: Tensor, _ labels: Tensor) throws(InputError) -> Double {
    try LabelledScores(probabilities, labels, "scaledBrierScore").probabilities().withBothClasses().scaledBrierScore
}

extension LabelledScores {
    fileprivate var brierScore: Double {
        zip(scores, isPositive).reduce(0) { sum, pair in
            let error = pair.0 - (pair.1 ? 1 : 0)
            return sum + error * error
        } / Double(count)
    }

    fileprivate var scaledBrierScore: Double {
        let prevalence = ratio(positives, count)
        if prevalence == 0 || prevalence == 1 { return .nan }
        return 1 - brierScore / (prevalence * (1 - prevalence))
    }
}

@_exported import Tensor

/// The counts of a binary classifier's outcomes, actual class against predicted class. 1, or true, is the positive class.
///
/// A rate whose denominator is 0 is undefined, and is NaN.
///
/// ```swift
/// let confusion = ConfusionMatrix(predictions: probabilities .>= 0.5, labels: labels)
/// confusion.recall
/// ```
public struct ConfusionMatrix: Hashable, Sendable {
    /// The number of negative cases that were predicted negative (TN).
    public var trueNegatives: Int
    /// The number of negative cases that were predicted positive (FP, type I errors).
    public var falsePositives: Int
    /// The number of positive cases that were predicted negative (FN, type II errors).
    public var falseNegatives: Int
    /// The number of positive cases that were predicted positive (TP).
    public var truePositives: Int

    /// A matrix of four known counts.
    public init(trueNegatives: Int, falsePositives: Int, falseNegatives: Int, truePositives: Int) {
        self.trueNegatives = trueNegatives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
        self.truePositives = truePositives
    }

    /// Counts the outcomes of predictions against their labels.
    ///
    /// - Precondition: `predictions` and `labels` have the same shape, and hold bools, or numbers that are 0 or 1.
    public init(predictions: Tensor, labels: Tensor) {
        self = trapping { () throws(InputError) in try ConfusionMatrix(checking: predictions, labels: labels) }
    }

    /// Counts the outcomes of data from outside the program, which throws instead of trapping.
    ///
    /// - Throws: ``/Tensor/InputError`` where the shapes differ, or an element is neither 0 nor 1.
    public init(checking predictions: Tensor, labels: Tensor) throws(InputError) {
        try requireSameShape("ConfusionMatrix", predictions, labels)
        self.init(trueNegatives: 0, falsePositives: 0, falseNegatives: 0, truePositives: 0)
        let pairs = zip(
            try predictions.flags("ConfusionMatrix", "predictions"), try labels.flags("ConfusionMatrix", "labels"))
        for (prediction, label) in pairs {
            switch (label, prediction) {
            case (false, false): trueNegatives += 1
            case (false, true): falsePositives += 1
            case (true, false): falseNegatives += 1
            case (true, true): truePositives += 1
            }
        }
    }

    /// The number of all cases: TN + FP + FN + TP.
    public var count: Int { trueNegatives + falsePositives + falseNegatives + truePositives }

    /// The fraction of correct predictions: (TP + TN) / ``count``.
    public var accuracy: Double { ratio(truePositives + trueNegatives, count) }

    /// TP / (TP + FP): the fraction of positive predictions that are correct. NaN where nothing was predicted positive.
    public var precision: Double { ratio(truePositives, truePositives + falsePositives) }

    /// TP / (TP + FN): the fraction of actual positives that were predicted positive. NaN where there are none.
    public var recall: Double { ratio(truePositives, truePositives + falseNegatives) }

    /// Another name for ``recall``, used in medicine.
    public var sensitivity: Double { recall }

    /// TN / (TN + FP): the fraction of actual negatives that were predicted negative. NaN where there are none.
    public var specificity: Double { ratio(trueNegatives, trueNegatives + falsePositives) }

    /// 2 TP / (2 TP + FP + FN): the harmonic mean of precision and recall. NaN where nothing is positive, predicted or actual.
    public var f1: Double { ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives) }

    /// `[[TN, FP], [FN, TP]]`: rows are actual classes, columns predicted ones, as in scikit-learn.
    public var matrix: [[Int]] { [[trueNegatives, falsePositives], [falseNegatives, truePositives]] }
}

/// The confusion matrix of any number of classes: int64 `[classes, classes]`, whose element `[i, j]` counts the cases of actual
/// class i that were predicted as class j (scikit-learn's `confusion_matrix`).
///
/// - Precondition: `predictions` and `labels` have the same shape, and hold integers in `0 ..< classes`.
public func confusionMatrix(predictions: Tensor, labels: Tensor, classes: Int) -> Tensor {
    trapping { () throws(InputError) in try confusionMatrix(checking: predictions, labels: labels, classes: classes) }
}

/// ``confusionMatrix(predictions:labels:classes:)`` for data from outside the program, which throws instead of trapping.
///
/// - Precondition: `classes > 0`.
/// - Throws: ``/Tensor/InputError`` where the shapes differ, or an element is not an integer in `0 ..< classes`.
public func confusionMatrix(checking predictions: Tensor, labels: Tensor, classes: Int) throws(InputError) -> Tensor {
    let name = "confusionMatrix"
    if classes <= 0 { trap(name, "the number of classes must be positive, got \(classes)") }
    try requireSameShape(name, predictions, labels)
    for (what, tensor) in [("a prediction", predictions), ("a label", labels)] {
        try tensor.requireWhole(name, what)
        try tensor.requireIntegers(in: 0..<classes, name, what)
    }
    var counts = [Int](repeating: 0, count: classes * classes)
    predictions.withElements(of: Int.self) { predictions in
        labels.withElements(of: Int.self) { labels in
            for (prediction, label) in zip(predictions, labels) { counts[label * classes + prediction] += 1 }
        }
    }
    return Tensor(counts, shape: [classes, classes])
}

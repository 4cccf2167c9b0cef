@_exported import Tensor

/// How often each of two classes was taken for which: 1, or true, is the positive class.
///
/// Where a quotient's denominator is 0, there is nothing to measure, and it is NaN.
///
/// ```swift
/// let confusion = ConfusionMatrix(predictions: probabilities .>= 0.5, labels: labels)
/// confusion.recall
/// ```
public struct ConfusionMatrix: Hashable, Sendable {
    public var trueNegatives: Int
    public var falsePositives: Int
    public var falseNegatives: Int
    public var truePositives: Int

    public init(trueNegatives: Int, falsePositives: Int, falseNegatives: Int, truePositives: Int) {
        self.trueNegatives = trueNegatives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
        self.truePositives = truePositives
    }

    /// Counts the cases.
    ///
    /// - Precondition: one shape; bools, or numbers that are 0 or 1.
    public init(predictions: Tensor, labels: Tensor) {
        requireSameShape("ConfusionMatrix", predictions, labels)
        self.init(trueNegatives: 0, falsePositives: 0, falseNegatives: 0, truePositives: 0)
        let pairs = zip(predictions.flags("ConfusionMatrix", "predictions"), labels.flags("ConfusionMatrix", "labels"))
        for (prediction, label) in pairs {
            switch (label, prediction) {
            case (false, false): trueNegatives += 1
            case (false, true): falsePositives += 1
            case (true, false): falseNegatives += 1
            case (true, true): truePositives += 1
            }
        }
    }

    /// All cases.
    public var count: Int { trueNegatives + falsePositives + falseNegatives + truePositives }

    /// (TP + TN) / all
    public var accuracy: Double { ratio(truePositives + trueNegatives, count) }

    /// TP / (TP + FP): how many of those called positive are. NaN where none was called so.
    public var precision: Double { ratio(truePositives, truePositives + falsePositives) }

    /// TP / (TP + FN): how many of the positives were found. NaN where there is none.
    public var recall: Double { ratio(truePositives, truePositives + falseNegatives) }

    /// ``recall``, as medicine calls it.
    public var sensitivity: Double { recall }

    /// TN / (TN + FP): how many of the negatives were left alone. NaN where there is none.
    public var specificity: Double { ratio(trueNegatives, trueNegatives + falsePositives) }

    /// 2 TP / (2 TP + FP + FN): the harmonic mean of precision and recall. NaN where there is no positive, called or real.
    public var f1: Double { ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives) }

    /// `[[TN, FP], [FN, TP]]`: a row a label, a column a prediction, as scikit-learn's.
    public var matrix: [[Int]] { [[trueNegatives, falsePositives], [falseNegatives, truePositives]] }
}

/// How often each class was taken for which: int64 `[classes, classes]`, a row a label, a column a prediction.
///
/// - Precondition: one shape; integers in 0 ..< classes.
public func confusionMatrix(predictions: Tensor, labels: Tensor, classes: Int) -> Tensor {
    requireSameShape("confusionMatrix", predictions, labels)
    if classes <= 0 { trap("confusionMatrix", "there must be a class, got \(classes)") }
    var counts = [Int](repeating: 0, count: classes * classes)
    predictions.withElements(of: Int.self) { predictions in
        labels.withElements(of: Int.self) { labels in
            for (prediction, label) in zip(predictions, labels) {
                for value in [prediction, label] where value < 0 || value >= classes {
                    trap("confusionMatrix", "\(value) is not one of \(classes) classes")
                }
                counts[label * classes + prediction] += 1
            }
        }
    }
    return Tensor(counts, shape: [classes, classes])
}

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
        self = trapping { () throws(InputError) in try ConfusionMatrix(checking: predictions, labels: labels) }
    }

    /// Counts the cases of data from outside.
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
    trapping { () throws(InputError) in try confusionMatrix(checking: predictions, labels: labels, classes: classes) }
}

/// ``confusionMatrix(predictions:labels:classes:)`` of data from outside.
///
/// - Precondition: there is a class.
/// - Throws: ``/Tensor/InputError`` where the shapes differ, or an element is no integer in 0 ..< classes.
public func confusionMatrix(checking predictions: Tensor, labels: Tensor, classes: Int) throws(InputError) -> Tensor {
    let name = "confusionMatrix"
    if classes <= 0 { trap(name, "there must be a class, got \(classes)") }
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

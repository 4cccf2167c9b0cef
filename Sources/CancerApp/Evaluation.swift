import Kindling

/// How well probabilities agree with diagnoses. Keeps four bytes of a row.
struct Evaluation {
    let threshold: Double
    private(set) var confusion = ConfusionMatrix(trueNegatives: 0, falsePositives: 0, falseNegatives: 0, truePositives: 0)
    private var (malignant, benign): ([Float], [Float]) = ([], [])

    init(threshold: Double) { self.threshold = threshold }

    var auc: Double { rocAUC(positives: malignant, negatives: benign) }

    /// - Parameters: float32 `[rows, 1]`; labels are 0 or 1.
    mutating func add(_ probabilities: Tensor, _ labels: Tensor) {
        for (probability, label) in zip(probabilities.array(of: Float.self), labels.array(of: Float.self)) {
            // In float64, where the threshold is what was asked for.
            let isCalled = Double(probability) >= threshold
            if label == 1 {
                malignant.append(probability)
                confusion.truePositives += isCalled ? 1 : 0
                confusion.falseNegatives += isCalled ? 0 : 1
            } else {
                benign.append(probability)
                confusion.falsePositives += isCalled ? 1 : 0
                confusion.trueNegatives += isCalled ? 0 : 1
            }
        }
    }
}

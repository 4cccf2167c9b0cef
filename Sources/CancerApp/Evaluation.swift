import Diagnosis
import Kindling

/// Evaluates probabilities against diagnoses. Keeps four bytes for each row.
struct Evaluation {
    let threshold: Double
    private(set) var confusion = ConfusionMatrix(trueNegatives: 0, falsePositives: 0, falseNegatives: 0, truePositives: 0)
    private var (malignant, benign): ([Float], [Float]) = ([], [])

    init(threshold: Double) { self.threshold = threshold }

    /// Of predictions and what they are compared with.
    init(_ probabilities: Tensor, _ labels: Tensor, threshold: Double) {
        self.init(threshold: threshold)
        add(probabilities, labels)
    }

    var auc: Double { rocAUC(positives: malignant, negatives: benign) }

    /// - Parameters:
    ///   - probabilities: float32 `[rows, 1]`.
    ///   - labels: 0 or 1, in the same shape.
    mutating func add(_ probabilities: Tensor, _ labels: Tensor) {
        for (probability, label) in zip(probabilities.array(of: Float.self), labels.array(of: Float.self)) {
            // Compared in float64, in which the threshold is exact.
            let isPredicted = Double(probability) >= threshold
            if label == 1 {
                malignant.append(probability)
                confusion.truePositives += isPredicted ? 1 : 0
                confusion.falseNegatives += isPredicted ? 0 : 1
            } else {
                benign.append(probability)
                confusion.falsePositives += isPredicted ? 1 : 0
                confusion.trueNegatives += isPredicted ? 0 : 1
            }
        }
    }
}

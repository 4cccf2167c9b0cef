import Diagnosis
import Kindling

/// Lesson 1A: the same model, trained by full-batch gradient descent.
enum Baseline {
    static let epochs = 1000
    static let learningRate = 0.1

    static func train(on rows: TensorDataset, ignoring ignored: [Int], generator: Generator) -> LogisticRegression {
        let model = LogisticRegression(features: rows.features.shape[1], generator: generator)
        model.prepare(for: rows.features, ignoring: ignored)
        let optimizer = SGD(model.parameters, learningRate: learningRate)
        for _ in 0..<epochs { optimizer.step(binaryCrossEntropy(model(rows.features), rows.labels).gradients()) }
        return model
    }
}

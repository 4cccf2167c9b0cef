import Kindling

/// Lesson 1A: the same model, trained by full-batch gradient descent.
enum Baseline {
    static let epochs = 1000
    static let learningRate = 0.1

    static func train(on split: SplitRows, generator: Generator) -> CancerClassifier {
        let rows = split.train
        let model = CancerClassifier(features: rows.features.shape[1], ignoring: split.constantColumns, generator: generator)
        let optimizer = SGD(model.parameters, learningRate: learningRate)
        for _ in 0..<epochs { optimizer.step(binaryCrossEntropy(model(rows.features), rows.labels).gradients()) }
        return model
    }
}

import Kindling

/// The settings of a classifier's training.
struct Training {
    var batchSize = 32
    var epochs = 1000
    /// The number of epochs without improvement before training stops; nil for no early stopping.
    var patience: Int? = 10
    /// The least improvement of the monitored loss that counts.
    var minimumImprovement = 1e-5
    /// Whether the weights of the best epoch are restored; otherwise the last ones are kept.
    var restoresBest = true

    struct Outcome {
        /// The mean loss of each epoch's batches.
        var losses: [Double] = []
        var steps = 0
        /// The epoch that the model's weights are from.
        var epoch = 0
        var stoppedEarly = false
    }

    /// The weights have become NaN or infinite.
    struct Divergence: Error, CustomStringConvertible {
        let epoch: Int

        var description: String { "training diverged in epoch \(epoch): try a smaller --learning-rate" }
    }

    /// Trains for `epochs` epochs, or until the loss of the monitored rows no longer improves.
    ///
    /// - Parameter report: called after each epoch with its number and its loss.
    func run(
        _ model: CancerClassifier, _ optimizer: Optimizer, on rows: TensorDataset, watching watched: TensorDataset,
        generator: Generator, report: (_ epoch: Int, _ loss: Double) -> Void = { _, _ in }
    ) throws(Divergence) -> Outcome {
        let batches = DataLoader(rows, batchSize: batchSize, shuffle: true, generator: generator)
        var outcome = Outcome()
        var best = (loss: Double.infinity, epoch: 0, state: [String: Tensor]())
        for epoch in 1...epochs {
            var total = 0.0
            for (features, labels) in batches {
                let loss = binaryCrossEntropy(model(features), labels)
                optimizer.step(loss.gradients())
                total += loss.item()
            }
            if !model.linear.weight.isFinite().all().item(as: Bool.self) { throw Divergence(epoch: epoch) }
            let loss = total / Double(batches.count)
            outcome.losses.append(loss)
            outcome.steps += batches.count
            outcome.epoch = epoch
            report(epoch, loss)
            guard let patience else { continue }
            let watchedLoss = evaluating { binaryCrossEntropy(model(watched.features), watched.labels).item() }
            if watchedLoss < best.loss - minimumImprovement {
                best = (watchedLoss, epoch, restoresBest ? model.stateDict : [:])
            } else if epoch - best.epoch >= patience {
                outcome.stoppedEarly = true
                break
            }
        }
        if !best.state.isEmpty {
            for parameter in model.parameters { parameter.cell.value = best.state[parameter.name] }
            outcome.epoch = best.epoch
        }
        return outcome
    }
}

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

import Kindling

/// What is measured in an epoch: the columns of a run's `history.csv`.
struct EpochRow: TrainingRow {
    /// The mean of the batches' losses.
    var loss = Mean()
    /// The loss of the rows that early stopping monitors.
    var monitoredLoss: Double?
}

/// The settings of a classifier's training.
struct ClassifierTraining {
    let batchSize: Int
    let epochs: Int
    /// The number of epochs without improvement before training stops; nil for no early stopping.
    let patience: Int?
    /// Whether the weights of the best epoch are restored; otherwise the last ones are kept.
    let restoresBest: Bool

    /// The weights have become NaN or infinite.
    struct Divergence: Error, CustomStringConvertible {
        let epoch: Int
        let isKept: Bool

        var description: String {
            "training diverged in epoch \(epoch): try a smaller --learning-rate" + (isKept ? " with --fresh" : "")
        }
    }

    /// A run of these parts, or the rest of the one that a folder keeps.
    func run(
        _ model: CancerClassifier, _ optimizer: Optimizer, keptIn keeping: RunOptions, settings: [String: String], isQuiet: Bool
    ) throws -> TrainingRun<EpochRow> {
        try keeping.open { folder in
            try TrainingRun(
                in: folder, fresh: keeping.fresh, settings: settings, stoppingOn: folder == nil ? [] : [.interrupt, .terminate]
            ) {
                Saved("model", model)
                Saved("optimizer", optimizer)
            } callbacks: {
                StopAtNonFinite(\.loss, everySteps: nil)
                if let patience {
                    EarlyStopping(on: \.monitoredLoss, patience: patience, minimumImprovement: 1e-5, keepsBest: restoresBest)
                }
                if folder != nil {
                    CSVLog("history.csv")
                    // An epoch may take microseconds: the clock decides.
                    Checkpoints(every: .minutes(0.1 / 60))
                }
                if !isQuiet {
                    LossLines()
                    Progress(keepsLines: false)
                }
            } report: {
                Console.note($0)
            }
        }
    }

    /// Trains until the last epoch, or until the loss of the monitored rows no longer improves.
    func train(
        _ run: TrainingRun<EpochRow>, _ model: CancerClassifier, _ optimizer: Optimizer, on rows: SplitRows,
        generator: Generator
    ) throws {
        let batches = DataLoader(rows.train, batchSize: batchSize, shuffle: true, generator: generator)
        for epoch in run.epochs(through: epochs) {
            for (features, labels) in epoch.batches(batches) {
                let loss = binaryCrossEntropy(model(features), labels)
                optimizer.step(loss.gradients())
                run.row.loss.add(loss)
            }
            if patience != nil {
                let watched = rows.watched
                run.row.monitoredLoss = evaluating { binaryCrossEntropy(model(watched.features), watched.labels).item() }
            }
        }
    }
}

import Data
import NN
import Optim
import Tensor
import Training

/// What is measured in an epoch: the columns of a run's `history.csv`.
public struct EpochRow: TrainingRow {
    /// The mean of the batches' losses.
    public var loss = Mean()
    /// The loss of the rows that early stopping monitors.
    public var monitoredLoss: Double?

    /// A row without measurements.
    public init() {}
}

/// A network's training by a recipe: mini-batches, and early stopping on rows of their own.
public struct NetworkTraining {
    /// The network, whose weights change as it is trained.
    public let network: any Network
    private let recipe: Recipe
    private let monitored: TensorDataset
    private let batches: DataLoader<TensorDataset.Batch>
    private let descent: Descent

    /// A network with initial weights.
    ///
    /// - Parameters:
    ///   - recipe: the architecture, the optimizer and so on.
    ///   - rows: the standardized rows.
    ///   - train: the indices of the rows it is trained on; those by which the rows were standardized where nil.
    ///   - monitored: the indices of the rows that early stopping monitors.
    ///   - generator: the source of the initial weights and of the rows' order, of which each gets a stream of its own.
    public init(_ recipe: Recipe, _ rows: StandardizedRows, train: Tensor? = nil, monitored: Tensor?, generator: Generator) {
        self.recipe = recipe
        let train = rows.all.rows(train ?? rows.train)
        self.monitored = monitored.map(rows.all.rows) ?? train
        let network = recipe.architecture.network(for: rows, generator: generator.split())
        self.network = network
        batches = NetworkTraining.batches(of: train, rows, recipe, generator: generator.split())
        descent = Descent(recipe, network.parameters) { binaryCrossEntropy(network($0), $1) }
    }

    private static func batches(
        of train: TensorDataset, _ rows: StandardizedRows, _ recipe: Recipe, generator: Generator
    ) -> DataLoader<TensorDataset.Batch> {
        if recipe.optimizer.takesAllRows { return DataLoader(train, batchSize: train.count, generator: generator) }
        let loader = DataLoader(train, batchSize: recipe.batchSize, shuffle: true, generator: generator)
        guard let augmentation = recipe.augmentation else { return loader }
        let isUsed = Tensor((0..<train.features.shape[1]).map { !rows.constantFeatures.contains($0) }).to(.float32)
        return loader.transformed { batch, generator in augmentation.apply(to: batch, isUsed: isUsed, generator: generator) }
    }

    /// A run of this training, or the rest of the one that a folder keeps.
    ///
    /// - Parameters:
    ///   - folder: where the run is kept; nil for a run that is not saved.
    ///   - fresh: whether a run that is in the folder is discarded.
    ///   - settings: what a kept run must agree with to go on.
    ///   - signals: on which signals it is saved and stops.
    ///   - callbacks: what watches it, beside early stopping.
    ///   - report: gets sentences for whoever watches.
    /// - Throws: `RunError`, or `CheckpointError` where what the folder keeps does not fit.
    public func run(
        in folder: String? = nil, fresh: Bool = false, settings: [String: String] = [:], stoppingOn signals: [StopSignal] = [],
        @CallbackBuilder<EpochRow> callbacks: () -> [AnyCallback<EpochRow>] = { [] }, report: ((String) -> Void)? = nil
    ) throws -> TrainingRun<EpochRow> {
        try TrainingRun(in: folder, fresh: fresh, settings: settings, stoppingOn: signals) {
            Saved("model", network)
            descent.parts
        } callbacks: {
            StopAtNonFinite(\.loss, everySteps: nil)
            if let patience = recipe.patience {
                EarlyStopping(
                    on: \.monitoredLoss, patience: patience, minimumImprovement: 1e-5, keepsBest: recipe.restoresBest)
            }
            callbacks()
        } report: {
            report?($0)
        }
    }

    /// Trains until the last epoch, or until the loss of the monitored rows no longer improves.
    ///
    /// - Throws: ``Divergence``, or what a kept run cannot write.
    public func train(_ run: TrainingRun<EpochRow>) throws -> TrainingResult<EpochRow> {
        for epoch in run.epochs(through: recipe.epochs) {
            for (features, labels) in epoch.batches(batches) { run.row.loss.add(descent.step(features, labels)) }
            if recipe.patience != nil {
                run.row.monitoredLoss = evaluating {
                    binaryCrossEntropy(network(monitored.features), monitored.labels).item()
                }
            }
            descent.endEpoch(loss: run.row.monitoredLoss ?? run.row.loss.value ?? .nan)
        }
        do { return try run.finish() } catch let error as NonFiniteLoss { throw Divergence(epoch: error.epoch) }
    }
}

/// The weights of a training have become NaN or infinite.
public struct Divergence: Error, Equatable, Sendable, CustomStringConvertible {
    /// The epoch in which the loss was not finite, counted from 1.
    public let epoch: Int

    public var description: String { "training diverged in epoch \(epoch)" }
}

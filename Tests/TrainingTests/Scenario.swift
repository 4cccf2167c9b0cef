import Glibc
import Training

struct ScenarioRow: TrainingRow {
    var loss = Mean()
    var batches = 0
    var validationLoss: Double?
}

/// A small training with all that makes resuming hard: dropout that shares the loader's generator, augmentation on two prefetching
/// workers, a schedule of each kind, a running average of the weights, validation, a second loader whose loop ends early.
struct Scenario: Codable, Sendable {
    var folder: String
    var isCompiled = false
    var threads = 1
    var epochs = 3
    /// The number of steps of this process after which it is killed.
    var lifetime: Int?
    /// Whether the last checkpoint is on the disk when it is killed.
    var waits = false

    struct Model: Module {
        let hidden: Linear
        let norm = BatchNorm1d(8)
        let dropout: Dropout
        let output: Linear

        init(_ generator: Generator) {
            hidden = Linear(6, 8, generator: Generator(seed: 1))
            output = Linear(8, 1, generator: Generator(seed: 2))
            dropout = Dropout(0.3, generator: generator)
        }

        func callAsFunction(_ x: Tensor) -> Tensor { output(dropout(norm(hidden(x)).relu())) }
    }

    /// Trains to the end, or to the death of the process.
    ///
    /// - Returns: everything that a run leaves, as lines of text.
    func train(killing kill: () throws -> Void = { Glibc.kill(getpid(), SIGKILL) }) throws -> [String] {
        Kindling.threads = threads
        let generator = Generator(seed: 7)
        let features = Tensor.normal([18, 6], generator: Generator(seed: 3))
        let rows = (0..<18).map { (features[$0], features[$0].sum(dim: 0, keepDim: true)) }
        let loader = DataLoader(rows, batchSize: 4, shuffle: true, generator: generator) { elements, noise in
            let x = Tensor.stack(elements.map(\.0))
            return (x + 0.01 * Tensor.normal(x.shape, generator: noise), Tensor.stack(elements.map(\.1)))
        }.prefetched(workers: 2)
        let others = DataLoader(TensorDataset(features, features), batchSize: 6, shuffle: true)

        let model = Model(generator)
        let optimizer = AdamW(model.parameters, learningRate: 0.05, weightDecay: 0.01)
        let plateau = ReduceLROnPlateau(optimizer, factor: 0.5, patience: 0)
        let scheduler = Scheduler(optimizer, ExponentialLR(gamma: 0.9))
        let average = WeightAverage(model.parameters, .exponential(decay: 0.9))
        var calls = 0
        let compiled = TrainingStep(optimizer, transform: { $0.clipped(norm: 1) }) { x, y in mseLoss(model(x), y) }
        func step(_ x: Tensor, _ y: Tensor) -> Tensor {
            if isCompiled { return compiled(x, y) }
            let loss = mseLoss(model(x), y)
            optimizer.step(loss.gradients().clipped(norm: 1))
            return loss
        }

        let run = try TrainingRun<ScenarioRow>(in: folder, seed: 5) {
            Saved("model", model)
            Saved("optimizer", optimizer)
            Saved("plateau", plateau)
            Saved("scheduler", scheduler)
            Saved("average", average)
            Saved("calls", get: { calls }, set: { calls = $0 })
        } callbacks: {
            EarlyStopping(on: \.validationLoss, patience: 50)
            Checkpoints(every: .steps(1))
            CSVLog("history.csv")
        }
        var steps = 0
        func live() throws {
            if steps == lifetime {
                while waits && TemporaryFolder.newestStep(in: folder) < run.step { usleep(200) }
                try kill()
            }
            steps += 1
            append("\(run.step) ", to: "steps")
        }
        for epoch in run.epochs(through: epochs) {
            // Before the batches: must not be applied twice.
            scheduler.step()
            calls += 1
            run.row.batches += 100
            for (x, y) in epoch.batches(loader) {
                try live()
                run.row.loss.add(step(x, y), weight: Double(y.shape[0]))
                run.row.batches += 1
                average.update()
            }
            calls += 10
            for (other, _) in epoch.batches(others) {
                try live()
                run.row.loss.add(step(other, other.sum(dim: 1, keepDim: true)))
                if run.row.loss.weight > 24 { break }
            }
            let loss = average.applied { evaluating { mseLoss(model(features), features.sum(dim: 1, keepDim: true)).item() } }
            run.row.validationLoss = loss
            plateau.step(loss)
        }
        let result = try run.finish()
        var text = "epoch \(result.epoch), steps \(result.steps), calls \(calls), \(result.history)\n"
        text += "\(scheduler.count) \(plateau.state) \(Generator.default.state) \(generator.state)\n"
        for (part, state) in [("model", model.stateDict), ("optimizer", optimizer.stateDict), ("average", average.stateDict)] {
            for (name, tensor) in state.sorted(by: { $0.key < $1.key }) {
                text += "\(part).\(name) \(tensor.array(of: Double.self))\n"
            }
        }
        return (text + read("history.csv")).split(separator: "\n").map(String.init)
    }

    func read(_ name: String) -> String {
        guard let file = fopen("\(folder)/\(name)", "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    func append(_ text: String, to name: String) {
        let file = fopen("\(folder)/\(name)", "a")
        if let file {
            fputs(text, file)
            fclose(file)
        }
    }
}

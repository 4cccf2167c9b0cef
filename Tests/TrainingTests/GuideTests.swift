import Testing
import Training

/// Halves the learning rates each time the loss has doubled: the guide's callback.
private struct HalveOnDoubling<Row: TrainingRow>: Callback {
    struct State: Codable, Sendable { var reference: Double? }

    let loss: any KeyPath<Row, Mean> & Sendable
    var initialState: State { State() }

    func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout State) -> Decision {
        guard event.kind == .epoch, let loss = event.row[keyPath: loss].value else { return .proceed }
        if let reference = state.reference, loss > 2 * reference {
            for (_, optimizer) in event.run.optimizers { optimizer.learningRate /= 2 }
            event.run.say("epoch \(event.epoch): the learning rate is halved")
        }
        state.reference = min(loss, state.reference ?? loss)
        return .proceed
    }
}

private struct Row: TrainingRow {
    var loss = Mean()
    var validationLoss: Double?
}

@Suite("The guide's examples", .takingTurns)
struct GuideTests {
    private let model = Linear(3, 1, generator: Generator(seed: 1))
    private let x = Tensor.normal([40, 3], generator: Generator(seed: 2))
    private var y: Tensor { x.sum(dim: 1, keepDim: true) }
    private var loader: DataLoader<(features: Tensor, labels: Tensor)> {
        DataLoader(TensorDataset(x, y), batchSize: 8, shuffle: true, generator: Generator(seed: 3))
    }

    @Test("A loop of one's own goes on from a checkpoint")
    func checkpoint() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/last.safetensors"
        func train(from seed: UInt64) throws -> [Float] {
            let model = Linear(3, 1, generator: Generator(seed: seed))
            let optimizer = Adam(model.parameters)
            let scheduler = Scheduler(optimizer, ExponentialLR(gamma: 0.9))
            var epoch = 0
            let checkpoint = Checkpoint {
                Saved("model", model)
                Saved("optimizer", optimizer)
                Saved("schedule", scheduler)
                Saved("epoch", get: { epoch }, set: { epoch = $0 })
            }
            try checkpoint.load(ifPresentAt: path)
            while epoch < 3 {
                for (x, y) in loader { optimizer.step(mseLoss(model(x), y).gradients()) }
                scheduler.step()
                epoch += 1
                try checkpoint.save(to: path)
            }
            return model.weight.array(of: Float.self)
        }
        let trained = try train(from: 1)
        #expect(try train(from: 9) == trained)
    }

    @Test("A run has a callback of one's own, and ends with the best weights")
    func run() throws {
        let folder = TemporaryFolder()
        let optimizer = SGD(model.parameters, learningRate: 0.4)
        let step = TrainingStep(optimizer) { [model] x, y in mseLoss(model(x), y) }
        var said: [String] = []
        let run = try TrainingRun<Row>(in: folder.path) {
            Saved("model", model)
            Saved("optimizer", optimizer)
        } callbacks: {
            CSVLog("history.csv")
            EarlyStopping(on: \.validationLoss, patience: 10)
            HalveOnDoubling(loss: \.loss)
        } report: {
            said.append($0)
        }
        for epoch in run.epochs(through: 20) {
            // Too large a rate at first, so that the callback has something to do.
            if epoch.number == 4 { optimizer.learningRate = 3 }
            for (x, y) in epoch.batches(loader) { run.row.loss.add(step(x, y)) }
            run.row.validationLoss = evaluating { mseLoss(model(x), y).item() }
        }
        let result = try run.finish()
        let best = try #require(result.history.compactMap(\.row.validationLoss).filter { !$0.isNaN }.min())
        #expect(evaluating { mseLoss(model(x), y).item() } == best)
        #expect(said.contains { $0.hasSuffix("the learning rate is halved") }, "\(said)")
    }

    @Test("Gradients are accumulated over groups of batches, and fit is the short way")
    func short() throws {
        let optimizer = SGD(model.parameters, learningRate: 0.1)
        let average = WeightAverage(model.parameters, .exponential(decay: 0.9))
        let run = try TrainingRun<Row> {
            Saved("model", model)
            Saved("average", average)
        }
        let result = try run.fit(through: 5, loader.grouped(by: 2), loss: \.loss) { group in
            let (loss, gradients) = accumulatedGradients(over: group) { mseLoss(model($0.features), $0.labels) }
            optimizer.step(gradients)
            average.update()
            return loss
        } epochEnd: { row in
            row.validationLoss = average.applied { evaluating { mseLoss(model(x), y).item() } }
        }
        #expect(result.steps == 15)
        let losses = result.history.compactMap(\.row.validationLoss)
        #expect(losses.count == 5 && losses == losses.sorted(by: >), "\(losses)")
    }
}

@Suite("A run that is used in another way than it is meant", .takingTurns)
struct MisuseTests {
    private let model = Linear(2, 1, generator: Generator(seed: 1))
    private func loader(_ batchSize: Int = 4, rows: Int = 16) -> DataLoader<(features: Tensor, labels: Tensor)> {
        DataLoader(TensorDataset(.zeros([rows, 2]), .zeros([rows, 1])), batchSize: batchSize, generator: Generator(seed: 2))
    }

    @Test("says once that epochs make no steps, and why")
    func noSteps() throws {
        for isEmpty in [false, true] {
            var said: [String] = []
            let run = try TrainingRun<Row> {
                Saved("model", model)
            } report: {
                said.append($0)
            }
            for epoch in run.epochs(through: 3) {
                if isEmpty {
                    for _ in epoch.batches(loader(rows: 0)) {}
                } else {
                    for _ in loader() {}
                }
            }
            try run.finish()
            #expect(said.count == 1 && said[0].hasPrefix("epoch 1 made no steps"), "\(said)")
        }
    }

    @Test("does not go on within an epoch that has another number of batches")
    func otherBatches() throws {
        let folder = TemporaryFolder()
        func train(batchSize: Int, stoppingAfter steps: Int?) throws -> TrainingResult<Row> {
            let run = try TrainingRun<Row>(in: folder.path) {
                Saved("model", model)
            } callbacks: {
                Checkpoints(every: .steps(1))
            } report: { _ in
            }
            for epoch in run.epochs(through: 2) {
                for _ in epoch.batches(loader(batchSize)) where run.step + 1 == steps { run.requestStop("enough") }
            }
            return try run.finish()
        }
        #expect(try train(batchSize: 4, stoppingAfter: 2).stop == .callback("enough"))
        #expect(throws: RunError.self) { try train(batchSize: 8, stoppingAfter: nil) }
        let rest = try train(batchSize: 4, stoppingAfter: nil)
        #expect(rest.steps == 8 && rest.stop == nil)
    }

    @Test("ends the process where it goes on after its end")
    func afterEnd() async {
        await #expect(processExitsWith: .failure) {
            let run = try TrainingRun<Row>({})
            try run.finish()
            for _ in run.epochs(through: 1) {}
        }
    }
}

import Testing
import Training

@Suite("A run for TensorBoard", .takingTurns)
struct TensorBoardLogTests {
    private let name = "events.out.tfevents.kindling"

    @Test("has scalars of epochs and steps over the steps of all epochs")
    func scalars() throws {
        let folder = TemporaryFolder()
        try LoggedRun.train(in: folder.path, through: 2) { TensorBoardLog(everySteps: 3) }
        let file = try EventFile(folder.bytes(name))
        #expect(file.versions == ["brain.Event:2"] && file.sessions.isEmpty && file.histograms.isEmpty)
        let first = Float((1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0) / 4)
        let second = Float((1 / 5.0 + 1 / 6.0 + 1 / 7.0 + 1 / 8.0) / 4)
        #expect(
            file.scalars == [
                EventFile.Scalar(tag: "step/loss", step: 3, value: 1 / 3),
                EventFile.Scalar(tag: "epoch/loss", step: 4, value: first),
                EventFile.Scalar(tag: "step/loss", step: 6, value: 1 / 6),
                EventFile.Scalar(tag: "epoch/loss", step: 8, value: second),
                EventFile.Scalar(tag: "epoch/validationLoss", step: 8, value: 0.5),
            ])
    }

    @Test("has after a kill what one that was not killed has, and sessions that begin after what stays")
    func resumed() throws {
        let (whole, killed) = (TemporaryFolder(), TemporaryFolder())
        @CallbackBuilder<LoggedRun.Row> func callbacks() -> [AnyCallback<LoggedRun.Row>] {
            TensorBoardLog(everySteps: 3)
            Checkpoints(every: .epochs(2), .steps(5))
        }
        try LoggedRun.train(in: whole.path, callbacks: callbacks)
        for steps in [3, 7, 13, .max] { try LoggedRun.train(in: killed.path, killedAfter: steps, callbacks: callbacks) }
        let file = try EventFile(killed.bytes(name))
        #expect(file.scalars == (try EventFile(whole.bytes(name))).scalars)
        // The process that was killed after 7 steps had its checkpoint at 5; the one of 13 at 10.
        #expect(file.versions == ["brain.Event:2"] && file.sessions == [6, 11])
    }

    @Test("has histograms of the parameters, and what monitors measure, wherever they are in the list")
    func parameters() throws {
        let folder = TemporaryFolder()
        let model = Linear(3, 2)
        let optimizer = SGD(model.parameters, learningRate: 0.25)
        let run = try TrainingRun<LoggedRun.Row>(in: folder.path) {
            Saved("model", model)
            Saved("optimizer", optimizer)
        } callbacks: {
            TensorBoardLog(histogramsEvery: 2)
            JSONLinesLog("history.jsonl")
            LearningRateMonitor()
            ThroughputMonitor()
        }
        let loader = DataLoader(0..<4, batchSize: 2, collate: { $0 })
        for epoch in run.epochs(through: 3) { for _ in epoch.batches(loader) { optimizer.learningRate /= 2 } }
        try run.finish()
        let file = try EventFile(folder.bytes(name))
        #expect(file.histograms == ["parameters/model.weight", "parameters/model.bias"])
        let rates = file.scalars.filter { $0.tag == "learningRate/optimizer" }
        #expect(rates.map(\.step) == [2, 4, 6] && rates.map(\.value) == [0.0625, 0.015625, 0.00390625])
        #expect(file.scalars.filter { $0.tag == "peakMemoryMiB" }.map { $0.value > 1 } == [true, true, true])
        #expect(file.scalars.filter { $0.tag == "stepsPerSecond" }.map { $0.value > 0 } == [true, true, true])
        let lines = try folder.text("history.jsonl").split(separator: "\n")
        #expect(
            lines.count == 3 && lines.allSatisfy { $0.contains("\"stepsPerSecond\":") && $0.contains("\"peakMemoryMiB\":") })
        #expect(lines.first?.contains("\"learningRate/optimizer\":0.0625,") == true)
    }
}

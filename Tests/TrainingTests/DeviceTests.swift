import DeviceSupport
import Testing
import Training

@Suite("A run on a device", .takingTurns)
struct DeviceTests {
    private struct Row: TrainingRow { var loss = Mean() }
    private struct Left: Error {}

    /// Trains on a device; left after some steps, and resumed, where a number is given.
    private static func train(on device: Device, leavingAfter steps: Int? = nil) throws -> (weights: [Float], losses: [Double?])
    {
        let folder = TemporaryFolder()
        func train(_ lifetime: Int?) throws -> (weights: [Float], losses: [Double?]) {
            let model = Sequential {
                Linear(4, 6, generator: Generator(seed: 1))
                BatchNorm1d(6)
                Dropout(0.3, generator: Generator(seed: 2))
                Linear(6, 1, generator: Generator(seed: 3))
            }
            try model.to(device)
            let x = Tensor.normal([20, 4], generator: Generator(seed: 4))
            let data = TensorDataset(x, x.sum(dim: 1, keepDim: true))
            let loader = DataLoader(data, batchSize: 5, shuffle: true, generator: Generator(seed: 5))
            let optimizer = Adam(model.parameters, learningRate: 0.01)
            let run = try TrainingRun<Row>(in: folder.path, seed: 6) {
                Saved("model", model)
                Saved("optimizer", optimizer)
            } callbacks: {
                Checkpoints(every: .steps(1))
                StopAtNonFinite(\.loss, everySteps: 3)
            }
            var count = 0
            for epoch in run.epochs(through: 3) {
                for (x, y) in epoch.batches(try loader.to(device)) {
                    if count == lifetime { throw Left() }
                    count += 1
                    let loss = mseLoss(model(x), y)
                    optimizer.step(loss.gradients())
                    run.row.loss.add(loss, weight: 5)
                }
            }
            let result = try run.finish()
            #expect(model.parameters.allSatisfy { $0.cell.value?.device == device })
            return (
                model.parameters.flatMap { $0.cell.value?.array(of: Float.self) ?? [] }, result.history.map(\.row.loss.value)
            )
        }
        if let steps {
            #expect(throws: Left.self) { try train(steps) }
        }
        return try train(nil)
    }

    @Test("gives what it gives on the CPU, and goes on from its checkpoints there", arguments: [0, 1, 4, 7, 11])
    func resumed(steps: Int) throws {
        let expected = try Self.train(on: .trapping)
        let found = try Self.train(on: .trapping, leavingAfter: steps)
        #expect(found.weights == expected.weights && found.losses == expected.losses)
        let host = try Self.train(on: .cpu)
        #expect(zip(host.losses, expected.losses).allSatisfy { abs(($0 ?? 0) - ($1 ?? 1)) < 1e-5 })
    }
}

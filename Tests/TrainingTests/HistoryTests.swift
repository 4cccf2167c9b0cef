import Foundation
import Testing
import Training

@Suite("History", .serialized, .takingTurns)
struct HistoryTests {
    struct Row: TrainingRow { var value = 0 }

    let folder = TemporaryFolder()

    private func run(through last: Int, fresh: Bool = false) throws -> TrainingRun<Row> {
        let run = try TrainingRun<Row>(in: folder.path, fresh: fresh) {
            Saved("generator", Generator(seed: 1))
        } callbacks: {
            Checkpoints(every: .epochs(500))
        }
        for epoch in run.epochs(through: last) { run.row.value = 3 * epoch.number }
        return run
    }

    private func sizes() throws -> [String: Int] {
        let path = folder.path + "/checkpoints"
        return try FileManager.default.contentsOfDirectory(atPath: path).reduce(into: [:]) { sizes, name in
            sizes[name] = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.size] as? Int
        }
    }

    @Test("It is whole after any number of processes, while a checkpoint does not grow with it")
    func manyEpochs() throws {
        for last in [10, 1024, 1025, 2600, 2600, 6200] {
            let result = try run(through: last).finish()
            #expect(result.history.map(\.epoch) == Array(1...last))
            #expect(result.history.allSatisfy { $0.row.value == 3 * $0.epoch })
        }
        let sizes = try sizes()
        #expect(sizes.keys.filter { $0.hasPrefix("history-") }.count == 6)
        #expect(sizes.filter { $0.key.hasPrefix("step-") }.allSatisfy { $0.value < 100_000 })
    }

    @Test("A fresh run leaves nothing of it")
    func fresh() throws {
        try run(through: 1100).finish()
        #expect(try sizes().keys.contains("history-000000001024.safetensors"))
        let result = try run(through: 5, fresh: true).finish()
        #expect(result.history.count == 5)
        #expect(try !sizes().keys.contains { $0.hasPrefix("history-") })
    }

    @Test("A file of it that is missing or damaged is named, and the run ends")
    func damaged() throws {
        try run(through: 1100).finish()
        let file = folder.path + "/checkpoints/history-000000001024.safetensors"
        let bytes = try Data(contentsOf: URL(filePath: file))
        try bytes.dropLast(100).write(to: URL(filePath: file))
        #expect(throws: CheckpointError.self) { try run(through: 1101).finish() }
        try FileManager.default.removeItem(atPath: file)
        let error = #expect(throws: RunError.self) { try run(through: 1101) }
        #expect(error?.description.contains("history-000000001024.safetensors is missing") == true)
        try bytes.write(to: URL(filePath: file))
        #expect(try run(through: 1101).finish().history.count == 1101)
    }

    private struct StopOnce: Callback {
        typealias Row = HistoryTests.Row
        let stepInterval: Int? = 7

        func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout NoState) -> Decision {
            event.kind == .step && event.step == 7 ? .stop("enough") : .proceed
        }
    }

    @Test("It has an epoch in which the run was stopped, once the run has finished that")
    func stoppedWithinAnEpoch() throws {
        func train() throws -> TrainingResult<Row> {
            let run = try TrainingRun<Row>(in: folder.path) {
            } callbacks: {
                StopOnce()
            }
            let loader = DataLoader(TensorDataset(.arange(10), .arange(10)), batchSize: 2, generator: Generator(seed: 1))
            for epoch in run.epochs(through: 3) {
                for (x, _) in epoch.batches(loader) { run.row.value += Int(x.sum().item()) }
            }
            return try run.finish()
        }
        let stopped = try train()
        #expect(stopped.history.map(\.row.value) == [45] && stopped.steps == 7)
        let result = try train()
        #expect(result.history.map(\.row.value) == [45, 45, 45] && result.history.map(\.step) == [5, 10, 15])
    }
}

import Foundation
import Testing
import Training

/// Small runs whose losses are known: 1, 1/2, 1/3, ..., four steps an epoch.
enum LoggedRun {
    struct Row: TrainingRow {
        var loss = Mean()
        var validationLoss: Double?
    }

    /// Trains to the last epoch.
    ///
    /// - Parameter steps: after how many steps it leaves the run as a process does that is killed.
    static func train(
        in folder: String?, through last: Int = 5, killedAfter steps: Int = .max,
        @CallbackBuilder<Row> callbacks: () -> [AnyCallback<Row>]
    ) throws {
        let run = try TrainingRun<Row>(in: folder, { Saved("nothing", get: { 0 }, set: { _ in }) }, callbacks: callbacks)
        let loader = DataLoader(0..<12, batchSize: 3, collate: { $0 })
        for epoch in run.epochs(through: last) {
            for _ in epoch.batches(loader) {
                run.row.loss.add(1 / Double(run.step + 1))
                if run.step + 1 == steps { return }
            }
            if epoch.number.isMultiple(of: 2) { run.row.validationLoss = 1 / Double(epoch.number) }
        }
        try run.finish()
    }

    static func isKilledRunTheSame(_ name: String, @CallbackBuilder<Row> callbacks: () -> [AnyCallback<Row>]) throws {
        let (whole, killed) = (TemporaryFolder(), TemporaryFolder())
        try train(in: whole.path, callbacks: callbacks)
        // In the middle of an epoch, after an epoch without a checkpoint, and before the first checkpoint.
        for steps in [3, 7, 13, 15, 18, Int.max] { try train(in: killed.path, killedAfter: steps, callbacks: callbacks) }
        #expect(try whole.text(name) == killed.text(name))
    }
}

extension TemporaryFolder {
    private func url(_ name: String) -> URL { URL(filePath: path).appending(path: name) }
    func bytes(_ name: String) throws -> [UInt8] { Array(try Foundation.Data(contentsOf: url(name))) }
    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
    func write(_ text: String, to name: String) throws { try Foundation.Data(text.utf8).write(to: url(name)) }
}

import Synchronization

/// The records of a run's former epochs, in files of many epochs each, so that a checkpoint is written and read as fast after a
/// million epochs as after a thousand. They are read when they are asked for.
///
///     runs/tumours/checkpoints/history-000000001024.safetensors     epochs 1 to 1024
final class HistoryFiles<Row: TrainingRow>: Sendable {
    /// The number of epochs in a file.
    static var size: Int { 1024 }

    private let folder: RunFolder
    private let count = Atomic(0)

    init(_ folder: RunFolder) { self.folder = folder }

    /// The number of epochs whose records are in files.
    var epochs: Int { count.load(ordering: .acquiring) }

    /// Goes on from a checkpoint.
    ///
    /// - Throws: ``RunError`` where a file is missing.
    func resume(at epochs: Int) throws(RunError) {
        for last in stride(from: Self.size, through: epochs, by: Self.size) where !folder.hasHistory(through: last) {
            throw RunError(folder.path, .folder("the history is incomplete: \(folder.file(ofHistoryThrough: last)) is missing"))
        }
        count.store(epochs, ordering: .releasing)
    }

    /// Writes the records of a state to files as soon as they fill one. The others stay in the state.
    func moveRecords(of run: inout RunState<Row>) throws {
        run.history.removeFirst(epochs - run.epochsInFiles)
        while run.history.count > Self.size {
            let last = epochs + Self.size
            var state = CheckpointState()
            state.entries["epochs"] = try JSON.encode(Array(run.history.prefix(Self.size)))
            try state.write(to: folder.file(ofHistoryThrough: last))
            run.history.removeFirst(Self.size)
            count.store(last, ordering: .releasing)
        }
        run.epochsInFiles = epochs
    }

    /// The records of the first epochs.
    func read(through epochs: Int) throws(CheckpointError) -> [EpochRecord<Row>] {
        var records: [EpochRecord<Row>] = []
        for last in stride(from: Self.size, through: epochs, by: Self.size) {
            let file = folder.file(ofHistoryThrough: last)
            let text = try CheckpointState(reading: file).entries["epochs"] ?? ""
            do { records += try JSON.decode([EpochRecord<Row>].self, text) } catch {
                throw CheckpointError(file, .damaged(entry: "epochs"))
            }
        }
        return records
    }
}

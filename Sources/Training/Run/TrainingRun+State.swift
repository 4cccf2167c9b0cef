import Data
import Tensor

// Saving and resuming.
extension TrainingRun {
    /// Has the present state written, which falls between two steps.
    func save() {
        // A run that has not caught up with its checkpoint has nothing new.
        guard let writer, let historyFiles, resumption?.loops == nil else { return }
        attempt {
            var state = try checkpoint.state()
            for (name, part) in best { state.parts["best/" + name] = part }
            let (run, parts, flushes) = (try runState(historyFiles.epochs), state, callbacks.map(\.flush))
            writer.submit(
                CheckpointWriter.Job(
                    step: counter.step, keptCount: status.keptCount, keptSteps: status.keptSteps
                ) { path in
                    for flush in flushes { try flush() }
                    var (state, run) = (parts, run)
                    try historyFiles.moveRecords(of: &run)
                    state.entries["run"] = try JSON.encode(run)
                    try state.write(to: path)
                })
            status.lastCheckpoint = .now
            saved = position
        }
    }

    /// Says that a checkpoint could not be written. The run goes on: the disk may have room again for the next one.
    func reportUnwrittenCheckpoint() {
        if let error = writer?.unreportedFailure() { say("\(error); the run goes on, and the checkpoint before it stays") }
    }

    /// Where the run is.
    struct Position: Equatable {
        let epoch: Int
        let step: Int
        let isInEpoch: Bool
    }

    var position: Position { Position(epoch: epoch, step: counter.step, isInEpoch: isInEpoch) }

    private func runState(_ epochsInFiles: Int) throws -> RunState<Row> {
        var positions: [LoaderPosition?]?
        if isInEpoch {
            let leader = loops.firstIndex { $0.loop?.position != nil } ?? loops.count
            // Loops that began and ended within the leading one begin again.
            positions = loops.indices.compactMap { index -> LoaderPosition?? in
                let position = loops[index].loop?.position
                return index < leader || position != nil ? .some(position) : nil
            }
        }
        return RunState(
            epoch: epoch, step: counter.step, loops: positions, stepsOfLoop: status.stepsOfLoop, stepInLoop: stepInLoop,
            row: row, epochsInFiles: epochsInFiles,
            history: Array(records.dropFirst(epochsInFiles - unreadEpochs)),
            callbacks: Dictionary(uniqueKeysWithValues: try callbacks.map { ($0.name, try $0.state()) }),
            loaderGenerators: loaderGenerators.saved, bestEpoch: status.bestEpoch, settings: settings)
    }

    /// Goes on from a folder's newest checkpoint, where it has one.
    func resume(from folder: RunFolder) throws {
        let (found, unreadable) = try folder.newest()
        for error in unreadable { status.say("\(error); the checkpoint before it is used") }
        guard let found else { return }
        let file = found.file
        var state = found.state
        func misfit(_ problem: CheckpointError.Problem) -> RunError {
            RunError(folder.path, .checkpoint(CheckpointError(file, problem)))
        }
        func decoded<Value: Decodable>(_ type: Value.Type) throws(RunError) -> Value {
            guard let text = state.entries["run"] else { throw misfit(.damaged(entry: "run")) }
            do { return try JSON.decode(type, text) } catch { throw misfit(.differences([JSON.reason(error)])) }
        }
        let former = try decoded(RunSettings.self).settings
        let names = Set(settings.keys).union(former.keys).sorted()
        let differences = names.filter { settings[$0] != former[$0] }
        if !differences.isEmpty { throw RunError(folder.path, .settings(differences.map { ($0, settings[$0], former[$0]) })) }
        let run = try decoded(RunState<Row>.self)
        for part in checkpoint.parts where part.isModel {
            best[part.name] = state.parts.removeValue(forKey: "best/" + part.name)
        }
        let parts: Checkpoint.Prepared
        do { parts = try checkpoint.prepareToLoad(state) } catch { throw misfit(error.problem) }
        var (loading, unfit): ([() -> Void], [String]) = ([], [])
        for callback in callbacks {
            guard let saved = run.callbacks[callback.name] else { continue }
            do { loading.append(try callback.prepareToLoad(saved)) } catch {
                unfit.append("\(callback.name): \(JSON.reason(error))")
            }
        }
        if !unfit.isEmpty { throw misfit(.differences(unfit)) }
        try historyFiles?.resume(at: run.epochsInFiles)
        // Everything fits, and nothing below can fail.
        parts.load()
        for load in loading { load() }
        loaderGenerators = LoaderGenerators(run.loaderGenerators)
        resumption = Resumption(state, run, checkpoint)
        row = run.row
        unreadEpochs = run.epochsInFiles
        records = run.history
        epoch = run.epoch
        counter.step = run.step
        stepBeforeLoop = run.step - run.stepInLoop
        status.bestEpoch = run.bestEpoch
        saved = Position(epoch: epoch, step: counter.step, isInEpoch: run.loops != nil)
        status.isResumed = true
    }

    /// Puts the parts, generators and the row back to the checkpoint.
    func restoreParts(_ resumption: Resumption<Row>) {
        attempt { try checkpoint.load(resumption.state) }
        row = resumption.run.row
    }
}

/// What a resumed run has yet to restore.
struct Resumption<Row: TrainingRow> {
    let state: CheckpointState
    let run: RunState<Row>
    /// The positions of the loops that the epoch has yet to catch up with; nil once it has.
    var loops: [LoaderPosition?]?
    var hasRestoredParts = false

    private let parts: [(generator: Generator, state: Generator.State)]
    /// Those of the loops that are being resumed.
    private var loaders: [(generator: Generator, state: Generator.State)] = []

    init(_ state: CheckpointState, _ run: RunState<Row>, _ checkpoint: Checkpoint) {
        self.state = state
        self.run = run
        loops = run.loops
        parts = checkpoint.generators.compactMap { name, generator in state.generators[name].map { (generator, $0) } }
    }

    /// Has ``restoreGenerators()`` restore a loader's generator, too.
    mutating func add(_ generator: Generator, _ state: Generator.State) {
        if !isOfParts(generator) { loaders.append((generator, state)) }
    }

    /// Whether a generator has been restored with the parts.
    func isOfParts(_ generator: Generator) -> Bool { parts.contains { $0.generator === generator } }

    /// Notes that the loops are where they were. Generators that were made for this epoch must not live longer.
    mutating func finishLoops() { (loops, loaders) = (nil, []) }

    func restoreGenerators() { for (generator, state) in parts + loaders { generator.state = state } }
}

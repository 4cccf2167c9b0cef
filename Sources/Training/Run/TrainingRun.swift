import Data
import Synchronization
import Tensor

/// A training that is watched, saved and resumed: it counts epochs and steps, keeps the history, calls callbacks, and goes on in another
/// process where this one ended, to the bit.
///
/// The loops stay one's own:
///
/// ```swift
/// struct Row: TrainingRow { var loss = Mean(); var validationLoss: Double? }
///
/// let run = try TrainingRun<Row>(in: "runs/tumours") {
///     Saved("model", model)
///     Saved("optimizer", optimizer)
/// } callbacks: {
///     Progress()
///     CSVLog("history.csv")
///     EarlyStopping(on: \.validationLoss, patience: 10)
/// }
/// for epoch in run.epochs(through: 200) {
///     for (x, y) in epoch.batches(loader) { run.row.loss.add(step(x, y)) }
///     run.row.validationLoss = evaluating { mseLoss(model(validation.x), validation.y).item() }
/// }
/// let result = try run.finish()
/// ```
///
/// ## What is saved, and when
/// A checkpoint falls between two steps: the parts, the positions of the loaders, the states of all generators (the default one, those of
/// loaders and parts), the row, the history and the callbacks' states. Another thread writes it. What an epoch accumulates must be in
/// the row or in a part. In a resumed epoch, the code before the batches runs again, and what it has changed is replaced when they
/// begin.
///
/// ## Errors
/// The loops cannot throw. Where something fails, they end, and ``finish(with:)`` throws it.
///
/// A run belongs to one task.
public final class TrainingRun<Row: TrainingRow> {
    /// What is measured in the present epoch. At the epoch's end it becomes part of the history, and a new one begins.
    public var row = Row()
    /// A record for each finished epoch, those of former processes too.
    ///
    /// The first time, those of former processes may have to be read from files. Where these are damaged they are left out, and
    /// ``finish(with:)`` throws.
    public var history: [EpochRecord<Row>] {
        if unreadEpochs > 0, let historyFiles {
            attempt { records = try historyFiles.read(through: unreadEpochs) + records }
            unreadEpochs = 0
        }
        return records
    }

    /// Why the loops have ended before their last epoch; nil where they have not.
    public internal(set) var stop: StopReason?

    let checkpoint: Checkpoint
    let callbacks: [AnyCallback<Row>]
    let settings: [String: String]
    let status: RunStatus
    let folder: RunFolder?
    let writer: CheckpointWriter?
    let historyFiles: HistoryFiles<Row>?
    let signals: SignalCatcher
    @usableFromInline let counter = StepCounter()

    /// The history but for the epochs that are still to be read.
    var records: [EpochRecord<Row>] = []
    /// How many epochs of the history are in files that have not been read yet.
    var unreadEpochs = 0
    /// The epoch that goes on, or the last one that was finished.
    var epoch = 0
    /// Whether the loops of ``epoch`` may go on.
    var isInEpoch = false
    /// The loops of the present epoch, in the order in which they began; nil once one is finished or left.
    var loops: [WeakLoop] = []
    var loaderGenerators = LoaderGenerators()
    /// The weights that a callback called the best so far, by the names of the models.
    var best: [String: PartState] = [:]
    /// What the next loops must be set to, while a resumed epoch has not caught up.
    var resumption: Resumption<Row>?
    /// The state in which the run was stopped within an epoch. Code after its loops must not change what is kept.
    var stoppedState: CheckpointState?
    /// What has failed: the loops have ended, and ``finish(with:)`` throws it. Nil where nothing has.
    public internal(set) var failure: (any Error)?
    /// Why the run's owner wants it to stop.
    var requestedStop: String?
    /// Whether it has been said that an epoch made no steps.
    var hasSaidNoSteps = false
    /// The run's steps when the present epoch began.
    var stepBeforeEpoch = 0
    /// The run's steps when its counting loop began.
    var stepBeforeLoop = 0
    /// Where the run was when it was last saved, or began.
    var saved = Position(epoch: 0, step: 0, isInEpoch: false)
    var hasBegun = false
    var isFinished = false

    /// Begins a run, or goes on with the one that the folder holds.
    ///
    /// Everything is restored at once, so that parts can be looked at; ``history`` tells how far the run is.
    ///
    /// - Parameters:
    ///   - path: the run's folder, which is made where there is none. Nil for a run that is not saved.
    ///   - fresh: whether a run that is in the folder is discarded.
    ///   - seed: where given, what a new run seeds ``/Tensor/Generator/default`` with, as one of the settings.
    ///   - settings: options that shape the computation. A run that began with others is refused, and each difference is named.
    ///   - signals: on which signals the run makes its step to the end, saves its state and stops; a second one ends the process at
    ///     once.
    ///   - parts: what is saved and restored.
    ///   - callbacks: what watches the run, called in this order, ``Progress`` after the others. In a folder, a run without ``Checkpoints`` saves every epoch and every
    ///     five minutes.
    ///   - report: gets sentences for whoever watches, such as that a damaged checkpoint was passed over. Standard error where nil.
    /// - Throws: ``RunError``, or ``CheckpointError`` where a checkpoint does not fit.
    public init(
        in path: String? = nil, fresh: Bool = false, seed: UInt64? = nil, settings: [String: String] = [:],
        stoppingOn signals: [StopSignal] = [], @SavedBuilder _ parts: () -> [Saved],
        @CallbackBuilder<Row> callbacks: () -> [AnyCallback<Row>] = { [] }, report: ((String) -> Void)? = nil
    ) throws {
        StandardError.reserveDescriptors()
        checkpoint = Checkpoint(parts())
        status = RunStatus(folder: path, parts: checkpoint.parts, report: report ?? { StandardError.write($0 + "\n") })
        self.settings = seed.map { settings.merging(["seed": "\($0)"]) { given, _ in given } } ?? settings
        folder = try path.map { path throws(RunError) in try RunFolder(path) }
        writer = folder.map(CheckpointWriter.init)
        historyFiles = folder.map(HistoryFiles.init)
        self.signals = SignalCatcher(signals)
        var list = callbacks()
        if folder != nil && !list.contains(where: \.savesCheckpoints) { list.append(AnyCallback(Checkpoints())) }
        self.callbacks = TrainingRun.named(list.filter { !$0.isLast } + list.filter(\.isLast))
        if let seed { Generator.default.manualSeed(seed) }
        if fresh { folder?.removeCheckpoints() }
        if let folder { try resume(from: folder) }
    }

    /// Waits until the last checkpoint is written.
    deinit {
        if !isFinished, let failure { status.say("the run has failed: \(failure)") }
        try? writer?.finish()
        counter.attention.stop()
        if !isFinished { signals.stop() }
    }

    /// Callbacks whose names are unique.
    private static func named(_ callbacks: [AnyCallback<Row>]) -> [AnyCallback<Row>] {
        var counts: [String: Int] = [:]
        for callback in callbacks {
            counts[callback.name, default: 0] += 1
            if let count = counts[callback.name], count > 1 { callback.name += "-\(count)" }
        }
        return callbacks
    }

    /// The number of steps that have been made in all epochs. Within a loop's body, the step of its batch is not counted yet.
    public var step: Int { counter.step }

    /// Says a sentence to whoever watches the run, apart from any progress line.
    public func say(_ sentence: String) { status.say(sentence) }

    /// Stops the run after the present step, or at the end of the epoch, as a callback's ``Decision/stop(_:)`` does: the state is saved.
    public func requestStop(_ reason: String) {
        requestedStop = reason
        counter.attention.want()
    }

    /// The number of epochs that have been finished.
    public var finishedEpochs: Int { records.last?.epoch ?? 0 }

    /// Whether the run goes on from a checkpoint.
    public var isResumed: Bool { status.isResumed }

    /// The epochs from the first one that is not finished to the last one, each as its loops have to be made. None are left once the run
    /// stops.
    ///
    /// - Precondition: the run has not been finished.
    /// - Parameter last: the number of the last epoch, those of former processes counted.
    public func epochs(through last: Int) -> Epochs<Row> {
        status.lastEpoch = last
        return Epochs(run: self, last: last)
    }
}

/// The epochs of a run that are left.
public struct Epochs<Row: TrainingRow>: Sequence, IteratorProtocol {
    let run: TrainingRun<Row>
    let last: Int

    /// Ends the epoch before, and begins the next one; nil after the last one, and where the run stops.
    public func next() -> Epoch? { run.nextEpoch(through: last).map { Epoch(number: $0, loops: run) } }
}

/// A loop that does not live on because the run knows it: one that was left by `break` is gone.
struct WeakLoop {
    weak var loop: (any BatchLoop)?
}

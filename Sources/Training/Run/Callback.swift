/// Something that watches a run: logs it, stops it, saves it. A value, whose state the run keeps.
///
/// The run saves each callback's state with every checkpoint and restores it when the run is resumed, so that patience, best values and
/// positions in log files are those of the checkpoint. What need not be saved, such as an open file, is the callback's own.
///
/// ```swift
/// /// Halts once the loss is low enough.
/// struct StopBelow<Row: TrainingRow>: Callback {
///     let loss: @Sendable (Row) -> Double
///     let limit: Double
///
///     func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout NoState) -> Decision {
///         event.kind == .epoch && loss(event.row) < limit ? .stop("the loss is below \(limit)") : .proceed
///     }
/// }
/// ```
public protocol Callback<Row>: Sendable {
    /// The row of the runs that it watches.
    associatedtype Row: TrainingRow
    /// What the run keeps, saves and restores for the callback.
    associatedtype State: Codable & Sendable = NoState

    /// The state of a run that begins.
    var initialState: State { get }

    /// The name under which the state is saved: the type's, unless said otherwise. Of several with one name, each has a number.
    var name: String { get }

    /// After how many steps it is called within an epoch; nil for not at all, which is the default.
    var stepInterval: Int? { get }

    /// Whether it is called some twenty times a second, between two steps, with an event of the kind ``TrainingEvent/Kind/tick``.
    var wantsTicks: Bool { get }

    /// Takes an event, and says what the run is to do.
    ///
    /// - Throws: anything; the run then ends, and ``TrainingRun/finish(with:)`` throws it.
    func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout State) throws -> Decision

    /// Has what it has written put on the disk, as far as its state tells of it. It is called before a checkpoint with that state is
    /// written, on the thread that writes it, so that a checkpoint never knows more than the disk, even if the power fails.
    func flush() throws
}

extension Callback {
    /// The type's name.
    public var name: String { String("\(Self.self)".prefix { $0 != "<" }) }
    /// Not within epochs.
    public var stepInterval: Int? { nil }
    /// No.
    public var wantsTicks: Bool { false }
    /// Nothing is written.
    public func flush() {}
}

extension Callback where State == NoState {
    /// Nothing.
    public var initialState: NoState { NoState() }
}

/// The state of a callback that has none.
public struct NoState: Codable, Sendable {
    /// Nothing.
    public init() {}
}

/// What a run is to do after an event. Of several callbacks' decisions all are followed; a stop comes last.
public enum Decision: Sendable, Equatable {
    /// Go on.
    case proceed
    /// Save the state. A run without a folder saves nothing. Where several wait to be written, the newest wins; beside it, those whose
    /// steps are in ``RunStatus/keptSteps`` are written and stay.
    case save
    /// Keep the weights, which are the best so far: ``TrainingRun/finish(with:)`` puts them back.
    case keepBest
    /// Save the state and end the loops. The reason follows "stopped: ".
    case stop(String)
}

/// Something that happened in a run, and where.
public struct TrainingEvent<Row: TrainingRow> {
    /// What happened.
    public enum Kind: Sendable {
        /// The run begins or is resumed, before its first epoch. A callback whose state says so stops it again here.
        case began
        /// As many steps have been made as ``Callback/stepInterval`` asks for.
        case step
        /// Some time has gone by.
        case tick
        /// An epoch has ended, and its row is complete.
        case epoch
        /// The run has ended, whatever the reason, and all is saved. Decisions have no effect.
        case finished
    }

    /// What happened.
    public let kind: Kind
    /// The number of the epoch, counted from 1; 0 before the first.
    public let epoch: Int
    /// The number of steps that have been made in all epochs.
    public let step: Int
    /// What has been measured in this epoch so far; at its end, all of it.
    public let row: Row
    /// What is known of the run.
    public let run: RunStatus
}

/// What callbacks can know of the run that they watch, and the few things they may tell it.
public final class RunStatus {
    /// The folder of the run; nil where it has none.
    public let folder: String?
    /// Whether the run goes on from a checkpoint.
    public internal(set) var isResumed = false
    /// The parameters of all models among the parts, named by part and path.
    public let parameters: [NamedParameter]
    /// The optimizers among the parts, by name.
    public let optimizers: [(name: String, optimizer: Optimizer)]
    /// The epoch that the run goes to; 0 before ``TrainingRun/epochs(through:)``.
    public internal(set) var lastEpoch = 0
    /// The number of steps of the epoch's present loop; nil where its loader does not know.
    public internal(set) var stepsOfLoop: Int?
    /// The number of steps made in the epoch's present loop.
    public internal(set) var stepInLoop = 0
    /// The seconds since the last checkpoint, or since the process began the run.
    public var secondsSinceCheckpoint: Double { (ContinuousClock.now - lastCheckpoint) / .seconds(1) }
    /// The epoch whose weights are the best so far, as a callback decided; nil before that.
    public internal(set) var bestEpoch: Int?
    /// Why the run has stopped; nil where it has not.
    public internal(set) var stop: StopReason?
    /// How many of the newest checkpoints stay: the most that a callback asks for.
    public var keptCount = 1
    /// The steps whose checkpoints stay beside the newest. Callbacks may set it.
    public var keptSteps: Set<Int> = []

    /// What callbacks have added by ``addGauge(_:_:)``.
    public private(set) var gauges: [(name: String, read: (_ step: Int) -> Double?)] = []

    var lastCheckpoint = ContinuousClock.now
    private let report: (String) -> Void

    init(folder: String?, parts: [Saved], report: @escaping (String) -> Void) {
        self.folder = folder
        parameters = parts.flatMap(\.parameters)
        optimizers = parts.compactMap { part in part.optimizer.map { (part.name, $0) } }
        self.report = report
    }

    /// Says a sentence to whoever watches the run: it is printed on standard error, apart from any progress line.
    public func say(_ sentence: String) {
        StandardError.eraseLine()
        report(sentence)
    }

    /// Adds something that can be read at any time, such as a learning rate, for the logs to record.
    ///
    /// - Parameters:
    ///   - name: the name in the logs.
    ///   - read: gives the number at a step; nil where there is none.
    public func addGauge(_ name: String, _ read: @escaping (_ step: Int) -> Double?) { gauges.append((name, read)) }
}

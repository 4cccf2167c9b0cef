/// What an epoch measured.
public struct EpochRecord<Row: TrainingRow>: Codable, Sendable {
    /// Counted from 1.
    public let epoch: Int
    /// The number of steps that had been made at its end, in all epochs.
    public let step: Int
    /// The epoch's row.
    public let row: Row
}

/// The result of a run.
public struct TrainingResult<Row: TrainingRow>: Sendable {
    /// A record for each finished epoch.
    public let history: [EpochRecord<Row>]
    /// The number of steps in all epochs.
    public let steps: Int
    /// The epoch whose weights the models have now: the best one where a callback kept one, else the last one.
    public let epoch: Int
    /// Why the run ended before the epoch it was to go to; nil where it did not.
    public let stop: StopReason?
}

/// Why a run ended before the epoch it was to go to.
public enum StopReason: Sendable, Equatable, CustomStringConvertible {
    /// A callback decided so.
    case callback(String)
    /// A signal arrived.
    case signal(StopSignal)
    /// The task was cancelled.
    case cancelled

    /// The reason in words.
    public var description: String {
        switch self {
        case .callback(let reason): reason
        case .signal(let signal): signal == .interrupt ? "interrupted" : "terminated"
        case .cancelled: "the task was cancelled"
        }
    }
}

import Tensor

/// Writes a line of JSON for each epoch and, if asked to, for some steps.
///
///     {"event":"step","epoch":1,"step":10,"loss":0.7012}
///     {"event":"epoch","epoch":1,"step":12,"loss":0.6931471805599453,"validationLoss":null}
///
/// The members are the columns of the row and what monitors measure (``LearningRateMonitor``, ``ThroughputMonitor``). At a step, they are
/// what was measured last: of a ``Mean`` what was added last; columns without a value are left out. In an epoch's line they are
/// null. Numbers are the shortest text that gives the same bits again; NaN and the infinities are the strings `"NaN"`, `"Infinity"` and
/// `"-Infinity"`, since JSON has no such numbers.
///
/// ```swift
/// JSONLinesLog("history.jsonl", everySteps: 10)
/// ```
public struct JSONLinesLog<Row: TrainingRow>: Callback {
    private let file: LogFile
    /// After how many steps a line is written; nil for none.
    public let stepInterval: Int?

    /// - Parameters:
    ///   - path: in the run's folder unless it is absolute; without such a folder, in the process's. A file that is there is replaced
    ///     when a run begins.
    ///   - steps: after how many steps, counted over all epochs, a line is written; nil for none.
    /// - Precondition: a positive number of steps.
    public init(_ path: String, everySteps steps: Int? = nil) {
        if let steps, steps <= 0 { trap("JSONLinesLog", "the interval must be positive, got \(steps)") }
        file = LogFile(path)
        stepInterval = steps
    }

    /// Nothing written.
    public var initialState: LogPosition { file.start }

    /// Begins or continues the file, and adds a line.
    ///
    /// - Throws: ``LogError``.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ position: inout LogPosition) throws -> Decision {
        switch event.kind {
        case .began:
            _ = Row.logColumns
            try file.open(at: &position, in: event.run.folder)
        case .step: try append("step", event, event.row.latestColumns.filter { $0.value != nil }, &position)
        case .epoch: try append("epoch", event, event.row.columns, &position)
        case .tick, .finished: break
        }
        return .proceed
    }

    private func append(
        _ kind: String, _ event: TrainingEvent<Row>, _ columns: [(name: String, value: Double?)], _ position: inout LogPosition
    ) throws {
        let gauges = event.run.gauges.map { ($0.name, $0.read(event.step)) }
        let members = (columns + gauges).map(LogText.member)
        let start = "{\"event\":\"\(kind)\",\"epoch\":\(event.epoch),\"step\":\(event.step)"
        try file.append(([start] + members).joined(separator: ",") + "}\n", at: &position)
    }

    /// Puts the lines on the disk.
    public func flush() throws { try file.flush() }
}

import Tensor

/// Writes a run for TensorBoard: `tensorboard --logdir runs` shows the curves of all runs in the folder.
///
/// The file is `events.out.tfevents.kindling` in the run's folder. All curves are over the number of steps made in all epochs:
/// - `epoch/loss`: a column of the row at the end of each epoch;
/// - `step/loss`: what was measured last, every so many steps;
/// - what monitors measure, under its own name, whenever columns are written (``LearningRateMonitor``, ``ThroughputMonitor``);
/// - `parameters/model.linear.weight`: histograms of the parameters.
///
/// Scalars are float32 there. When the run is resumed, the file is cut back to the checkpoint, and a session begins in it, as TensorBoard
/// calls it.
///
/// ```swift
/// TensorBoardLog(everySteps: 50, histogramsEvery: 10)
/// ```
public struct TensorBoardLog<Row: TrainingRow>: Callback {
    private let file = LogFile("events.out.tfevents.kindling")
    private let histogramInterval: Int?
    /// After how many steps columns are written; nil for not within epochs.
    public let stepInterval: Int?

    /// - Parameters:
    ///   - steps: after how many steps, counted over all epochs, columns are written; nil for not within epochs.
    ///   - epochs: at the end of how many epochs histograms of the parameters are written; nil for none.
    /// - Precondition: positive intervals.
    public init(everySteps steps: Int? = nil, histogramsEvery epochs: Int? = nil) {
        for interval in [steps, epochs] {
            if let interval, interval <= 0 { trap("TensorBoardLog", "an interval must be positive, got \(interval)") }
        }
        stepInterval = steps
        histogramInterval = epochs
    }

    /// Nothing written.
    public var initialState: LogPosition { file.start }

    /// Begins or continues the file, and adds scalars and histograms.
    ///
    /// - Throws: ``LogError``.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ position: inout LogPosition) throws -> Decision {
        switch event.kind {
        case .began:
            try file.open(at: &position, in: event.run.folder)
            if position.length == 0 { try append(.fileVersion, &position) }
            // What was written at the checkpoint's own step stays.
            if event.run.isResumed { try append(.sessionStart(step: event.step + 1), &position) }
        case .step: try append(scalars("step", event.row.latestColumns, event), event, &position)
        case .epoch: try append(scalars("epoch", event.row.columns, event) + histograms(event), event, &position)
        case .tick, .finished: break
        }
        return .proceed
    }

    private func scalars(
        _ group: String, _ columns: [(name: String, value: Double?)], _ event: TrainingEvent<Row>
    ) -> [EventRecord.Summary] {
        let measured =
            columns.map { ("\(group)/\($0.name)", $0.value) } + event.run.gauges.map { ($0.name, $0.read(event.step)) }
        return measured.compactMap { tag, value in value.map { .scalar(tag: tag, $0) } }
    }

    private func histograms(_ event: TrainingEvent<Row>) -> [EventRecord.Summary] {
        guard let histogramInterval, event.epoch.isMultiple(of: histogramInterval) else { return [] }
        return event.run.parameters.compactMap { parameter in
            let histogram = parameter.cell.value?.withElements(of: Float.self) { Histogram(of: $0) }
            return histogram.flatMap(\.self).map { .histogram(tag: "parameters/\(parameter.name)", $0) }
        }
    }

    private func append(
        _ summaries: [EventRecord.Summary], _ event: TrainingEvent<Row>, _ position: inout LogPosition
    ) throws {
        if !summaries.isEmpty { try append(.summary(step: event.step, summaries), &position) }
    }

    private func append(_ record: EventRecord, _ position: inout LogPosition) throws {
        try file.append(record.framed(), at: &position)
    }

    /// Puts the events on the disk.
    public func flush() throws { try file.flush() }
}

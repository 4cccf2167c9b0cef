import Tensor

/// Ends a run with an error when a loss, or at the end of an epoch a parameter, is NaN or infinite, and names the step and the
/// parameter.
///
/// Nothing is saved then, so that the folder keeps the last good state.
public struct StopAtNonFinite<Row: TrainingRow>: Callback {
    private let metric: Column<Row>
    /// After how many steps it looks at the loss within an epoch.
    public let stepInterval: Int?

    /// - Parameters:
    ///   - metric: a column of the row, such as the mean of the losses.
    ///   - steps: after how many steps it looks within an epoch, which costs some 500 ns each time; nil for at its end only.
    /// - Precondition: a positive number of steps.
    public init(_ metric: any KeyPath<Row, some Metric & SendableMetatype> & Sendable, everySteps steps: Int? = 1) {
        if let steps, steps <= 0 { trap("StopAtNonFinite", "the interval must be positive, got \(steps)") }
        self.metric = Column(metric)
        stepInterval = steps
    }

    /// Looks at what was measured last.
    ///
    /// - Throws: ``NonFiniteLoss``.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout NoState) throws -> Decision {
        if event.kind != .step && event.kind != .epoch { return .proceed }
        let measured = metric.metric(event.row)
        let (latest, mean) = (measured.latestMetricValue ?? 0, measured.metricValue ?? 0)
        let isFinite = latest.isFinite && mean.isFinite
        if isFinite && event.kind == .step { return .proceed }
        let parameter = event.run.parameters.first {
            !($0.cell.value?.isFinite().all().item(as: Bool.self) ?? true)
        }
        if isFinite && parameter == nil { return .proceed }
        throw NonFiniteLoss(
            metric: metric.name, value: latest.isFinite ? mean : latest, epoch: event.epoch, step: event.step,
            parameter: parameter?.name)
    }
}

/// A loss that is NaN or infinite, or will be in the next step, since a parameter is.
public struct NonFiniteLoss: Error, Sendable, CustomStringConvertible {
    /// The column of the row.
    public let metric: String
    /// Its value.
    public let value: Double
    /// The epoch, counted from 1.
    public let epoch: Int
    /// The step, counted from 1 over all epochs.
    public let step: Int
    /// The first parameter with an element that is not finite; nil where all are finite.
    public let parameter: String?

    /// Where it happened, and to which parameter.
    public var description: String {
        let cause = parameter.map { "\($0) has elements that are not finite" } ?? "all parameters are still finite"
        return "\(metric) is \(value) in epoch \(epoch), step \(step): \(cause)"
    }
}

import Tensor

/// Ends a run with an error when a loss is NaN or infinite, and names the step and a parameter that is not finite.
///
/// Nothing is saved then, so that the folder keeps the last good state.
public struct StopAtNonFinite<Row: TrainingRow>: Callback {
    private let metric: Column<Row>
    /// How often it looks.
    public let stepInterval: Int?

    /// - Parameters:
    ///   - metric: a column of the row, such as the mean of the losses.
    ///   - steps: after how many steps it looks. Each look costs some tens of nanoseconds.
    /// - Precondition: a positive number of steps.
    public init(_ metric: any KeyPath<Row, some Metric & SendableMetatype> & Sendable, everySteps steps: Int = 1) {
        if steps <= 0 { trap("StopAtNonFinite", "the interval must be positive, got \(steps)") }
        self.metric = Column(metric)
        stepInterval = steps
    }

    /// Looks at what was measured last.
    ///
    /// - Throws: ``NonFiniteLoss``.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout NoState) throws -> Decision {
        if event.kind != .step && event.kind != .epoch { return .proceed }
        let measured = metric.metric(event.row)
        guard let value = [measured.latestMetricValue, measured.metricValue].compactMap(\.self).first(where: { !$0.isFinite }) else {
            return .proceed
        }
        let parameter = event.run.parameters.first {
            !($0.cell.value?.isFinite().all().item(as: Bool.self) ?? true)
        }
        throw NonFiniteLoss(metric: metric.name, value: value, epoch: event.epoch, step: event.step, parameter: parameter?.name)
    }
}

/// A loss that is NaN or infinite.
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

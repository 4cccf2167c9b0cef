/// Stops a run when a metric has not improved for some epochs, with the weights of the best one (Keras' `EarlyStopping`).
///
/// ```swift
/// EarlyStopping(on: \.validationLoss, patience: 10)
/// ```
///
/// It is a function of the best epoch and the present patience: a run that it stopped stays stopped when it is started again, and goes
/// on with more patience.
public struct EarlyStopping<Row: TrainingRow>: Callback {
    /// What is remembered.
    public struct State: Codable, Sendable {
        var best = BestValue()
        /// The last epoch that had the metric.
        var lastEpoch = 0
    }

    private let metric: Column<Row>
    private let patience: Int
    private let minimumImprovement: Double
    private let direction: Improvement
    private let keepsBest: Bool

    /// Early stopping by a column of the row.
    ///
    /// - Parameters:
    ///   - metric: the column. Epochs in which it is nil do not count.
    ///   - patience: the number of epochs without improvement after which the run stops.
    ///   - minimumImprovement: by how much the metric must be better than the best one (torch's and Keras' `min_delta`).
    ///   - direction: in which the metric improves.
    ///   - keepsBest: whether ``TrainingRun/finish(with:)`` puts the weights of the best epoch back.
    /// - Precondition: `patience > 0` and `minimumImprovement >= 0`.
    public init(
        on metric: any KeyPath<Row, some Metric & SendableMetatype> & Sendable, patience: Int, minimumImprovement: Double = 0,
        improving direction: Improvement = .lower, keepsBest: Bool = true
    ) {
        if patience <= 0 { trap("EarlyStopping", "patience must be positive, got \(patience)") }
        if !(minimumImprovement >= 0) {
            trap("EarlyStopping", "minimumImprovement must not be negative, got \(minimumImprovement)")
        }
        self.metric = Column(metric)
        self.patience = patience
        self.minimumImprovement = minimumImprovement
        self.direction = direction
        self.keepsBest = keepsBest
    }

    /// No best epoch yet.
    public var initialState: State { State() }

    /// Compares at the end of each epoch.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout State) -> Decision {
        switch event.kind {
        case .began: break
        case .epoch:
            guard let value = metric.value(event.row) else { break }
            state.lastEpoch = event.epoch
            if state.best.improves(value, direction, by: minimumImprovement, in: event) {
                return keepsBest ? .keepBest : .proceed
            }
        case .step, .tick, .finished: return .proceed
        }
        if state.lastEpoch - state.best.epoch < patience { return .proceed }
        return .stop("no improvement of \(metric.name) in \(patience) epochs")
    }
}

/// Keeps the weights of the epoch with the best metric: ``TrainingRun/finish(with:)`` puts them back.
public struct KeepBest<Row: TrainingRow>: Callback {
    /// What is remembered.
    public struct State: Codable, Sendable { var best = BestValue() }

    private let metric: Column<Row>
    private let direction: Improvement

    /// - Parameters:
    ///   - metric: a column of the row.
    ///   - direction: in which the metric improves.
    public init(
        on metric: any KeyPath<Row, some Metric & SendableMetatype> & Sendable, improving direction: Improvement = .lower
    ) {
        self.metric = Column(metric)
        self.direction = direction
    }

    /// No best epoch yet.
    public var initialState: State { State() }

    /// Compares at the end of each epoch.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout State) -> Decision {
        event.kind == .epoch && state.best.improves(metric.value(event.row), direction, by: 0, in: event) ? .keepBest : .proceed
    }
}

/// Says when a run saves its state, and which checkpoints stay.
///
/// ```swift
/// Checkpoints(every: .epochs(1), .minutes(5))
/// Checkpoints(every: .steps(1000), keeping: 3, best: \.validationLoss)
/// ```
///
/// The newest ones stay, and beside them the one of the best epoch. In any case a run saves when it stops or ends.
public struct Checkpoints<Row: TrainingRow>: Callback {
    /// How often the state is saved.
    public enum Interval: Sendable {
        /// After every n-th step, counted over all epochs.
        case steps(Int)
        /// At the end of every n-th epoch.
        case epochs(Int)
        /// Between two steps, when so many minutes have gone by since the last time.
        case minutes(Double)
    }

    /// What is remembered.
    public struct State: Codable, Sendable { var best = BestValue() }

    private let intervals: [Interval]
    private let keptCount: Int
    private let metric: Column<Row>?
    private let direction: Improvement

    private init(_ intervals: [Interval], _ keptCount: Int, _ metric: Column<Row>?, _ direction: Improvement) {
        for interval in intervals {
            switch interval {
            case .steps(let count), .epochs(let count):
                if count <= 0 { trap("Checkpoints", "an interval must be positive, got \(interval)") }
            case .minutes(let minutes):
                if !(minutes > 0) { trap("Checkpoints", "an interval must be positive, got \(interval)") }
            }
        }
        if keptCount <= 0 { trap("Checkpoints", "at least one checkpoint is kept, got \(keptCount)") }
        self.intervals = intervals
        self.keptCount = keptCount
        self.metric = metric
        self.direction = direction
    }

    /// Checkpoints at some intervals; every epoch and every five minutes if nothing is said.
    ///
    /// - Parameters:
    ///   - intervals: each saves by itself.
    ///   - count: how many of the newest stay.
    /// - Precondition: the intervals and `count` are positive.
    public init(every intervals: Interval..., keeping count: Int = 2) {
        self.init(intervals.isEmpty ? [.epochs(1), .minutes(5)] : intervals, count, nil, .lower)
    }

    /// Checkpoints at some intervals, and one of the epoch with the best metric.
    ///
    /// - Parameters:
    ///   - intervals: each saves by itself.
    ///   - count: how many of the newest stay.
    ///   - metric: the column of the row by which an epoch is the best. Its checkpoint stays until there is a better one.
    ///   - direction: in which the metric improves.
    /// - Precondition: the intervals and `count` are positive.
    public init(
        every intervals: Interval..., keeping count: Int = 2,
        best metric: any KeyPath<Row, some Metric & SendableMetatype> & Sendable,
        improving direction: Improvement = .lower
    ) {
        self.init(intervals.isEmpty ? [.epochs(1), .minutes(5)] : intervals, count, Column(metric), direction)
    }

    /// No best epoch yet.
    public var initialState: State { State() }

    /// The greatest number of steps of which all intervals are multiples.
    public var stepInterval: Int? {
        intervals.reduce(nil as Int?) { common, interval in
            guard case .steps(let count) = interval else { return common }
            return greatestCommonDivisor(count, common ?? 0)
        }
    }

    /// Whether there is an interval of minutes.
    public var wantsTicks: Bool {
        intervals.contains { if case .minutes = $0 { true } else { false } }
    }

    /// Decides whether the state is saved.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout State) -> Decision {
        // Several of them may be at work.
        if event.kind == .began { event.run.keptCount = max(event.run.keptCount, keptCount) }
        let former = state.best.step
        var isBest = false
        if event.kind == .epoch, let metric {
            isBest = state.best.improves(metric.value(event.row), direction, by: 0, in: event)
        }
        if isBest { event.run.keptSteps.remove(former) }
        if state.best.epoch > 0 { event.run.keptSteps.insert(state.best.step) }
        return isBest || intervals.contains { isDue($0, event) } ? .save : .proceed
    }

    private func isDue(_ interval: Interval, _ event: TrainingEvent<Row>) -> Bool {
        switch (interval, event.kind) {
        case (.steps(let count), .step): event.step.isMultiple(of: count)
        case (.epochs(let count), .epoch): event.epoch.isMultiple(of: count)
        case (.minutes(let minutes), .tick): event.run.secondsSinceCheckpoint >= 60 * minutes
        default: false
        }
    }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }

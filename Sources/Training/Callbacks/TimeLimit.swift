/// Stops a run, with its state saved, when this process has had it for some time: for machines that are lent by the hour.
///
/// The time of former processes does not count. A run that is started again goes on.
public struct TimeLimit<Row: TrainingRow>: Callback {
    private let limit: Duration
    private let start = ContinuousClock.now

    /// - Parameter limit: the time after which the run stops, counted from here.
    public init(_ limit: Duration) { self.limit = limit }

    /// Yes: it looks at the clock.
    public var wantsTicks: Bool { true }

    /// Looks at the clock between two steps and at the end of an epoch.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout NoState) -> Decision {
        switch event.kind {
        case .tick, .epoch: ContinuousClock.now - start >= limit ? .stop("the time limit of \(limit) is over") : .proceed
        case .began, .step, .finished: .proceed
        }
    }
}

/// Several schedules at once: the base rate of each is the result of those before it (torch's `ChainedScheduler`), so that
/// factors multiply. Several ``Scheduler``s of one optimizer do the same, each with its own step.
///
/// The momentum is that of the last schedule that sets it.
public struct ChainedScheduler: Schedule {
    /// The schedules, in the order in which they are applied.
    public let schedules: [any Schedule]

    /// A chain of schedules.
    public init(_ schedules: [any Schedule]) { self.schedules = schedules }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        schedules.reduce(base) { $1.learningRate($0, at: step) }
    }

    public func momentum(at step: Int) -> Double? { schedules.reversed().lazy.compactMap { $0.momentum(at: step) }.first }
}

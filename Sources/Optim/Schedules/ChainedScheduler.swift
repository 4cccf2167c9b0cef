/// Several schedules at once: the base of each is the rate that those before it come to (torch's `ChainedScheduler`), so that factors
/// multiply. Several ``Scheduler``s of one optimizer do the same, each at a step of its own.
///
/// The momentum is that of the last schedule that has one.
public struct ChainedScheduler: Schedule {
    public let schedules: [any Schedule]

    public init(_ schedules: [any Schedule]) { self.schedules = schedules }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        schedules.reduce(base) { $1.learningRate($0, at: step) }
    }

    public func momentum(at step: Int) -> Double? { schedules.reversed().lazy.compactMap { $0.momentum(at: step) }.first }
}

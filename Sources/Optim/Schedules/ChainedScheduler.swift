/// Several schedules at once: each multiplies the rate by what it alone would multiply the base by (torch's `ChainedScheduler`).
///
/// The momentum is that of the last schedule that has one.
public struct ChainedScheduler: Schedule {
    public let schedules: [any Schedule]

    public init(_ schedules: [any Schedule]) { self.schedules = schedules }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        base == 0 ? 0 : schedules.reduce(base) { $0 * ($1.learningRate(base, at: step) / base) }
    }

    public func momentum(at step: Int) -> Double? { schedules.reversed().lazy.compactMap { $0.momentum(at: step) }.first }
}

/// A learning rate that changes with the steps: a function of the rate it starts from.
public protocol Schedule: Sendable {
    /// The rate before step `step`, counted from 0.
    func learningRate(_ base: Double, at step: Int) -> Double
}

/// Sets an optimizer's learning rates by a schedule; call ``step()`` once an epoch, or once a batch.
///
/// ```swift
/// let scheduler = Scheduler(optimizer, StepLR(stepSize: 30, gamma: 0.1))
/// for epoch in 0..<100 { ...; scheduler.step() }
/// ```
public final class Scheduler {
    private let optimizer: Optimizer
    private let schedule: any Schedule
    /// The rates that the groups start from.
    private let bases: [Double]

    /// How often ``step()`` has been called.
    public private(set) var count = 0

    public init(_ optimizer: Optimizer, _ schedule: some Schedule) {
        self.optimizer = optimizer
        self.schedule = schedule
        bases = optimizer.groups.map(\.learningRate)
        apply()
    }

    public func step() {
        count += 1
        apply()
    }

    private func apply() {
        for (index, base) in bases.enumerated() {
            optimizer.groups[index].learningRate = schedule.learningRate(base, at: count)
        }
    }
}

/// A learning rate that changes with the steps: a function of the rate it starts from.
public protocol Schedule: Sendable {
    /// The rate before step `step`, counted from 0.
    func learningRate(_ base: Double, at step: Int) -> Double

    /// The momentum before step `step`; nil leaves it alone, as it does unless a schedule says otherwise.
    func momentum(at step: Int) -> Double?
}

extension Schedule {
    public func momentum(at step: Int) -> Double? { nil }
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

    /// How often ``step()`` has been called. Set it to go on where a former run stopped; the optimizer's rates follow.
    public var count = 0 { didSet { apply() } }

    /// - Precondition: where the schedule moves the momentum, the optimizer's rules have one.
    public init(_ optimizer: Optimizer, _ schedule: some Schedule) {
        self.optimizer = optimizer
        self.schedule = schedule
        bases = optimizer.groups.map(\.learningRate)
        apply()
    }

    public func step() { count += 1 }

    private func apply() {
        let momentum = schedule.momentum(at: count)
        for (index, base) in bases.enumerated() {
            optimizer.groups[index].learningRate = schedule.learningRate(base, at: count)
            guard let momentum else { continue }
            guard var rule = optimizer.groups[index].rule as? any RuleWithMomentum else {
                trap(
                    "Scheduler",
                    "\(type(of: schedule)) moves the momentum, which \(type(of: optimizer.groups[index].rule)) does not have; "
                        + "pass momentum: nil")
            }
            rule.momentum = momentum
            optimizer.groups[index].rule = rule
        }
    }
}

/// Moves an optimizer's learning rates by a schedule; call ``step()`` once an epoch, or once a batch.
///
/// ```swift
/// let scheduler = Scheduler(optimizer, StepLR(stepSize: 30, gamma: 0.1))
/// for epoch in 0..<100 { ...; scheduler.step() }
/// ```
///
/// The rates that schedules start from, the base rates, belong to the optimizer and are saved with it, so that a scheduler can be made
/// before or after ``Optimizer/load(_:)``; set ``count`` to go on. Several schedulers of one optimizer chain: the base of each is
/// the rate that those before it come to, in the order in which they were made.
///
/// ```swift
/// let warmup = Scheduler(optimizer, LinearLR(startFactor: 0.1, totalSteps: 2))
/// let decay = Scheduler(optimizer, ExponentialLR(gamma: 0.5))       // of 0.1: 0.01, 0.0275, 0.025, 0.0125, 0.00625
/// ```
///
/// A rate that somebody else writes, ``ReduceLROnPlateau`` say, is respected: its base becomes that rate divided by the present factor
/// of the schedules, or stays where that is 0. A group that is added later gets its base so, too. Schedules that set the rate
/// whatever the base is (``OneCycleLR``, ``CyclicLR``) write over it.
public final class Scheduler {
    private let optimizer: Optimizer
    private let schedule: any Schedule
    /// Where the optimizer keeps the schedule.
    private let index: Int

    /// How often ``step()`` has been called. Set it to go on where a former run stopped; the optimizer's rates follow.
    ///
    /// - Precondition: not negative.
    public var count: Int {
        get { optimizer.schedules[index].step }
        set {
            if newValue < 0 { trap("Scheduler", "the count is from 0 on, got \(newValue)") }
            var schedules = optimizer.schedules
            schedules[index].step = newValue
            optimizer.follow(schedules)
            setMomentum()
        }
    }

    /// - Precondition: where the schedule moves the momentum, the optimizer's rules have one.
    public init(_ optimizer: Optimizer, _ schedule: some Schedule) {
        self.optimizer = optimizer
        self.schedule = schedule
        index = optimizer.schedules.count
        optimizer.follow(optimizer.schedules + [RunningSchedule(schedule: schedule)])
        setMomentum()
    }

    public func step() { count += 1 }

    private func setMomentum() {
        guard let momentum = schedule.momentum(at: count) else { return }
        for index in optimizer.groups.indices {
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

/// A schedule, and the step that it is at.
struct RunningSchedule {
    let schedule: any Schedule
    var step = 0
}

/// What schedules have made of a group's rate.
struct Scheduled {
    /// The rate that they start from.
    var base: Double
    /// The rate that they came to. Another one was written by somebody else.
    var rate: Double
}

extension [RunningSchedule] {
    fileprivate func learningRate(_ base: Double) -> Double { reduce(base) { $1.schedule.learningRate($0, at: $1.step) } }
}

extension Optimizer {
    /// Puts other schedules, or the same at other steps, in the place of those that were followed so far.
    fileprivate func follow(_ next: [RunningSchedule]) {
        for index in groups.indices {
            let base = groups[index].base(under: schedules)
            let rate = next.learningRate(base)
            groups[index].learningRate = rate
            groups[index].scheduled = Scheduled(base: base, rate: rate)
        }
        schedules = next
    }
}

extension Optimizer.Group {
    /// The rate that schedules start from, where they stand as they do.
    func base(under schedules: [RunningSchedule]) -> Double {
        if let scheduled, learningRate == scheduled.rate { return scheduled.base }
        if let scheduled, scheduled.base > 0 {
            let base = learningRate / (scheduled.rate / scheduled.base)
            return base.isFinite ? base : scheduled.base
        }
        // They have not moved the rate yet, or could not: their factor is what they would make of it.
        let base = learningRate / (schedules.learningRate(learningRate) / learningRate)
        return base.isFinite ? base : learningRate
    }
}

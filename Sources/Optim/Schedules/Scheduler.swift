/// Sets an optimizer's learning rates by a schedule; call ``step()`` once an epoch, or once a batch.
///
/// ```swift
/// let scheduler = Scheduler(optimizer, StepLR(stepSize: 30, gamma: 0.1))
/// for epoch in 0..<100 { ...; scheduler.step() }
/// ```
///
/// The base rates belong to the optimizer and are saved with it, so that a scheduler can be created before or after
/// ``Optimizer/load(_:)``; set ``count`` to resume. Several schedulers of one optimizer chain: the base rate of each is the
/// result of those before it, in the order of their creation.
///
/// ```swift
/// let warmup = Scheduler(optimizer, LinearLR(startFactor: 0.1, totalSteps: 2))
/// let decay = Scheduler(optimizer, ExponentialLR(gamma: 0.5))       // of 0.1: 0.01, 0.0275, 0.025, 0.0125, 0.00625
/// ```
///
/// A rate that is set elsewhere, for example by ``ReduceLROnPlateau``, is respected: its base becomes that rate divided by the
/// current factor of the schedules, or stays where that is 0. The same holds for a group that is added later. Schedules that
/// set the rate whatever the base is (``OneCycleLR``, ``CyclicLR``) overwrite it.
public final class Scheduler {
    private let optimizer: Optimizer
    private let schedule: any Schedule
    /// The index of the schedule in the optimizer.
    private let index: Int

    /// The number of calls of ``step()``. Set it to resume a former run; the optimizer's rates follow.
    ///
    /// - Precondition: not negative.
    public var count: Int {
        get { optimizer.schedules[index].step }
        set {
            if newValue < 0 { trap("Scheduler", "the count must not be negative, got \(newValue)") }
            var schedules = optimizer.schedules
            schedules[index].step = newValue
            optimizer.follow(schedules)
            setMomentum()
        }
    }

    /// A scheduler, which sets the optimizer's rates for step 0.
    ///
    /// - Precondition: where the schedule sets the momentum, the optimizer's rules have one.
    public init(_ optimizer: Optimizer, _ schedule: some Schedule) {
        self.optimizer = optimizer
        self.schedule = schedule
        index = optimizer.schedules.count
        optimizer.follow(optimizer.schedules + [RunningSchedule(schedule: schedule)])
        setMomentum()
    }

    /// Advances to the next step of the schedule and sets the optimizer's rates. Call it after the optimizer's step.
    public func step() { count += 1 }

    private func setMomentum() {
        guard let momentum = schedule.momentum(at: count) else { return }
        for index in optimizer.groups.indices {
            guard var rule = optimizer.groups[index].rule as? any RuleWithMomentum else {
                trap(
                    "Scheduler",
                    "\(type(of: schedule)) sets the momentum, which \(type(of: optimizer.groups[index].rule)) does not have; "
                        + "pass momentum: nil")
            }
            rule.momentum = momentum
            optimizer.groups[index].rule = rule
        }
    }
}

/// A schedule and its current step.
struct RunningSchedule {
    let schedule: any Schedule
    var step = 0
}

/// The rates of a group under the schedules.
struct Scheduled {
    /// The base rate.
    var base: Double
    /// The rate that the schedules set. A different one was set elsewhere.
    var rate: Double
}

extension [RunningSchedule] {
    fileprivate func learningRate(_ base: Double) -> Double { reduce(base) { $1.schedule.learningRate($0, at: $1.step) } }
}

extension Optimizer {
    /// Replaces the schedules, or their steps, and sets the rates.
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
    /// The base rate under schedules at their current steps.
    func base(under schedules: [RunningSchedule]) -> Double {
        if let scheduled, learningRate == scheduled.rate { return scheduled.base }
        if let scheduled, scheduled.base > 0 {
            let base = learningRate / (scheduled.rate / scheduled.base)
            return base.isFinite ? base : scheduled.base
        }
        // They have not changed the rate yet, or could not: the factor is computed.
        let base = learningRate / (schedules.learningRate(learningRate) / learningRate)
        return base.isFinite ? base : learningRate
    }
}

/// Sets an optimizer's learning rates by a schedule; call ``step()`` once an epoch, or once a batch.
///
/// ```swift
/// let scheduler = Scheduler(optimizer, StepLR(stepSize: 30, gamma: 0.1))
/// for epoch in 0..<100 { ...; scheduler.step() }
/// ```
///
/// The base rates belong to the optimizer and are saved with it, so that a scheduler can be created before or after
/// ``Optimizer/load(_:)``. To resume to the bit, load the optimizer and restore ``state``, in either order; a scheduler that is made only
/// after the optimizer has been loaded takes its state as it is made, ``init(_:_:resuming:)``. Several schedulers of one optimizer chain: the base rate of each is the
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

    /// What a scheduler remembers, to be saved and restored. The rates belong to the optimizer's state.
    public struct State: Sendable, Equatable, Codable {
        /// The number of steps that have been made.
        public var count: Int

        /// The state after so many steps.
        public init(count: Int = 0) { self.count = count }

        /// A state that was encoded, under the key `count`. A negative one throws a `DecodingError`.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            count = try values.decode(Int.self, forKey: .count)
            if count < 0 {
                throw DecodingError.dataCorruptedError(
                    forKey: .count, in: values, debugDescription: "the number of steps must not be negative, got \(count)")
            }
        }
    }

    /// The current state. Setting it leaves the optimizer's rates and momenta as they are, which ``Optimizer/load(_:)`` restores: so both
    /// are exactly what they were, also where somebody else has changed a rate.
    ///
    /// - Precondition: the count is not negative.
    public var state: State {
        get { State(count: count) }
        set { optimizer.schedules[index].step = checkedCount(newValue.count) }
    }

    /// The number of calls of ``step()``. Setting it moves the optimizer's rates and momenta to that step; ``state`` leaves them.
    ///
    /// - Precondition: not negative.
    public var count: Int {
        get { optimizer.schedules[index].step }
        set {
            var schedules = optimizer.schedules
            schedules[index].step = checkedCount(newValue)
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

    /// A scheduler of an optimizer that has been loaded already: it goes on with the rates and momenta that the optimizer has.
    ///
    /// - Precondition: the count is not negative.
    public init(_ optimizer: Optimizer, _ schedule: some Schedule, resuming state: State) {
        self.optimizer = optimizer
        self.schedule = schedule
        index = optimizer.schedules.count
        optimizer.schedules.append(RunningSchedule(schedule: schedule, step: checkedCount(state.count)))
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

private func checkedCount(_ count: Int) -> Int {
    if count < 0 { trap("Scheduler", "the count must not be negative, got \(count)") }
    return count
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

/// One schedule after the other: each next one starts at its milestone, from the base rate and its own step 0 (torch's
/// `SequentialLR`).
///
/// ```swift
/// SequentialLR([LinearLR(totalSteps: 10), ExponentialLR(gamma: 0.99)], milestones: [10])
/// ```
public struct SequentialLR: Schedule {
    /// The schedules, in order.
    public let schedules: [any Schedule]
    /// The steps at which the second and later schedules start.
    public let milestones: [Int]

    /// A sequence of schedules.
    ///
    /// - Precondition: there is one milestone less than schedules, and they are positive and ascend.
    public init(_ schedules: [any Schedule], milestones: [Int]) {
        if schedules.count != milestones.count + 1 {
            trap("SequentialLR", "\(schedules.count) schedules need \(schedules.count - 1) milestones, got \(milestones.count)")
        }
        if zip([0] + milestones, milestones).contains(where: { $0 >= $1 }) {
            trap("SequentialLR", "milestones must be positive and ascend, got \(milestones)")
        }
        self.schedules = schedules
        self.milestones = milestones
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        let (schedule, since) = current(step)
        return schedule.learningRate(base, at: since)
    }

    public func momentum(at step: Int) -> Double? {
        let (schedule, since) = current(step)
        return schedule.momentum(at: since)
    }

    private func current(_ step: Int) -> (schedule: any Schedule, since: Int) {
        let passed = milestones.count { $0 <= step }
        return (schedules[passed], step - (passed == 0 ? 0 : milestones[passed - 1]))
    }
}

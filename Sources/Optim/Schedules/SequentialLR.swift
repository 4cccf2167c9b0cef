/// One schedule after the other: the next begins at its milestone, from the base rate and its own step 0 (torch's `SequentialLR`).
///
/// ```swift
/// SequentialLR([LinearLR(totalSteps: 10), ExponentialLR(gamma: 0.99)], milestones: [10])
/// ```
public struct SequentialLR: Schedule {
    public let schedules: [any Schedule]
    public let milestones: [Int]

    /// - Precondition: one schedule more than milestones, which rise from 1 on.
    public init(_ schedules: [any Schedule], milestones: [Int]) {
        if schedules.count != milestones.count + 1 {
            trap("SequentialLR", "\(schedules.count) schedules need \(schedules.count - 1) milestones, got \(milestones.count)")
        }
        if zip([0] + milestones, milestones).contains(where: { $0 >= $1 }) {
            trap("SequentialLR", "milestones rise, got \(milestones)")
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

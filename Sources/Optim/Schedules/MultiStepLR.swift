import Glibc

/// Multiplies the rate by `gamma` at each milestone (torch's `MultiStepLR`). A milestone that appears twice counts twice.
public struct MultiStepLR: Schedule {
    /// The steps at which the rate changes.
    public var milestones: [Int]
    /// The factor at each milestone, not negative.
    public var gamma: Double

    /// A decay at milestones.
    ///
    /// - Precondition: milestones and `gamma` are not negative.
    public init(milestones: [Int], gamma: Double = 0.1) {
        if let step = milestones.first(where: { $0 < 0 }) { trap("MultiStepLR", "a milestone is negative: \(step)") }
        check("MultiStepLR", notNegative: ["gamma": gamma])
        self.milestones = milestones
        self.gamma = gamma
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        base * pow(gamma, Double(milestones.count { $0 <= step }))
    }
}

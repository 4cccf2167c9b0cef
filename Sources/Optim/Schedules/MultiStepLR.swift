import Glibc

/// Multiplied by `gamma` at each milestone (torch's `MultiStepLR`). A milestone that appears twice counts twice.
public struct MultiStepLR: Schedule {
    public var milestones: [Int]
    public var gamma: Double

    /// - Precondition: nothing negative.
    public init(milestones: [Int], gamma: Double = 0.1) {
        if let step = milestones.first(where: { $0 < 0 }) { trap("MultiStepLR", "milestones are from 0 on, got \(step)") }
        check("MultiStepLR", notNegative: ["gamma": gamma])
        self.milestones = milestones
        self.gamma = gamma
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        base * pow(gamma, Double(milestones.count { $0 <= step }))
    }
}

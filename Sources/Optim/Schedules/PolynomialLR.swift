import Glibc

/// Down to 0 in `totalSteps` steps along a power (torch's `PolynomialLR`): `base (1 - t / totalSteps)^power`.
public struct PolynomialLR: Schedule {
    public var totalSteps: Int
    public var power: Double

    /// - Precondition: a positive number of steps, no negative power.
    public init(totalSteps: Int = 5, power: Double = 1) {
        if totalSteps <= 0 { trap("PolynomialLR", "the number of steps must be positive, got \(totalSteps)") }
        check("PolynomialLR", notNegative: ["power": power])
        self.totalSteps = totalSteps
        self.power = power
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        base * pow(1 - Double(min(step, totalSteps)) / Double(totalSteps), power)
    }
}

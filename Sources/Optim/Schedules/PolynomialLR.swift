import Glibc

/// Lowers the rate to 0 in `totalSteps` steps along a power (torch's `PolynomialLR`): `base (1 - t / totalSteps)^power`.
public struct PolynomialLR: Schedule {
    /// The number of steps until the rate is 0 (torch's `total_iters`).
    public var totalSteps: Int
    /// The exponent; 1 is a straight line.
    public var power: Double

    /// A polynomial decay.
    ///
    /// - Precondition: `totalSteps > 0` and `power >= 0`.
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

import Glibc

/// Up from `minimum` to `maximum` and down again in straight lines, again and again (Smith, 2017; torch's `CyclicLR`). The
/// momentum goes the other way. The optimizer's own rate does not matter.
public struct CyclicLR: Schedule {
    /// What becomes of the height of the triangles.
    public enum Mode: Sendable {
        case triangular
        /// Half of the one before with each cycle.
        case triangular2
        /// Multiplied by gamma at each step (torch's `exp_range`).
        case exponential(gamma: Double)
        /// Multiplied by a function of the cycle, counted from 1.
        case byCycle(@Sendable (Int) -> Double)
        /// Multiplied by a function of the step, counted from 0.
        case byStep(@Sendable (Int) -> Double)

        func scale(_ cycle: Int, _ step: Int) -> Double {
            switch self {
            case .triangular: 1
            case .triangular2: pow(0.5, Double(cycle - 1))
            case .exponential(let gamma): pow(gamma, Double(step))
            case .byCycle(let scale): scale(cycle)
            case .byStep(let scale): scale(step)
            }
        }
    }

    public var minimum: Double
    public var maximum: Double
    public var stepsUp: Int
    public var stepsDown: Int
    public var mode: Mode
    /// Nil leaves the momentum alone.
    public var momentum: ClosedRange<Double>?

    /// - Parameter stepsDown: as many as up where nil.
    /// - Precondition: positive numbers of steps, nothing negative.
    public init(
        minimum: Double, maximum: Double, stepsUp: Int = 2000, stepsDown: Int? = nil, mode: Mode = .triangular,
        momentum: ClosedRange<Double>? = 0.8...0.9
    ) {
        if stepsUp <= 0 || stepsDown ?? 1 <= 0 {
            trap("CyclicLR", "the numbers of steps must be positive, got \(stepsUp) and \(stepsDown ?? stepsUp)")
        }
        check("CyclicLR", notNegative: ["minimum": minimum, "maximum": maximum, "momentum": momentum?.lowerBound ?? 0])
        if case .exponential(let gamma) = mode { check("CyclicLR", notNegative: ["gamma": gamma]) }
        self.minimum = minimum
        self.maximum = maximum
        self.stepsUp = stepsUp
        self.stepsDown = stepsDown ?? stepsUp
        self.mode = mode
        self.momentum = momentum
    }

    public func learningRate(_ base: Double, at step: Int) -> Double { minimum + (maximum - minimum) * height(step) }

    public func momentum(at step: Int) -> Double? {
        momentum.map { $0.upperBound - ($0.upperBound - $0.lowerBound) * height(step) }
    }

    private func height(_ step: Int) -> Double {
        let (cycle, since) = step.quotientAndRemainder(dividingBy: stepsUp + stepsDown)
        let share = since <= stepsUp ? Double(since) / Double(stepsUp) : Double(stepsUp + stepsDown - since) / Double(stepsDown)
        return share * mode.scale(cycle + 1, step)
    }
}

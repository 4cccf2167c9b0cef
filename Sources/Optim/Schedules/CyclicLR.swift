import Glibc

/// Raises the rate linearly from `minimum` to `maximum` and lowers it again, cycle after cycle (Smith, 2017; torch's
/// `CyclicLR`). The momentum moves in the opposite direction. The optimizer's own rate is not used.
public struct CyclicLR: Schedule {
    /// How the height of the triangles changes.
    public enum Mode: Sendable {
        /// All triangles have the same height.
        case triangular
        /// Each triangle is half as high as the one before.
        case triangular2
        /// The height is multiplied by gamma at each step (torch's `exp_range`).
        case exponential(gamma: Double)
        /// The height is multiplied by a function of the cycle, counted from 1.
        case byCycle(@Sendable (Int) -> Double)
        /// The height is multiplied by a function of the step, counted from 0.
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

    /// The rate at the start and the end of each cycle (torch's `base_lr`).
    public var minimum: Double
    /// The rate at the top of a full triangle (torch's `max_lr`).
    public var maximum: Double
    /// The number of steps from the minimum to the maximum (torch's `step_size_up`).
    public var stepsUp: Int
    /// The number of steps from the maximum to the minimum (torch's `step_size_down`).
    public var stepsDown: Int
    /// How the height of the triangles changes.
    public var mode: Mode
    /// The range of the momentum, whose upper bound belongs to the minimum of the rate; nil leaves it unchanged.
    public var momentum: ClosedRange<Double>?

    /// A cycle between two rates.
    ///
    /// - Parameters:
    ///   - minimum: the lowest rate.
    ///   - maximum: the highest rate.
    ///   - stepsUp: the number of steps from the minimum to the maximum.
    ///   - stepsDown: the number of steps back; the same where nil.
    ///   - mode: how the height of the triangles changes.
    ///   - momentum: the range of the momentum; nil leaves it unchanged.
    /// - Precondition: the numbers of steps are positive, the rates, the momentum and gamma not negative.
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

import Glibc

/// Raises the rate from `maximum / divisor` to `maximum`, then lowers it to `maximum / divisor / finalDivisor`, in `totalSteps`
/// steps (Smith & Topin, 2018; torch's `OneCycleLR`). The momentum moves in the opposite direction. The optimizer's own rate is
/// not used.
///
/// With three phases, the way back to the initial rate takes as long as the rise, and the remaining steps go on to the final
/// rate.
public struct OneCycleLR: Schedule {
    /// The curve between two rates.
    public enum Annealing: Sendable {
        /// Half a cosine.
        case cosine
        /// A straight line.
        case linear

        func value(_ start: Double, _ end: Double, _ share: Double) -> Double {
            switch self {
            case .cosine: end + (start - end) / 2 * (cos(.pi * share) + 1)
            case .linear: (end - start) * share + start
            }
        }
    }

    /// The highest rate (torch's `max_lr`).
    public var maximum: Double
    /// The number of steps of the whole cycle.
    public var totalSteps: Int
    /// The fraction of the steps in which the rate rises (torch's `pct_start`).
    public var warmup: Double
    /// The curve between rates (torch's `anneal_strategy`).
    public var annealing: Annealing
    /// The range of the momentum, whose lower bound belongs to the highest rate; nil leaves it unchanged.
    public var momentum: ClosedRange<Double>?
    /// The highest rate divided by the initial one (torch's `div_factor`).
    public var divisor: Double
    /// The initial rate divided by the final one (torch's `final_div_factor`).
    public var finalDivisor: Double
    /// Whether the rate falls back to its initial value before it falls further.
    public var threePhases: Bool

    /// One cycle of the rate.
    ///
    /// - Precondition: `totalSteps > 0`, `warmup` is in [0, 1], the divisors are positive, and the rate and the momentum not
    ///   negative.
    public init(
        maximum: Double, totalSteps: Int, warmup: Double = 0.3, annealing: Annealing = .cosine,
        momentum: ClosedRange<Double>? = 0.85...0.95, divisor: Double = 25, finalDivisor: Double = 1e4,
        threePhases: Bool = false
    ) {
        if totalSteps <= 0 { trap("OneCycleLR", "the number of steps must be positive, got \(totalSteps)") }
        if !(0...1).contains(warmup) { trap("OneCycleLR", "warmup must be in [0, 1], got \(warmup)") }
        check("OneCycleLR", notNegative: ["maximum": maximum, "momentum": momentum?.lowerBound ?? 0])
        if !(divisor > 0 && finalDivisor > 0) {
            trap("OneCycleLR", "the divisors must be positive, got \(divisor) and \(finalDivisor)")
        }
        self.maximum = maximum
        self.totalSteps = totalSteps
        self.warmup = warmup
        self.annealing = annealing
        self.momentum = momentum
        self.divisor = divisor
        self.finalDivisor = finalDivisor
        self.threePhases = threePhases
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        let start = maximum / divisor
        return value(at: step, low: start, high: maximum, last: start / finalDivisor)
    }

    public func momentum(at step: Int) -> Double? {
        momentum.map { value(at: step, low: $0.upperBound, high: $0.lowerBound, last: $0.upperBound) }
    }

    /// From low to high and down to last, with three phases by way of low. After the end it stays there.
    private func value(at step: Int, low: Double, high: Double, last: Double) -> Double {
        let (step, end) = (Double(min(step, totalSteps - 1)), Double(totalSteps - 1))
        let top = warmup * Double(totalSteps) - 1
        let phases =
            threePhases
            ? [(top, low, high), (2 * warmup * Double(totalSteps) - 2, high, low), (end, low, last)]
            : [(top, low, high), (end, high, last)]
        var start = 0.0
        for (index, phase) in phases.enumerated() {
            if step <= phase.0 || index == phases.count - 1 {
                let share = phase.0 == start ? 1 : (step - start) / (phase.0 - start)
                return annealing.value(phase.1, phase.2, share)
            }
            start = phase.0
        }
        return last
    }
}

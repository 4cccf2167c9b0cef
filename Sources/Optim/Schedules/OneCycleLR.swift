import Glibc

/// Up from `maximum / divisor` to `maximum`, then far down to `maximum / divisor / finalDivisor`, within `totalSteps` steps
/// (Smith & Topin, 2018; torch's `OneCycleLR`). The momentum goes the other way. The optimizer's own rate does not matter.
///
/// In three phases, the way down to where it started takes as long as the way up, and the rest goes further down.
public struct OneCycleLR: Schedule {
    /// The line between two rates.
    public enum Annealing: Sendable {
        case cosine, linear

        func value(_ start: Double, _ end: Double, _ share: Double) -> Double {
            switch self {
            case .cosine: end + (start - end) / 2 * (cos(.pi * share) + 1)
            case .linear: (end - start) * share + start
            }
        }
    }

    public var maximum: Double
    public var totalSteps: Int
    /// The share of the steps that go up; torch's `pct_start`.
    public var warmup: Double
    public var annealing: Annealing
    /// Nil leaves the momentum alone.
    public var momentum: ClosedRange<Double>?
    public var divisor: Double
    public var finalDivisor: Double
    public var threePhases: Bool

    /// - Precondition: a positive number of steps, a share in [0, 1], positive divisors, nothing negative.
    public init(
        maximum: Double, totalSteps: Int, warmup: Double = 0.3, annealing: Annealing = .cosine,
        momentum: ClosedRange<Double>? = 0.85...0.95, divisor: Double = 25, finalDivisor: Double = 1e4,
        threePhases: Bool = false
    ) {
        if totalSteps <= 0 { trap("OneCycleLR", "the number of steps must be positive, got \(totalSteps)") }
        if !(0...1).contains(warmup) { trap("OneCycleLR", "the share that goes up lies in [0, 1], got \(warmup)") }
        check("OneCycleLR", notNegative: ["maximum": maximum, "momentum": momentum?.lowerBound ?? 0])
        if !(divisor > 0 && finalDivisor > 0) {
            trap("OneCycleLR", "divisors are positive, got \(divisor) and \(finalDivisor)")
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

    /// From low to high and down to last, by way of low where there are three phases. After the end it stays.
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

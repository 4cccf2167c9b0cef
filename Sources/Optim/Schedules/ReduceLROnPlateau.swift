/// Reduces the learning rates when a metric stops getting better (torch's `ReduceLROnPlateau`).
///
/// ```swift
/// let plateau = ReduceLROnPlateau(optimizer, factor: 0.5, patience: 3)
/// for epoch in 0..<100 { ...; plateau.step(validationLoss) }
/// ```
public final class ReduceLROnPlateau {
    /// What is better.
    public enum Mode: Sendable { case minimum, maximum }

    /// By how much a metric must be better than the best one to count.
    public enum Threshold: Sendable {
        /// By a share of the best.
        case relative(Double)
        case absolute(Double)

        fileprivate var size: Double {
            switch self {
            case .relative(let size), .absolute(let size): size
            }
        }
    }

    /// Where it stands: saved and restored, it goes on as it would have.
    public struct State: Sendable, Equatable, Codable {
        /// The best metric so far; nil before the first.
        public var best: Double?
        /// How many metrics since were no better.
        public var badSteps = 0
        /// How many metrics are still not counted after a reduction.
        public var cooldown = 0

        public init() {}
    }

    private let optimizer: Optimizer
    public let mode: Mode
    public let factor: Double
    public let patience: Int
    public let threshold: Threshold
    public let cooldown: Int
    /// Rates are not reduced below.
    public let minimum: Double
    /// Smaller reductions are not made.
    public let epsilon: Double

    public var state = State()

    /// - Parameters:
    ///   - patience: the number of metrics that may be no better without a reduction.
    ///   - cooldown: the number of metrics after a reduction that do not count.
    /// - Precondition: a factor in [0, 1), nothing negative.
    public init(
        _ optimizer: Optimizer, mode: Mode = .minimum, factor: Double = 0.1, patience: Int = 10,
        threshold: Threshold = .relative(1e-4), cooldown: Int = 0, minimum: Double = 0, epsilon: Double = 1e-8
    ) {
        if !(0..<1).contains(factor) { trap("ReduceLROnPlateau", "the factor lies in [0, 1), got \(factor)") }
        check("ReduceLROnPlateau", notNegative: ["threshold": threshold.size, "minimum": minimum, "epsilon": epsilon])
        if patience < 0 || cooldown < 0 {
            trap("ReduceLROnPlateau", "patience and cooldown are from 0 on, got \(patience) and \(cooldown)")
        }
        self.optimizer = optimizer
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.cooldown = cooldown
        self.minimum = minimum
        self.epsilon = epsilon
    }

    /// Looks at an epoch's metric.
    public func step(_ metric: Double) {
        if isBetter(metric) {
            state.best = metric
            state.badSteps = 0
        } else {
            state.badSteps += 1
        }
        if state.cooldown > 0 {
            state.cooldown -= 1
            state.badSteps = 0
        }
        if state.badSteps > patience {
            reduce()
            state.cooldown = cooldown
            state.badSteps = 0
        }
    }

    private func isBetter(_ metric: Double) -> Bool {
        guard let best = state.best else { return !metric.isNaN }
        return switch (mode, threshold) {
        case (.minimum, .relative(let share)): metric < best * (1 - share)
        case (.minimum, .absolute(let amount)): metric < best - amount
        case (.maximum, .relative(let share)): metric > best * (1 + share)
        case (.maximum, .absolute(let amount)): metric > best + amount
        }
    }

    private func reduce() {
        for index in optimizer.groups.indices {
            let rate = optimizer.groups[index].learningRate
            let reduced = max(rate * factor, minimum)
            if rate - reduced > epsilon { optimizer.groups[index].learningRate = reduced }
        }
    }
}

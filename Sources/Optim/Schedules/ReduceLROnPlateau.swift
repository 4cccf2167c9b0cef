/// Reduces the learning rates when a metric stops improving (torch's `ReduceLROnPlateau`).
///
/// ```swift
/// let plateau = ReduceLROnPlateau(optimizer, factor: 0.5, patience: 3)
/// for epoch in 0..<100 { ...; plateau.step(validationLoss) }
/// ```
public final class ReduceLROnPlateau {
    /// The direction in which a metric improves.
    public enum Mode: Sendable {
        /// Lower metrics are better, such as losses.
        case minimum
        /// Higher metrics are better, such as accuracies.
        case maximum
    }

    /// By how much a metric must improve on the best one to count.
    public enum Threshold: Sendable {
        /// A fraction of the best metric (torch's `rel`).
        case relative(Double)
        /// An amount (torch's `abs`).
        case absolute(Double)

        fileprivate var size: Double {
            switch self {
            case .relative(let size), .absolute(let size): size
            }
        }
    }

    /// The state, to be saved and restored.
    public struct State: Sendable, Equatable, Codable {
        /// The best metric so far; nil before the first.
        public var best: Double?
        /// The number of metrics without improvement since then.
        public var badSteps = 0
        /// The number of metrics that are still ignored after a reduction.
        public var cooldown = 0

        /// The state before the first metric.
        public init() {}
    }

    private let optimizer: Optimizer
    /// The direction in which the metric improves.
    public let mode: Mode
    /// The factor of a reduction, in [0, 1).
    public let factor: Double
    /// The number of metrics without improvement that are tolerated before a reduction.
    public let patience: Int
    /// By how much a metric must improve on the best one to count.
    public let threshold: Threshold
    /// The number of metrics after a reduction that are ignored.
    public let cooldown: Int
    /// The lowest rate, below which none is reduced (torch's `min_lr`).
    public let minimum: Double
    /// The least reduction; smaller ones are not made (torch's `eps`).
    public let eps: Double

    /// The current state. Set it to resume.
    public var state = State()

    /// A reduction of an optimizer's rates.
    ///
    /// - Parameters:
    ///   - optimizer: the optimizer whose rates are reduced.
    ///   - mode: the direction in which the metric improves.
    ///   - factor: the factor of a reduction.
    ///   - patience: the number of metrics without improvement that are tolerated before a reduction.
    ///   - threshold: by how much a metric must improve on the best one to count.
    ///   - cooldown: the number of metrics after a reduction that are ignored.
    ///   - minimum: the lowest rate.
    ///   - eps: the least reduction.
    /// - Precondition: `factor` is in [0, 1), and the other numbers are not negative.
    public init(
        _ optimizer: Optimizer, mode: Mode = .minimum, factor: Double = 0.1, patience: Int = 10,
        threshold: Threshold = .relative(1e-4), cooldown: Int = 0, minimum: Double = 0, eps: Double = 1e-8
    ) {
        if !(0..<1).contains(factor) { trap("ReduceLROnPlateau", "the factor must be in [0, 1), got \(factor)") }
        check("ReduceLROnPlateau", notNegative: ["threshold": threshold.size, "minimum": minimum, "eps": eps])
        if patience < 0 || cooldown < 0 {
            trap("ReduceLROnPlateau", "patience and cooldown must not be negative, got \(patience) and \(cooldown)")
        }
        self.optimizer = optimizer
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.cooldown = cooldown
        self.minimum = minimum
        self.eps = eps
    }

    /// Takes a metric, usually once an epoch, and reduces the rates if it has not improved for too long.
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
            if rate - reduced > eps { optimizer.groups[index].learningRate = reduced }
        }
    }
}

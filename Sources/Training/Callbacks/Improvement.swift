/// The direction in which a metric improves.
public enum Improvement: Sendable {
    /// Lower is better, as of losses.
    case lower
    /// Higher is better, as of accuracies.
    case higher
}

/// The best value of a metric so far.
struct BestValue: Codable, Sendable {
    var value: Double?
    /// Its epoch, and the number of steps at its end; 0 before the first.
    var epoch = 0
    var step = 0

    /// Takes a value, and says whether it is better than the best one by more than an amount. NaN never is.
    mutating func improves<Row>(
        _ candidate: Double?, _ direction: Improvement, by amount: Double, in event: TrainingEvent<Row>
    ) -> Bool {
        guard let candidate, !candidate.isNaN else { return false }
        if let value, !(direction == .lower ? candidate < value - amount : candidate > value + amount) { return false }
        self = BestValue(value: candidate, epoch: event.epoch, step: event.step)
        return true
    }
}

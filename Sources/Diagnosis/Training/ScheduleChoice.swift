import Glibc
import Optim

/// The schedules of the learning rate that can be chosen. They step once an epoch, and end at the largest number of epochs.
public enum ScheduleChoice: String, CaseIterable, Codable, Sendable {
    /// The same rate in all epochs.
    case constant
    /// Down to a tenth after each third of the epochs: ``/Optim/StepLR``.
    case step
    /// Down to 0 along a line: ``/Optim/LinearLR``.
    case linear
    /// Down to 0 along a parabola: ``/Optim/PolynomialLR``.
    case polynomial
    /// Down to a hundredth by the same factor in each epoch: ``/Optim/ExponentialLR``.
    case exponential
    /// Down to 0 along half a cosine: ``/Optim/CosineAnnealingLR``.
    case cosine
    /// Four times down to 0 along half a cosine: ``/Optim/CosineAnnealingWarmRestarts``.
    case cosineRestarts = "cosine-restarts"
    /// Up along a line in a twentieth of the epochs, then down to 0 along half a cosine: ``/Optim/WarmupCosineLR``.
    case warmupCosine = "warmup-cosine"
    /// Up from a twenty-fifth in three tenths of the epochs, then down to almost 0: ``/Optim/OneCycleLR``.
    case oneCycle = "one-cycle"
    /// Down to a half whenever the monitored loss has not improved for a third of early stopping's patience:
    /// ``/Optim/ReduceLROnPlateau``.
    case plateau

    /// The schedule as a function of the epoch; nil where the rate is constant or depends on the loss.
    func make(base: Double, epochs: Int) -> (any Schedule)? {
        switch self {
        case .constant, .plateau: nil
        case .step: StepLR(stepSize: (epochs + 2) / 3)
        case .linear: LinearLR(startFactor: 1, endFactor: 0, totalSteps: epochs)
        case .polynomial: PolynomialLR(totalSteps: epochs, power: 2)
        case .exponential: ExponentialLR(gamma: pow(0.01, 1 / Double(epochs)))
        case .cosine: CosineAnnealingLR(period: epochs)
        case .cosineRestarts: CosineAnnealingWarmRestarts(period: (epochs + 3) / 4)
        case .warmupCosine: WarmupCosineLR(warmup: epochs / 20, totalSteps: epochs)
        case .oneCycle: OneCycleLR(maximum: base, totalSteps: epochs, momentum: nil)
        }
    }
}

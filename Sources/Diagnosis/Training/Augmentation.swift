import Data
import Glibc
import Tensor

/// What is done to the standardized rows of each training batch, so that a network does not learn them by heart.
public enum Augmentation: Codable, Hashable, Sendable {
    /// Adds normal noise with this standard deviation to each measurement. One is the standard deviation of the training rows.
    case noise(standardDeviation: Double)
    /// Mixes each row and its label with those of another row of the batch: `λ x + (1 - λ) x'`, with one λ from Beta(α, α) for each batch
    /// (Zhang, Cissé, Dauphin & Lopez-Paz, ICLR 2018).
    case mixup(alpha: Double)

    /// The augmented batch.
    ///
    /// - Parameters:
    ///   - batch: standardized measurements `[rows, features]` and labels `[rows, 1]`.
    ///   - isUsed: 1 for each measurement, but 0 for one that is constant in the training rows, which stays so; `[features]`.
    ///   - generator: the source of randomness.
    func apply(to batch: TensorDataset.Batch, isUsed: Tensor, generator: Generator) -> TensorDataset.Batch {
        let (x, labels) = batch
        switch self {
        case .noise(let deviation):
            return (x + .normal(x.shape, std: deviation, generator: generator) * isUsed, labels)
        case .mixup(let alpha):
            let share = Augmentation.beta(alpha, generator)
            let others = Tensor.permutation(x.shape[0], generator: generator)
            return (x.lerp(x[others], 1 - share), labels.lerp(labels[others], 1 - share))
        }
    }

    /// A number from Beta(α, α) for α in (0, 1] (Jöhnk, Metrika 8, 1964): of two uniform numbers' powers 1/α, the first one's share in
    /// their sum, if that is at most 1. The powers may be too small for a number, so logarithms are compared.
    private static func beta(_ alpha: Double, _ generator: Generator) -> Double {
        while true {
            let uniform = Tensor.uniform([2], dtype: .float64, generator: generator).array(of: Double.self)
            let (a, b) = (log(uniform[0]) / alpha, log(uniform[1]) / alpha)
            let larger = max(a, b)
            if larger == -.infinity { continue }
            let logSum = larger + log(exp(a - larger) + exp(b - larger))
            if logSum <= 0 { return exp(a - logSum) }
        }
    }
}

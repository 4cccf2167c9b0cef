import Tensor

/// Features and labels in memory, row by row (torch's `TensorDataset`).
///
/// - `features`: `[n, ..]`, `labels`: `[n, ..]`. An element is one row of both, without the first dim.
///
/// ```swift
/// let training = TensorDataset(features, labels)
/// for (x, y) in DataLoader(training, batchSize: 32, shuffle: true) { ... }     // [32, ..] each
/// ```
public struct TensorDataset: Dataset {
    public let features: Tensor
    public let labels: Tensor

    /// - Precondition: both have rows, and as many.
    public init(_ features: Tensor, _ labels: Tensor) {
        if features.rank == 0 || labels.rank == 0 || features.shape[0] != labels.shape[0] {
            trap("TensorDataset", "features \(features.shape) and labels \(labels.shape) must have one first size")
        }
        // A gather from rows with gaps would copy them all, for each batch.
        self.features = features.contiguous()
        self.labels = labels.contiguous()
    }

    public var endIndex: Int { features.shape[0] }

    public subscript(position: Int) -> (features: Tensor, labels: Tensor) {
        if !indices.contains(position) { trap("TensorDataset", "there is no row \(position) among \(count)") }
        return (features.select(dim: 0, position), labels.select(dim: 0, position))
    }

    public func batch(at positions: Positions) -> (features: Tensor, labels: Tensor) {
        (positions.rows(of: features), positions.rows(of: labels))
    }

    /// The rows at an index's positions, copied together.
    ///
    /// - Precondition: an integer vector, each of it a row's position.
    public func rows(_ index: Tensor) -> TensorDataset {
        TensorDataset(features.indexSelect(dim: 0, index), labels.indexSelect(dim: 0, index))
    }
}

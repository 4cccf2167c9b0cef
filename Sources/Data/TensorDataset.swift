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
    /// The features of all elements: `[n, ..]`.
    public let features: Tensor
    /// The labels of all elements: `[n, ..]`.
    public let labels: Tensor

    /// A dataset whose element i is row i of both tensors.
    ///
    /// - Precondition: both tensors have at least one dim, and the same first size.
    public init(_ features: Tensor, _ labels: Tensor) {
        if features.rank == 0 || labels.rank == 0 || features.shape[0] != labels.shape[0] {
            trap("TensorDataset", "features \(features.shape) and labels \(labels.shape) must have the same first size")
        }
        // Gathering from rows that are not contiguous would copy them all for each batch.
        self.features = features.contiguous()
        self.labels = labels.contiguous()
    }

    public var endIndex: Int { features.shape[0] }

    public subscript(position: Int) -> (features: Tensor, labels: Tensor) {
        if !indices.contains(position) { trap("TensorDataset", "row \(position) is out of range for \(count) rows") }
        return (features.select(dim: 0, position), labels.select(dim: 0, position))
    }

    public func batch(at positions: Positions) -> (features: Tensor, labels: Tensor) {
        (positions.rows(of: features), positions.rows(of: labels))
    }

    /// A dataset with a copy of some rows.
    ///
    /// - Precondition: `index` is a vector of integers in `0 ..< count`.
    public func rows(_ index: Tensor) -> TensorDataset {
        TensorDataset(features.indexSelect(dim: 0, index), labels.indexSelect(dim: 0, index))
    }
}

@_exported import Tensor

/// A dataset that makes a whole batch at once, where that is cheaper than one element after the other.
///
/// A ``DataLoader`` loads any `RandomAccessCollection`; this protocol is for those with a faster way, such as
/// ``TensorDataset``: one gather per tensor instead of many small tensors.
public protocol Dataset: RandomAccessCollection, Sendable where Index == Int {
    /// What ``batch(at:)`` makes: a tensor, or a tuple of features and labels, for example.
    associatedtype Batch

    /// A batch of the elements at these positions, counted from 0.
    func batch(at positions: Positions) -> Batch
}

extension Dataset {
    /// Positions are counted from 0.
    public var startIndex: Int { 0 }
}

/// A slice of a dataset, `dataset[100...]`, is a dataset.
extension Swift.Slice: Dataset where Base: Dataset {
    public func batch(at positions: Positions) -> Base.Batch {
        base.batch(at: positions.offset(by: startIndex - base.startIndex))
    }
}

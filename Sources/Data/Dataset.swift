@_exported import Tensor

/// A dataset that makes a whole batch at once, where that is cheaper than element after element.
///
/// Any `RandomAccessCollection` can be loaded by a ``DataLoader``; this protocol is for those that know a shorter way, as a
/// ``TensorDataset`` does: one gather a tensor instead of many small tensors.
public protocol Dataset: RandomAccessCollection, Sendable where Index == Int {
    associatedtype Batch

    /// The elements at these positions, counted from 0, together.
    func batch(at positions: Positions) -> Batch
}

extension Dataset {
    public var startIndex: Int { 0 }
}

/// Part of a dataset by a range of it, as every collection's: `dataset[100...]`.
extension Swift.Slice: Dataset where Base: Dataset {
    public func batch(at positions: Positions) -> Base.Batch {
        base.batch(at: positions.offset(by: startIndex - base.startIndex))
    }
}

import Tensor

/// Some elements of another dataset, in any order (torch's `Subset`). Nothing is copied.
///
/// ```swift
/// let split = try stratifiedSplit(labels, testFraction: 0.2)
/// let (training, test) = (Subset(files, split.train), Subset(files, split.test))
/// ```
public struct Subset<Base: RandomAccessCollection & Sendable>: RandomAccessCollection, Sendable {
    /// The dataset that the elements are taken from.
    public let base: Base

    /// The elements' positions in the base, counted from 0: int64 `[count]`.
    public let positions: Tensor

    /// The elements at some positions of a dataset.
    ///
    /// - Parameters:
    ///   - base: the dataset that the elements are taken from.
    ///   - positions: a vector of integers.
    /// - Precondition: each position is in `0 ..< base.count`.
    public init(_ base: Base, _ positions: Tensor) {
        if positions.rank != 1 || positions.dtype.isFloatingPoint || positions.dtype == .bool {
            trap("Subset", "positions must be a vector of integers, got \(positions.dtype) \(positions.shape)")
        }
        self.base = base
        self.positions = positions.detached().to(.int64).contiguous()
        let size = base.count
        self.positions.withElements(of: Int.self) { elements in
            if let outside = elements.first(where: { $0 < 0 || $0 >= size }) {
                trap("Subset", "position \(outside) is out of range for \(size) elements")
            }
        }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { positions.count }

    public subscript(position: Int) -> Base.Element {
        if !indices.contains(position) { trap("Subset", "position \(position) is out of range for \(count) elements") }
        let offset = positions.withElements(of: Int.self) { $0[position] }
        return base[base.index(base.startIndex, offsetBy: offset)]
    }
}

extension Subset: Dataset where Base: Dataset {
    public func batch(at positions: Positions) -> Base.Batch {
        base.batch(at: Positions(unchecked: positions.rows(of: self.positions)))
    }
}

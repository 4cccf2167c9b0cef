import Tensor

/// Some elements of another dataset, in an order of one's own (torch's `Subset`). Nothing is copied.
///
/// ```swift
/// let split = try stratifiedSplit(labels, testFraction: 0.2)
/// let (training, test) = (Subset(files, split.train), Subset(files, split.test))
/// ```
public struct Subset<Base: RandomAccessCollection & Sendable>: RandomAccessCollection, Sendable {
    public let base: Base

    /// The elements' positions in the base, counted from 0: int64 `[count]`.
    public let positions: Tensor

    /// - Parameter positions: an integer vector.
    /// - Precondition: each is the position of an element.
    public init(_ base: Base, _ positions: Tensor) {
        if positions.rank != 1 || positions.dtype.isFloatingPoint || positions.dtype == .bool {
            trap("Subset", "positions are a vector of integers, got \(positions.dtype) \(positions.shape)")
        }
        self.base = base
        self.positions = positions.detached().to(.int64).contiguous()
        let size = base.count
        self.positions.withElements(of: Int.self) { elements in
            if let outside = elements.first(where: { $0 < 0 || $0 >= size }) {
                trap("Subset", "there is no element \(outside) among \(size)")
            }
        }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { positions.count }

    public subscript(position: Int) -> Base.Element {
        if !indices.contains(position) { trap("Subset", "there is no element \(position) among \(count)") }
        let offset = positions.withElements(of: Int.self) { $0[position] }
        return base[base.index(base.startIndex, offsetBy: offset)]
    }
}

extension Subset: Dataset where Base: Dataset {
    public func batch(at positions: Positions) -> Base.Batch {
        base.batch(at: Positions(unchecked: positions.rows(of: self.positions)))
    }
}

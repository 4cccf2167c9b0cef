import Tensor

/// Where a batch's elements are in their dataset, counted from 0: a run of neighbours, or part of a shuffled order.
///
/// ```swift
/// positions.rows(of: images)               // one gather, or a view of neighbours
/// positions.map { load(files[$0]) }        // one by one
/// ```
public struct Positions: Sendable {
    private enum Order {
        case run(Range<Int>)
        /// int64 `[count]`
        case index(Tensor)
    }

    private let order: Order

    init(_ run: Range<Int>) { order = .run(run) }

    /// - Parameter index: int64 `[count]`; within the dataset, which is not checked again.
    init(unchecked index: Tensor) { order = .index(index) }

    public var count: Int {
        switch order {
        case .run(let run): run.count
        case .index(let index): index.count
        }
    }

    /// A tensor's rows at these positions, `[count, ..]`: a view where the positions are neighbours.
    ///
    /// - Precondition: as many rows as the dataset has elements.
    public func rows(of tensor: Tensor) -> Tensor {
        switch order {
        case .run(let run): tensor.narrow(dim: 0, start: run.lowerBound, length: run.count)
        case .index(let index): tensor.rows(index)
        }
    }

    func offset(by distance: Int) -> Positions {
        switch order {
        case _ where distance == 0: self
        case .run(let run): Positions(run.lowerBound + distance..<run.upperBound + distance)
        case .index(let index): Positions(unchecked: index + distance)
        }
    }
}

extension Positions: Sequence {
    public func makeIterator() -> IndexingIterator<[Int]> {
        switch order {
        case .run(let run): Array(run).makeIterator()
        case .index(let index): index.array(of: Int.self).makeIterator()
        }
    }

    public var underestimatedCount: Int { count }
}

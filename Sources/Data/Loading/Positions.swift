import Tensor

/// Positions of elements in their dataset, counted from 0: a range, or any order.
///
/// ```swift
/// positions.rows(of: images)               // one gather, or a view of a range
/// positions.map { load(files[$0]) }        // one by one
/// ```
public struct Positions: Sendable {
    private enum Order {
        case run(Range<Int>)
        /// int64 `[count]`
        case index(Tensor)
    }

    private let order: Order

    /// Consecutive positions.
    public init(_ run: Range<Int>) { order = .run(run) }

    /// Any positions, in the array's order.
    public init(_ positions: [Int]) { order = .index(Tensor(positions, shape: [positions.count])) }

    /// Any positions, in the order of an index.
    ///
    /// - Precondition: `index` is a vector of integers.
    public init(_ index: Tensor) {
        if index.rank != 1 || index.dtype.isFloatingPoint || index.dtype == .bool {
            trap("Positions", "positions must be a vector of integers, got \(index.dtype) \(index.shape)")
        }
        order = .index(index.detached().to(.int64).contiguous())
    }

    /// - Parameter index: int64 `[count]`; within the dataset, which is not checked again.
    init(unchecked index: Tensor) { order = .index(index) }

    /// The number of positions.
    public var count: Int {
        switch order {
        case .run(let run): run.count
        case .index(let index): index.count
        }
    }

    /// A tensor's rows at these positions, `[count, ..]`: a view where the positions are a range, otherwise a gather.
    ///
    /// - Precondition: the tensor has a row for each element of the dataset.
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

    /// Some of the positions: `length` of them, from index `start`.
    func part(_ start: Int, _ length: Int) -> Positions {
        switch order {
        case .run(let run): Positions(run.lowerBound + start..<run.lowerBound + start + length)
        case .index(let index): Positions(unchecked: index.narrow(dim: 0, start: start, length: length))
        }
    }

    /// Traps unless each position is in `0 ..< size`.
    func check(within size: Int, _ operation: String) {
        func refuse(_ position: Int) -> Never { trap(operation, "position \(position) is out of range for \(size) elements") }
        switch order {
        case .run(let run):
            if run.lowerBound < 0 { refuse(run.lowerBound) }
            if run.upperBound > size && !run.isEmpty { refuse(run.upperBound - 1) }
        case .index(let index):
            index.withElements(of: Int.self) { elements in
                if let outside = elements.first(where: { $0 < 0 || $0 >= size }) { refuse(outside) }
            }
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

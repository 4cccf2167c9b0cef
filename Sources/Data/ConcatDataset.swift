import Tensor

/// Datasets concatenated (torch's `ConcatDataset`). Nothing is copied.
///
/// ```swift
/// let all = ConcatDataset([train, extra])
/// ```
public struct ConcatDataset<Part: RandomAccessCollection & Sendable>: RandomAccessCollection, Sendable {
    /// The concatenated datasets, in order.
    public let parts: [Part]

    /// The position at which each dataset ends.
    private let ends: [Int]

    /// The concatenation of some datasets, possibly none.
    public init(_ parts: [Part]) {
        self.parts = parts
        ends = parts.reduce(into: []) { $0.append(($0.last ?? 0) + $1.count) }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { ends.last ?? 0 }

    public subscript(position: Int) -> Part.Element {
        if !indices.contains(position) { trap("ConcatDataset", "position \(position) is out of range for \(count) elements") }
        let (part, offset) = place(of: position)
        return parts[part][parts[part].index(parts[part].startIndex, offsetBy: offset)]
    }

    /// The dataset that an element is in, and its offset there.
    private func place(of position: Int) -> (part: Int, offset: Int) {
        var (low, high) = (0, parts.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] > position { high = middle } else { low = middle + 1 }
        }
        return (low, position - (low == 0 ? 0 : ends[low - 1]))
    }
}

extension ConcatDataset: Dataset where Part == TensorDataset {
    public func batch(at positions: Positions) -> (features: Tensor, labels: Tensor) {
        var members = Array(repeating: (offsets: [Int](), places: [Int]()), count: parts.count)
        for (place, position) in positions.enumerated() {
            let (part, offset) = self.place(of: position)
            members[part].offsets.append(offset)
            members[part].places.append(place)
        }
        let used = zip(parts, members).filter { !$1.offsets.isEmpty }
        if used.isEmpty { return parts.first?.batch(at: positions) ?? (.zeros([0]), .zeros([0])) }
        let rows = used.map { part, members in part.batch(at: Positions(members.offsets)) }
        if rows.count == 1 { return rows[0] }
        // Gathered from one dataset after the other, then put in the requested order.
        let order = used.flatMap(\.1.places)
        var back = [Int](repeating: 0, count: order.count)
        for (row, place) in order.enumerated() { back[place] = row }
        let index = Positions(back)
        return (
            index.rows(of: .concatenate(rows.map(\.features))), index.rows(of: .concatenate(rows.map(\.labels)))
        )
    }
}

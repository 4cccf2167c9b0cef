/// A set of entries' numbers, as ascending ranges. The text is `1-3,7`.
struct EntryRanges: LosslessStringConvertible, Sendable {
    private(set) var ranges: [ClosedRange<Int64>] = []

    init() {}

    /// The union of ranges in any order.
    init(union ranges: [ClosedRange<Int64>]) {
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound {
                self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    init?(_ description: String) {
        for text in description.split(separator: ",", omittingEmptySubsequences: false) {
            let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
            guard let lower = bounds[0], bounds.count <= 2, let upper = bounds.last ?? nil, 1 <= lower, lower <= upper,
                lower > ranges.last?.upperBound ?? 0
            else { return nil }
            ranges.append(lower...upper)
        }
    }

    /// Adds a number that is greater than all others.
    mutating func append(_ id: Int64) {
        if let last = ranges.last, last.upperBound == id - 1 {
            ranges[ranges.count - 1] = last.lowerBound...id
        } else {
            ranges.append(id...id)
        }
    }

    func contains(_ id: Int64) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < id { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(id)
    }

    /// How many numbers there are.
    var count: Int { ranges.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 } }

    var description: String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }
}

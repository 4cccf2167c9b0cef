import Tensor

/// Visits every element once, in random order, so that all consecutive positions, and so all batches, have about the class
/// proportions of the whole.
///
/// The members of a class are shuffled and spread evenly over the epoch, with a random offset for each class.
public struct StratifiedSampler: Sampler {
    private let classes: [[Int]]

    public let count: Int

    /// The order of a dataset with these labels.
    ///
    /// - Parameter labels: `[n]` or `[n, 1]`; equal values are one class.
    /// - Precondition: no label is NaN.
    public init(_ labels: Tensor) {
        if labels.rank == 0 || labels.count != labels.shape[0] {
            trap("StratifiedSampler", "labels must have shape [n] or [n, 1], got \(labels.shape)")
        }
        var members: [Double: [Int]] = [:]
        for (row, label) in labels.array(of: Double.self).enumerated() {
            if label.isNaN { trap("StratifiedSampler", "the label of row \(row) is NaN") }
            members[label, default: []].append(row)
        }
        classes = members.sorted { $0.key < $1.key }.map(\.value)
        count = labels.count
    }

    public func positions(_ generator: Generator) -> Positions {
        let starts = Tensor.uniform([classes.count], dtype: .float64, generator: generator).array(of: Double.self)
        var places: [(place: Double, position: Int)] = []
        places.reserveCapacity(count)
        for (members, start) in zip(classes, starts) {
            var order = members
            generator.shuffle(&order)
            for (rank, position) in order.enumerated() {
                places.append(((Double(rank) + start) / Double(order.count), position))
            }
        }
        return Positions(places.sorted { ($0.place, $0.position) < ($1.place, $1.position) }.map(\.position))
    }
}

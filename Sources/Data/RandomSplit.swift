import Tensor

/// Splits a dataset at random into subsets of these sizes (torch's `random_split`).
///
/// - Precondition: the sizes are not negative and add up to the dataset's.
public func randomSplit<Base: RandomAccessCollection & Sendable>(
    _ dataset: Base, counts: [Int], generator: Generator = .default
) -> [Subset<Base>] {
    var left = dataset.count
    // Subtracted one by one, sizes that are too large cannot overflow.
    for count in counts where left >= 0 { left = count < 0 || count > left ? -1 : left - count }
    if left != 0 {
        trap("randomSplit", "sizes \(counts) do not add up to the dataset's \(dataset.count)")
    }
    let order = Tensor.permutation(dataset.count, generator: generator)
    var start = 0
    return counts.map { count in
        defer { start += count }
        return Subset(dataset, order.narrow(dim: 0, start: start, length: count))
    }
}

/// Splits a dataset at random by fractions. Sizes are rounded down, and the first subsets get one of the remaining elements
/// each. A product of the fraction and the dataset's size within 1e-9 of an integer counts as that integer.
///
/// - Precondition: the fractions are not negative and add up to 1.
public func randomSplit<Base: RandomAccessCollection & Sendable>(
    _ dataset: Base, fractions: [Double], generator: Generator = .default
) -> [Subset<Base>] {
    let sum = fractions.reduce(0, +)
    if fractions.contains(where: { !($0 >= 0) }) || !(abs(sum - 1) < 1e-9) {
        trap("randomSplit", "fractions must not be negative and must add up to 1, got \(fractions)")
    }
    var counts = fractions.map { dataset.count.share($0, rounded: .down) }
    for index in 0..<max(0, dataset.count - counts.reduce(0, +)) { counts[index % counts.count] += 1 }
    return randomSplit(dataset, counts: counts, generator: generator)
}

import Tensor

/// Draws as many rows as there are, with replacement (Efron, Annals of Statistics 7, 1979).
///
/// About 63% of the rows are drawn, some of them several times; the others are out of the bag, and can judge a model of the drawn
/// ones. Of very few rows none may be left out.
///
/// - Parameters:
///   - rows: the number of rows.
///   - generator: the source of randomness.
/// - Returns: int64 indices: the drawn rows, with their repetitions, and those that were not drawn; both in ascending order.
/// - Precondition: `rows >= 0`.
public func bootstrapSplit(_ rows: Int, generator: Generator = .default) -> (inBag: Tensor, outOfBag: Tensor) {
    if rows < 0 { trap("bootstrapSplit", "the number of rows must not be negative, got \(rows)") }
    return bootstrap([Array(0..<rows)], generator)
}

/// Draws as many rows of each class as it has, with replacement, so that every class keeps its share.
///
/// - Parameter labels: `[n]` or `[n, 1]`; equal values are one class. A NaN throws.
/// - Returns: int64 indices: the drawn rows, with their repetitions, and those that were not drawn; both in ascending order.
public func bootstrapSplit(
    stratifiedBy labels: Tensor, generator: Generator = .default
) throws(FoldError) -> (inBag: Tensor, outOfBag: Tensor) {
    bootstrap(try rowsByClass(labels, "bootstrapSplit"), generator)
}

private func bootstrap(_ strata: [[Int]], _ generator: Generator) -> (inBag: Tensor, outOfBag: Tensor) {
    var draws = [Int](repeating: 0, count: strata.reduce(0) { $0 + $1.count })
    for rows in strata where !rows.isEmpty {
        let drawn = Tensor.integers([rows.count], to: rows.count, generator: generator)
        for index in drawn.array(of: Int.self) { draws[rows[index]] += 1 }
    }
    let inBag = draws.enumerated().flatMap { repeatElement($0.offset, count: $0.element) }
    let outOfBag = draws.indices.filter { draws[$0] == 0 }
    return (Tensor(inBag, shape: [inBag.count]), Tensor(outOfBag, shape: [outOfBag.count]))
}

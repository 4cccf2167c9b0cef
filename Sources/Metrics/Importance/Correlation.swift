import Tensor

/// Pearson's correlation of each two columns: float64 `[d, d]`, with ones on the diagonal. NaN for a constant column, and for one
/// that holds NaN.
///
/// - Parameter x: `[n, d]`.
/// - Throws: ``/Tensor/InputError`` where x has not two dims.
public func pearsonCorrelation(_ x: Tensor) throws(InputError) -> Tensor {
    correlation(try columns(x, "pearsonCorrelation"))
}

/// Spearman's rank correlation of each two columns: Pearson's of their ranks, equal values having the mean of theirs (SciPy's
/// `spearmanr`). NaN for a constant column, and for one that holds NaN.
///
/// - Parameter x: `[n, d]`.
/// - Throws: ``/Tensor/InputError`` where x has not two dims.
public func spearmanCorrelation(_ x: Tensor) throws(InputError) -> Tensor {
    correlation(try columns(x, "spearmanCorrelation").map(midranks))
}

private func columns(_ x: Tensor, _ operation: String) throws(InputError) -> [[Double]] {
    if x.rank != 2 { throw InputError(.shape, operation, "there must be rows [n, d], got \(x.shape)") }
    let values = x.detached().t().array(of: Double.self)
    return (0..<x.shape[1]).map { Array(values[$0 * x.shape[0]..<($0 + 1) * x.shape[0]]) }
}

/// Ranks from 1; equal values have the mean of their ranks. All NaN where a value is.
func midranks(_ values: [Double]) -> [Double] {
    if values.contains(where: \.isNaN) { return values.map { _ in .nan } }
    let order = Tensor(vector: values).argsort().array(of: Int.self)
    var (ranks, start) = ([Double](repeating: 0, count: values.count), 0)
    while start < order.count {
        var end = start
        while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
        for position in order[start..<end] { ranks[position] = Double(start + end + 1) / 2 }
        start = end
    }
    return ranks
}

private func correlation(_ columns: [[Double]]) -> Tensor {
    let count = columns.count
    if count == 0 { return Tensor([Double](), shape: [0, 0], dtype: .float64) }
    // A constant column has no direction, even where its mean is not exact.
    let directions = columns.map { column in
        let isConstant = column.allSatisfy { $0 == column.first }
        let mean = column.reduce(0) { $0 + $1 / Double(column.count) }
        let largest = column.reduce(0) { max($0, abs($1 - mean)) }
        let deviations = column.map { isConstant ? .nan : ($0 - mean) / largest }
        let norm = deviations.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return deviations.map { $0 / norm }
    }
    var result = [Double](repeating: 1, count: count * count)
    for i in 0..<count {
        for j in 0...i {
            let product = zip(directions[i], directions[j]).reduce(columns[i].isEmpty ? .nan : 0) { $0 + $1.0 * $1.1 }
            let bounded = product.isNaN ? .nan : i == j ? 1 : min(max(product, -1), 1)
            (result[i * count + j], result[j * count + i]) = (bounded, bounded)
        }
    }
    return Tensor(result, shape: [count, count], dtype: .float64)
}

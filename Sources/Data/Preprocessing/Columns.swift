import Tensor

extension Tensor {
    /// The values of each column of rows `[n, d]` that are there: NaN is a missing one.
    func presentColumns(_ operation: String) -> [[Double]] {
        if rank != 2 || shape[0] == 0 { trap(operation, "fits to rows [n, d] with n > 0, got \(shape)") }
        let (rows, columns) = (shape[0], shape[1])
        return detached().withElements(of: Double.self) { values in
            (0..<columns).map { column in
                (0..<rows).lazy.map { values[$0 * columns + column] }.filter { !$0.isNaN }
            }
        }
    }

    /// A float64 vector.
    init(vector: [Double]) { self.init(vector, shape: [vector.count], dtype: .float64) }
}

extension [Double] {
    /// The number below which a share of sorted ones lies, between neighbours in proportion (numpy's default).
    func quantile(_ share: Double) -> Double {
        if isEmpty { return .nan }
        let place = share * Double(count - 1)
        let below = Int(place)
        let above = Swift.min(below + 1, count - 1)
        return self[below] + (self[above] - self[below]) * (place - Double(below))
    }
}

/// `(x - shift) / scale + base` for each column, computed in float64: what the scalers do once they are fitted.
struct ColumnMap: Sendable {
    /// float64 `[d]`
    var shift: Tensor
    /// float64 `[d]`
    var scale: Tensor
    var base = 0.0

    func apply(_ x: Tensor, _ operation: String) -> Tensor {
        check(x, operation)
        return ((x.to(.float64) - shift) / scale + base).to(resultType(x))
    }

    func undo(_ x: Tensor, _ operation: String) -> Tensor {
        check(x, operation)
        return ((x.to(.float64) - base) * scale + shift).to(resultType(x))
    }

    private func check(_ x: Tensor, _ operation: String) {
        if x.shape.last != shift.count { trap(operation, "fitted to \(shift.count) columns, got \(x.shape)") }
    }

    private func resultType(_ x: Tensor) -> DType { x.dtype.isFloatingPoint ? x.dtype : .default }

    /// Traps where numbers that were stored make no map.
    static func checked(_ first: Tensor, _ second: Tensor, _ operation: String) {
        if first.rank != 1 || first.shape != second.shape {
            trap(operation, "takes two vectors of one length, got \(first.shape) and \(second.shape)")
        }
    }
}

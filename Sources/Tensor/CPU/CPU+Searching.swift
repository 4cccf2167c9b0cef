extension CPU {
    func modePosition(_ x: Tensor, _ dim: Int) -> Tensor {
        let order = contiguous(sortedOrder(x, dim, descending: false))
        let result = Tensor.uninitialized(x.rank == 0 ? Shape() : x.shape.replacing(dim, with: 1), .int64)
        func run<T: Equatable>(_ type: T.Type) {
            let (from, ranks, to) = (x.pointer(T.self), order.pointer(Int64.self), result.pointer(Int64.self))
            let size = x.rank == 0 ? 1 : x.shape[dim]
            let (stride, step) = x.rank == 0 ? (0, 0) : (x.strides[dim], order.strides[dim])
            Rows(each: result.shape, x.strides, order.strides).forEach { offset, row in
                var (best, longest, run) = (ranks[offset.1], 0, 0)
                for i in 0..<size {
                    let position = ranks[offset.1 + i * step]
                    let value = from[offset.0 + Int(position) * stride]
                    let isSame = i > 0 && value == from[offset.0 + Int(ranks[offset.1 + (i - 1) * step]) * stride]
                    run = isSame ? run + 1 : 1
                    if run > longest { (best, longest) = (position, run) }
                }
                to[row] = best
            }
        }
        withExtendedLifetime(order) {
            switch x.dtype.computed {
            case .float32: run(Float.self)
            case .float64: run(Double.self)
            case .int32: run(Int32.self)
            case .int64: run(Int64.self)
            case .uint8, .bool: run(UInt8.self)
            }
        }
        return result
    }

    func searchSorted(_ sorted: Tensor, _ values: Tensor, right: Bool) -> Tensor {
        let result = Tensor.uninitialized(values.shape, .int64)
        let (table, sought) = (contiguous(sorted), contiguous(values))
        func run<T: Comparable>(_ type: T.Type, _ isNaN: (T) -> Bool) {
            let (from, wanted, to) = (table.pointer(T.self), sought.pointer(T.self), result.pointer(Int64.self))
            let size = table.shape[table.rank - 1]
            // A sorted vector serves all rows.
            let length = table.rank == 1 ? sought.count : sought.shape[sought.rank - 1]
            for row in 0..<(length == 0 ? 0 : sought.count / length) {
                let start = table.rank == 1 ? from : from + row * size
                for i in (row * length)..<((row + 1) * length) {
                    let value = wanted[i]
                    var (low, high) = (0, size)
                    while low < high {
                        let middle = (low + high) / 2
                        let here = start[middle]
                        // NaN is largest.
                        let isBefore =
                            right
                            ? !(value < here || isNaN(here) && !isNaN(value)) : here < value || isNaN(value) && !isNaN(here)
                        if isBefore { low = middle + 1 } else { high = middle }
                    }
                    to[i] = Int64(low)
                }
            }
        }
        withExtendedLifetime((table, sought)) {
            switch values.dtype.computed {
            case .float32: run(Float.self) { $0.isNaN }
            case .float64: run(Double.self) { $0.isNaN }
            case .int32: run(Int32.self) { _ in false }
            case .int64: run(Int64.self) { _ in false }
            case .uint8, .bool: run(UInt8.self) { _ in false }
            }
        }
        return result
    }
}

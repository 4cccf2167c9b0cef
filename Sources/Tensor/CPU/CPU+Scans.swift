import Glibc

extension CPU {
    func scan(_ x: Tensor, _ scan: Scan, _ dim: Int) -> Tensor {
        switch x.dtype.computed {
        case .float32:
            floatingScan(x, scan, dim, Float.self) {
                Double($0)
            } narrow: {
                Float($0)
            }
        case .float64:
            floatingScan(x, scan, dim, Double.self) {
                $0
            } narrow: {
                $0
            }
        case .int32: integerScan(x, scan, dim, Int32.self)
        case .int64: integerScan(x, scan, dim, Int64.self)
        case .uint8, .bool: integerScan(x, scan, dim, UInt8.self)
        }
    }

    /// Accumulated in double precision.
    private func floatingScan<T>(
        _ x: Tensor, _ scan: Scan, _ dim: Int, _ type: T.Type, widen: (T) -> Double, narrow: (Double) -> T
    ) -> Tensor {
        switch scan {
        case .sum:
            return run(x, dim, x.dtype, 0.0) { (total, value: T) -> T in
                total += widen(value)
                return narrow(total)
            }
        case .product:
            return run(x, dim, x.dtype, 1.0) { (total, value: T) -> T in
                total *= widen(value)
                return narrow(total)
            }
        case .logSumExp:
            return run(x, dim, x.dtype, -Double.infinity) { (total, value: T) -> T in
                let v = widen(value)
                // Infinities of one sign have no difference.
                if total != v { total = max(total, v) + log1p(exp(-abs(total - v))) } else { total += log(2.0) }
                if v.isNaN { total = v }
                return narrow(total)
            }
        }
    }

    private func integerScan<T: FixedWidthInteger>(_ x: Tensor, _ scan: Scan, _ dim: Int, _ type: T.Type) -> Tensor {
        switch scan {
        case .sum:
            return run(x, dim, .int64, 0 as Int64) { (total, value: T) -> Int64 in
                total &+= Int64(value)
                return total
            }
        case .product:
            return run(x, dim, .int64, 1 as Int64) { (total, value: T) -> Int64 in
                total &*= Int64(value)
                return total
            }
        case .logSumExp: trap("logCumSumExp", "takes floating-point tensors, got \(x.dtype)")
        }
    }

    /// The position of the extreme so far, the last of equal ones; NaN is beyond all.
    func argScan(_ x: Tensor, _ extreme: ArgReduction, _ dim: Int) -> Tensor {
        func scan<T: Comparable>(_ type: T.Type, _ isNaN: (T) -> Bool) -> Tensor {
            run(x, dim, .int64, (position: -1, best: 0, value: nil as T?)) { (state, value: T) -> Int64 in
                state.position += 1
                let wins =
                    if let best = state.value {
                        isNaN(value) || !isNaN(best) && (extreme == .max ? value >= best : value <= best)
                    } else {
                        true
                    }
                if wins { (state.best, state.value) = (state.position, value) }
                return Int64(state.best)
            }
        }
        switch x.dtype.computed {
        case .float32: return scan(Float.self) { $0.isNaN }
        case .float64: return scan(Double.self) { $0.isNaN }
        case .int32: return scan(Int32.self) { _ in false }
        case .int64: return scan(Int64.self) { _ in false }
        case .uint8, .bool: return scan(UInt8.self) { _ in false }
        }
    }

    /// Walks along the dim, a state for each line.
    @inline(__always)
    private func run<T, R, State>(
        _ x: Tensor, _ dim: Int, _ dtype: DType, _ start: State, _ step: (inout State, T) -> R
    ) -> Tensor {
        let result = Tensor.uninitialized(x.shape, dtype)
        if x.count == 0 { return result }
        let (from, to) = (x.pointer(T.self), result.pointer(R.self))
        if x.rank == 0 {
            var state = start
            to[0] = step(&state, from[0])
            return result
        }
        let (size, stride, spacing) = (x.shape[dim], x.strides[dim], result.strides[dim])
        Rows(each: x.shape.replacing(dim, with: 1), x.strides, result.strides).forEach { offset, _ in
            var state = start
            for i in 0..<size { to[offset.1 + i * spacing] = step(&state, from[offset.0 + i * stride]) }
        }
        return result
    }
}

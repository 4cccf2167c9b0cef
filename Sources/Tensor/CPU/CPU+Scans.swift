import CKernels
import Glibc

extension CPU {
    func scan(_ x: Tensor, _ scan: Scan, _ dim: Int) -> Tensor {
        let code: Int32
        switch scan {
        case .sum: code = Int32(KR_SUM.rawValue)
        case .product: code = Int32(KR_PRODUCT.rawValue)
        case .logSumExp: return logSumExpScan(x, dim)
        }
        let result = Tensor.uninitialized(x.shape, x.dtype.isFloatingPoint ? x.dtype : .int64)
        func run<T, R>(
            _ type: T.Type, _ resultType: R.Type,
            _ line: (Int32, UnsafePointer<T>, Int, UnsafeMutablePointer<R>, Int, Int) -> Void,
            _ columns: (Int32, UnsafePointer<T>, UnsafeMutablePointer<R>, Int, Int, Int) -> Void
        ) {
            let (from, to) = (x.pointer(T.self), result.pointer(R.self))
            if let side = SideBySide(x, dim) {
                return side.forEach { offset, _, width in
                    columns(code, from + offset, to + offset, side.size, side.inner, width)
                }
            }
            let (size, stride, spacing) = x.rank == 0 ? (1, 1, 1) : (x.shape[dim], x.strides[dim], result.strides[dim])
            let lines = Rows(each: x.rank == 0 ? Shape() : x.shape.replacing(dim, with: 1), x.strides, result.strides)
            parallel(lines.count, grain: Grain.of(Grain.elementary, each: size)) { range in
                lines.forEach(in: range) { offset, _ in line(code, from + offset.0, stride, to + offset.1, spacing, size) }
            }
        }
        switch x.dtype.computed {
        case .float32: run(Float.self, Float.self, kindling_scan_f32, kindling_scan_columns_f32)
        case .float64: run(Double.self, Double.self, kindling_scan_f64, kindling_scan_columns_f64)
        case .int32: run(Int32.self, Int64.self, kindling_scan_i32, kindling_scan_columns_i32)
        case .int64: run(Int64.self, Int64.self, kindling_scan_i64, kindling_scan_columns_i64)
        case .uint8, .bool: run(UInt8.self, Int64.self, kindling_scan_u8, kindling_scan_columns_u8)
        }
        return result
    }

    /// Accumulated in double precision.
    private func logSumExpScan(_ x: Tensor, _ dim: Int) -> Tensor {
        func next(_ total: inout Double, _ value: Double) -> Double {
            // Infinities of one sign have no difference.
            if total != value { total = max(total, value) + log1p(exp(-abs(total - value))) } else { total += log(2.0) }
            if value.isNaN { total = value }
            return total
        }
        if x.dtype == .float64 { return run(x, dim, x.dtype, -Double.infinity) { next(&$0, $1) } }
        return run(x, dim, x.dtype, -Double.infinity) { (total, value: Float) -> Float in Float(next(&total, Double(value))) }
    }

    /// The position of the extreme so far, the last of equal ones; NaN is beyond all.
    func argScan(_ x: Tensor, _ extreme: ArgReduction, _ dim: Int) -> Tensor {
        let result = Tensor.uninitialized(x.shape, .int64)
        if x.count == 0 { return result }
        func run<T>(
            _ type: T.Type, _ kernel: (Bool, UnsafePointer<T>, Int, UnsafeMutablePointer<Int64>, Int, Int) -> Void
        ) {
            let (from, to) = (x.pointer(T.self), result.pointer(Int64.self))
            let (size, stride, spacing) = x.rank == 0 ? (1, 1, 1) : (x.shape[dim], x.strides[dim], result.strides[dim])
            let lines = Rows(each: x.rank == 0 ? Shape() : x.shape.replacing(dim, with: 1), x.strides, result.strides)
            parallel(lines.count, grain: Grain.of(Grain.elementary, each: size)) { range in
                lines.forEach(in: range) { offset, _ in
                    kernel(extreme == .max, from + offset.0, stride, to + offset.1, spacing, size)
                }
            }
        }
        switch x.dtype.computed {
        case .float32: run(Float.self, kindling_arg_scan_f32)
        case .float64: run(Double.self, kindling_arg_scan_f64)
        case .int32: run(Int32.self, kindling_arg_scan_i32)
        case .int64: run(Int64.self, kindling_arg_scan_i64)
        case .uint8, .bool: run(UInt8.self, kindling_arg_scan_u8)
        }
        return result
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

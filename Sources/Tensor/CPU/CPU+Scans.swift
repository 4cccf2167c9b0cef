import CKernels

extension CPU {
    func scan(_ x: Tensor, _ scan: Scan, _ dim: Int) -> Tensor {
        let code = KindlingScan(rawValue: scan.rawValue)
        if scan == .logSumExp && !x.dtype.isFloatingPoint { trap("logSumExp", "takes floating-point tensors, got \(x.dtype)") }
        let result = Tensor.uninitialized(x.shape, x.dtype.isFloatingPoint ? x.dtype : .int64)
        func run<T, R>(
            _ type: T.Type, _ resultType: R.Type,
            _ line: (KindlingScan, UnsafePointer<T>, Int, UnsafeMutablePointer<R>, Int, Int) -> Void,
            _ columns: (KindlingScan, UnsafePointer<T>, UnsafeMutablePointer<R>, Int, Int, Int) -> Void
        ) {
            reading(x, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<R>) in
                if let side = InnerLines(x, dim) {
                    return side.forEach { offset, _, width in
                        columns(code, from + offset, to + offset, side.size, side.inner, width)
                    }
                }
                let (size, stride, spacing) = x.rank == 0 ? (1, 1, 1) : (x.shape[dim], x.strides[dim], result.strides[dim])
                let lines = StridedIterator(
                    each: x.rank == 0 ? Shape() : x.shape.replacing(dim, with: 1), x.strides, result.strides)
                parallel(lines.count, grain: Grain.of(Grain.vectorMath, each: size)) { range in
                    lines.forEach(in: range) { offset, _ in line(code, from + offset.0, stride, to + offset.1, spacing, size) }
                }
            }
        }
        x.dtype.dispatch(
            float32: run(Float.self, Float.self, kindling_scan_f32, kindling_scan_columns_f32),
            float64: run(Double.self, Double.self, kindling_scan_f64, kindling_scan_columns_f64),
            int32: run(Int32.self, Int64.self, kindling_scan_i32, kindling_scan_columns_i32),
            int64: run(Int64.self, Int64.self, kindling_scan_i64, kindling_scan_columns_i64),
            uint8: run(UInt8.self, Int64.self, kindling_scan_u8, kindling_scan_columns_u8))
        return result
    }

    /// The position of the extreme so far, the last of equal ones; NaN is beyond all.
    func argScan(_ x: Tensor, _ extreme: ArgReduction, _ dim: Int) -> Tensor {
        let result = Tensor.uninitialized(x.shape, .int64)
        if x.count == 0 { return result }
        func run<T>(
            _ type: T.Type,
            _ kernel: (KindlingArgReduction, UnsafePointer<T>, Int, UnsafeMutablePointer<Int64>, Int, Int) -> Void
        ) {
            reading(x, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<Int64>) in
                let (size, stride, spacing) = x.rank == 0 ? (1, 1, 1) : (x.shape[dim], x.strides[dim], result.strides[dim])
                let lines = StridedIterator(
                    each: x.rank == 0 ? Shape() : x.shape.replacing(dim, with: 1), x.strides, result.strides)
                parallel(lines.count, grain: Grain.of(Grain.vectorMath, each: size)) { range in
                    lines.forEach(in: range) { offset, _ in
                        kernel(extreme.kernel, from + offset.0, stride, to + offset.1, spacing, size)
                    }
                }
            }
        }
        x.dtype.dispatch(
            float32: run(Float.self, kindling_arg_scan_f32),
            float64: run(Double.self, kindling_arg_scan_f64),
            int32: run(Int32.self, kindling_arg_scan_i32),
            int64: run(Int64.self, kindling_arg_scan_i64),
            uint8: run(UInt8.self, kindling_arg_scan_u8))
        return result
    }
}

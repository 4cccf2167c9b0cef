import CKernels

extension CPU {
    func reduce(_ x: Tensor, _ reduction: Reduction, _ axes: Axes, keepDim: Bool) -> Tensor {
        let dtype = x.dtype.isFloatingPoint || reduction == .max || reduction == .min ? x.dtype : .int64
        let result = Tensor.uninitialized(x.shape.reduced(axes, keepDim: keepDim), dtype)
        let finish = reduction.finish(x.count, to: result.count)
        x.dtype.dispatch(
            float32: reduce(
                x, result, axes, reduction, Float.self, Float.self, -Double.infinity, .infinity,
                kindling_reduce_f32, kindling_reduce_columns_f32, kindling_reduce_columns_f64
            ) { Float(kindling_finish(finish, $0)) },
            float64: reduce(
                x, result, axes, reduction, Double.self, Double.self, -Double.infinity, .infinity,
                kindling_reduce_f64, kindling_reduce_columns_f64, kindling_reduce_columns_f64
            ) { kindling_finish(finish, $0) },
            int32: dtype == .int32
                ? reduce(
                    x, result, axes, reduction, Int32.self, Int32.self, Int64.min, .max,
                    kindling_reduce_i32, kindling_reduce_columns_i32, kindling_reduce_columns_i64
                ) { Int32(truncatingIfNeeded: $0) }
                : reduce(
                    x, result, axes, reduction, Int32.self, Int64.self, Int64.min, .max,
                    kindling_reduce_i32, kindling_reduce_columns_i32, kindling_reduce_columns_i64
                ) { $0 },
            int64: reduce(
                x, result, axes, reduction, Int64.self, Int64.self, Int64.min, .max,
                kindling_reduce_i64, kindling_reduce_columns_i64, kindling_reduce_columns_i64
            ) { $0 },
            // The identities of bools are those of `any` and `all`, which are their max and min.
            uint8: dtype == .int64
                ? reduce(
                    x, result, axes, reduction, UInt8.self, Int64.self, Int64.min, .max,
                    kindling_reduce_u8, kindling_reduce_columns_u8, kindling_reduce_columns_i64
                ) { $0 }
                : reduce(
                    x, result, axes, reduction, UInt8.self, UInt8.self, 0, dtype == .bool ? 1 : 255,
                    kindling_reduce_u8, kindling_reduce_columns_u8, kindling_reduce_columns_i64
                ) { UInt8(truncatingIfNeeded: $0) })
        x.dtype.dispatch(
            float32: correctRange(result, of: x, reduction, axes, kindling_all_finite_f32, kindling_reduce_scaled_f32),
            float64: correctRange(result, of: x, reduction, axes, kindling_all_finite_f64, kindling_reduce_scaled_f64),
            int32: (), int64: (), uint8: ())
        return result
    }

    /// Folds each result's elements, run by run, into an accumulator of a wider type.
    // Not inlined: its loops, repeated for every dtype in one function, take the optimizer minutes.
    @inline(never)
    private func reduce<T, R, A: Numeric>(
        _ x: Tensor, _ result: Tensor, _ axes: Axes, _ reduction: Reduction, _ type: T.Type,
        _ resultType: R.Type, _ lowest: A, _ highest: A,
        _ kernel: (KindlingReduction, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<A>) -> Void,
        _ columns: (KindlingReduction, UnsafePointer<T>, Int, Int, Int, UnsafeMutablePointer<A>) -> Void,
        _ merge: (KindlingReduction, UnsafePointer<A>, Int, Int, Int, UnsafeMutablePointer<A>) -> Void,
        _ finish: (_ total: A) -> R
    ) {
        let (identity, op, join) = reduction.kernel(lowest, highest)
        reading(x, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<R>) in
            if let table = ReductionPlan(x, axes) {
                func fold(_ chunk: ReductionPlan.Chunk, into totals: UnsafeMutablePointer<A>) {
                    totals.initialize(repeating: identity, count: chunk.width)
                    if table.columns == 1 {
                        kernel(op, from + chunk.start, table.stride, chunk.height, totals)
                    } else {
                        columns(op, from + chunk.start, table.stride, chunk.height, chunk.width, totals)
                    }
                }
                if table.columns == 1 && table.down == 1 {
                    return parallel(table.outer, grain: table.chunksPerTask) { range in
                        for row in range {
                            var total = identity
                            kernel(op, from + row * table.rows * table.stride, table.stride, table.rows, &total)
                            to[row] = finish(total)
                        }
                    }
                }
                if table.down == 1 {
                    return parallel(table.chunks, grain: table.chunksPerTask) { range in
                        withUnsafeTemporaryAllocation(of: A.self, capacity: table.width) { totals in
                            for chunk in range.lazy.map(table.chunk) {
                                fold(chunk, into: totals.baseAddress!)
                                for j in 0..<chunk.width { to[chunk.target + j] = finish(totals[j]) }
                            }
                        }
                    }
                }
                // Chunks of columns are reduced each for itself, and their results then together, always in the same order.
                let (outer, count) = (table.outer, table.columns)
                withUnsafeTemporaryAllocation(of: A.self, capacity: outer * (table.down + 1) * count) { buffer in
                    let (partials, totals) = (buffer.baseAddress!, buffer.baseAddress! + outer * table.down * count)
                    parallel(elements: table.chunks, grain: 1) { range in
                        for chunk in range.lazy.map(table.chunk) { fold(chunk, into: partials + chunk.partial) }
                    }
                    totals.initialize(repeating: identity, count: outer * count)
                    for i in 0..<outer {
                        merge(join, partials + i * table.down * count, count, table.down, count, totals + i * count)
                    }
                    for i in 0..<(outer * count) { to[i] = finish(totals[i]) }
                }
                return
            }
            let layout = ReductionLayout(x, axes)
            let runs = layout.runs
            parallel(result.count, grain: Grain.of(Grain.memoryBound, each: x.count / max(result.count, 1))) { range in
                layout.outer.forEach(in: range) { outer, index in
                    var total = identity
                    runs.forEach { run, _ in kernel(op, from + outer.0 + run.0, runs.steps.0, runs.length, &total) }
                    to[index] = finish(total)
                }
            }
        }
    }

    func argReduce(_ x: Tensor, _ reduction: ArgReduction, _ dim: Int) -> Tensor {
        let result = Tensor.uninitialized(x.shape.replacing(dim, with: 1), .int64)
        let size = x.shape[dim]
        func run<T>(
            _ type: T.Type, _ kernel: (KindlingArgReduction, UnsafePointer<T>, Int, Int) -> Int,
            _ columns: (KindlingArgReduction, UnsafePointer<T>, Int, Int, Int, UnsafeMutablePointer<Int64>) -> Void
        ) {
            reading(x, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<Int64>) in
                if let side = InnerLines(x, dim) {
                    return side.forEach { offset, target, width in
                        columns(reduction.kernel, from + offset, side.inner, size, width, to + target)
                    }
                }
                let layout = ReductionLayout(x, Axes(dim))
                parallel(result.count, grain: Grain.of(Grain.memoryBound, each: size)) { range in
                    layout.outer.forEach(in: range) { outer, index in
                        to[index] = Int64(kernel(reduction.kernel, from + outer.0, x.strides[dim], size))
                    }
                }
            }
        }
        x.dtype.dispatch(
            float32: run(Float.self, kindling_arg_reduce_f32, kindling_arg_reduce_columns_f32),
            float64: run(Double.self, kindling_arg_reduce_f64, kindling_arg_reduce_columns_f64),
            int32: run(Int32.self, kindling_arg_reduce_i32, kindling_arg_reduce_columns_i32),
            int64: run(Int64.self, kindling_arg_reduce_i64, kindling_arg_reduce_columns_i64),
            uint8: run(UInt8.self, kindling_arg_reduce_u8, kindling_arg_reduce_columns_u8))
        return result
    }
}

extension Shape {
    /// Without the axes, or with sizes of 1 for them.
    fileprivate func reduced(_ axes: Axes, keepDim: Bool) -> Shape {
        if axes == Axes(all: count) && !keepDim { return Shape() }
        var result = Shape()
        for dim in indices {
            if !axes.contains(dim: dim) { result.append(self[dim]) } else if keepDim { result.append(1) }
        }
        return result
    }
}

extension Reduction {
    /// What results start from, how they take in elements, and how those of chunks are joined; of accumulators within these bounds.
    @inline(__always)
    func kernel<A: Numeric>(_ lowest: A, _ highest: A) -> (identity: A, code: KindlingReduction, join: KindlingReduction) {
        switch self {
        case .sum, .mean: (0, KR_SUM, KR_SUM)
        case .product: (1, KR_PRODUCT, KR_PRODUCT)
        case .max: (lowest, KR_MAX, KR_MAX)
        case .min: (highest, KR_MIN, KR_MIN)
        case .sumOfSquares, .norm: (0, KR_SQUARES, KR_SUM)
        case .sumOfMagnitudes: (0, KR_MAGNITUDES, KR_SUM)
        }
    }

    /// How a total of floats becomes a result, where so many elements become so many results.
    @inline(__always)
    func finish(_ elements: Int, to results: Int) -> KindlingFinish {
        switch self {
        case .mean: KindlingFinish(divisor: Double(elements / Swift.max(results, 1)), root: false, squares: false, sum: true)
        case .sum: KindlingFinish(divisor: 1, root: false, squares: false, sum: true)
        case .sumOfSquares(let divisor): KindlingFinish(divisor: divisor, root: false, squares: true, sum: false)
        case .norm(let divisor): KindlingFinish(divisor: divisor, root: true, squares: true, sum: false)
        case .product, .max, .min, .sumOfMagnitudes: KindlingFinish(divisor: 1, root: false, squares: false, sum: false)
        }
    }
}

extension ArgReduction {
    /// The C kernels' number for the reduction.
    var kernel: KindlingArgReduction { KindlingArgReduction(rawValue: rawValue) }
}

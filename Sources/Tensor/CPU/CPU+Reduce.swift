import CKernels

extension CPU {
    func reduce(_ x: Tensor, _ reduction: Reduction, _ axes: Axes, keepDim: Bool) -> Tensor {
        let dtype = x.dtype.isFloatingPoint || reduction == .max || reduction == .min ? x.dtype : .int64
        let result = Tensor.uninitialized(x.shape.reduced(axes, keepDim: keepDim), dtype)
        switch x.dtype.computed {
        case .float32:
            reduce(
                x, result, axes, reduction, Float.self, Float.self, -Double.infinity, .infinity,
                kindling_reduce_f32, kindling_reduce_columns_f32
            ) { Float($0 / $1) }
        case .float64:
            reduce(
                x, result, axes, reduction, Double.self, Double.self, -Double.infinity, .infinity,
                kindling_reduce_f64, kindling_reduce_columns_f64
            ) { $0 / $1 }
        case .int32 where dtype == .int32:
            reduce(
                x, result, axes, reduction, Int32.self, Int32.self, Int64.min, .max,
                kindling_reduce_i32, kindling_reduce_columns_i32
            ) { total, _ in Int32(truncatingIfNeeded: total) }
        case .int32:
            reduce(
                x, result, axes, reduction, Int32.self, Int64.self, Int64.min, .max,
                kindling_reduce_i32, kindling_reduce_columns_i32
            ) { total, _ in total }
        case .int64:
            reduce(
                x, result, axes, reduction, Int64.self, Int64.self, Int64.min, .max,
                kindling_reduce_i64, kindling_reduce_columns_i64
            ) { total, _ in total }
        case .uint8 where dtype == .int64, .bool where dtype == .int64:
            reduce(
                x, result, axes, reduction, UInt8.self, Int64.self, Int64.min, .max,
                kindling_reduce_u8, kindling_reduce_columns_u8
            ) { total, _ in total }
        case .uint8, .bool:
            // The identities of bools are those of `any` and `all`, which are their max and min.
            reduce(
                x, result, axes, reduction, UInt8.self, UInt8.self, 0, dtype == .bool ? 1 : 255,
                kindling_reduce_u8, kindling_reduce_columns_u8
            ) { total, _ in UInt8(truncatingIfNeeded: total) }
        }
        return result
    }

    /// Folds each result's elements, run by run, into an accumulator of a wider type.
    @inline(__always)
    private func reduce<T, R, A: Numeric>(
        _ x: Tensor, _ result: Tensor, _ axes: Axes, _ reduction: Reduction, _ type: T.Type,
        _ resultType: R.Type, _ lowest: A, _ highest: A,
        _ kernel: (Int32, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<A>) -> Void,
        _ columns: (Int32, UnsafePointer<T>, Int, Int, Int, UnsafeMutablePointer<A>) -> Void,
        _ finish: (_ total: A, _ divisor: A) -> R
    ) {
        let identity: A
        let code: KindlingReduce
        switch reduction {
        case .sum, .mean: (identity, code) = (0, KR_SUM)
        case .product: (identity, code) = (1, KR_PRODUCT)
        case .max: (identity, code) = (lowest, KR_MAX)
        case .min: (identity, code) = (highest, KR_MIN)
        }
        let op = Int32(code.rawValue)
        let (from, to) = (x.pointer(T.self), result.pointer(R.self))
        // Only floats have a mean.
        let divisor = reduction == .mean ? A(exactly: x.count / max(result.count, 1)) ?? 1 : 1
        func fold(_ start: UnsafePointer<T>, _ stride: Int, rows: Int, of count: Int, to target: UnsafeMutablePointer<R>) {
            withUnsafeTemporaryAllocation(of: A.self, capacity: count) { totals in
                totals.initialize(repeating: identity)
                columns(op, start, stride, rows, count, totals.baseAddress!)
                for j in 0..<count { target[j] = finish(totals[j], divisor) }
            }
        }

        if x.isContiguous, let block = ReducedBlock(x.shape, axes) {
            for outer in 0..<block.outer {
                let start = from + outer * block.count * block.inner
                if block.inner == 1 {
                    var total = identity
                    kernel(op, start, 1, block.count, &total)
                    to[outer] = finish(total, divisor)
                } else {
                    fold(start, block.inner, rows: block.count, of: block.inner, to: to + outer * block.inner)
                }
            }
            return
        }
        let layout = ReducedLayout(x, axes)
        if let (rows, stride, count) = layout.columns { return fold(from, stride, rows: rows, of: count, to: to) }
        let runs = layout.runs
        layout.outer.forEach { outer, index in
            var total = identity
            runs.forEach { run, _ in kernel(op, from + outer.0 + run.0, runs.steps.0, runs.length, &total) }
            to[index] = finish(total, divisor)
        }
    }

    func argReduce(_ x: Tensor, _ reduction: ArgReduction, _ dim: Int) -> Tensor {
        let layout = ReducedLayout(x, Axes(dim))
        let result = Tensor.uninitialized(x.shape.replacing(dim, with: 1), .int64)
        func run<T>(_ type: T.Type, _ kernel: (Bool, UnsafePointer<T>, Int, Int) -> Int) {
            let (from, to) = (x.pointer(T.self), result.pointer(Int64.self))
            layout.outer.forEach { outer, index in
                to[index] = Int64(kernel(reduction == .max, from + outer.0, x.strides[dim], x.shape[dim]))
            }
        }
        switch x.dtype.computed {
        case .float32: run(Float.self, kindling_arg_reduce_f32)
        case .float64: run(Double.self, kindling_arg_reduce_f64)
        case .int32: run(Int32.self, kindling_arg_reduce_i32)
        case .int64: run(Int64.self, kindling_arg_reduce_i64)
        case .uint8, .bool: run(UInt8.self, kindling_arg_reduce_u8)
        }
        return result
    }

    func softmax(_ x: Tensor, _ dim: Int, logarithm: Bool) -> Tensor {
        if x.rank > 0 && dim != x.rank - 1 {
            let order = Permutation(swapping: dim, x.rank - 1, of: x.rank)
            return softmax(x.permutedView(order), x.rank - 1, logarithm: logarithm).permutedView(order)
        }
        let source = contiguous(x)
        let result = Tensor.uninitialized(x.shape, x.dtype)
        let length = x.rank == 0 ? 1 : x.shape[dim]
        let rows = x.count / max(length, 1)
        withExtendedLifetime(source) {
            if x.dtype == .float64 {
                kindling_softmax_f64(logarithm, source.pointer(), result.pointer(), rows, length)
            } else {
                kindling_softmax_f32(logarithm, source.pointer(), result.pointer(), rows, length)
            }
        }
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

/// Axes that follow each other, in a contiguous tensor: `[outer, count, inner]`, of which `count` is reduced.
private struct ReducedBlock {
    var outer = 1
    var count = 1
    var inner = 1

    init?(_ shape: Shape, _ axes: Axes) {
        for dim in shape.indices {
            if !axes.contains(dim: dim) {
                inner *= shape[dim]
            } else if count == 1 || inner == 1 {
                // Kept dims before the first axis are outer ones.
                outer *= inner
                inner = 1
                count *= shape[dim]
            } else {
                return nil
            }
        }
    }
}

/// A tensor's dims, parted into those that are reduced and those that are kept.
private struct ReducedLayout {
    /// One row of one element for each result.
    let outer: Rows
    /// The elements of one result.
    let runs: Rows
    /// Reduced rows, their stride, and kept columns, where the kept dims lie innermost without gaps.
    let columns: (rows: Int, stride: Int, count: Int)?

    init(_ x: Tensor, _ axes: Axes) {
        var (keptSizes, keptStrides, reducedSizes, reducedStrides) = (Shape(), Shape(), Shape(), Shape())
        for dim in x.shape.indices {
            if axes.contains(dim: dim) {
                reducedSizes.append(x.shape[dim])
                reducedStrides.append(x.strides[dim])
            } else {
                keptSizes.append(x.shape[dim])
                keptStrides.append(x.strides[dim])
            }
        }
        outer = Rows(each: keptSizes, keptStrides)
        runs = Rows(reducedSizes, reducedStrides, reducedStrides, reducedStrides)
        let kept = Rows(keptSizes, keptStrides, keptStrides, keptStrides)
        let isTable = kept.isOneRow && runs.isOneRow && kept.steps.0 == 1 && runs.steps.0 >= kept.length
        columns = isTable && x.count > 0 ? (runs.length, runs.steps.0, kept.length) : nil
    }
}

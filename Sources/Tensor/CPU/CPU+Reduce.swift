import CKernels

extension CPU {
    func reduce(_ x: Tensor, _ reduction: Reduction, _ axes: Axes, keepDim: Bool) -> Tensor {
        let dtype = x.dtype.isFloatingPoint || reduction == .max || reduction == .min ? x.dtype : .int64
        let result = Tensor.uninitialized(x.shape.reduced(axes, keepDim: keepDim), dtype)
        switch x.dtype.computed {
        case .float32:
            reduce(
                x, result, axes, reduction, Float.self, Float.self, -Double.infinity, .infinity,
                kindling_reduce_f32, kindling_reduce_columns_f32, kindling_reduce_columns_f64
            ) { Float($0 / $1) }
        case .float64:
            reduce(
                x, result, axes, reduction, Double.self, Double.self, -Double.infinity, .infinity,
                kindling_reduce_f64, kindling_reduce_columns_f64, kindling_reduce_columns_f64
            ) { $0 / $1 }
        case .int32 where dtype == .int32:
            reduce(
                x, result, axes, reduction, Int32.self, Int32.self, Int64.min, .max,
                kindling_reduce_i32, kindling_reduce_columns_i32, kindling_reduce_columns_i64
            ) { total, _ in Int32(truncatingIfNeeded: total) }
        case .int32:
            reduce(
                x, result, axes, reduction, Int32.self, Int64.self, Int64.min, .max,
                kindling_reduce_i32, kindling_reduce_columns_i32, kindling_reduce_columns_i64
            ) { total, _ in total }
        case .int64:
            reduce(
                x, result, axes, reduction, Int64.self, Int64.self, Int64.min, .max,
                kindling_reduce_i64, kindling_reduce_columns_i64, kindling_reduce_columns_i64
            ) { total, _ in total }
        case .uint8 where dtype == .int64, .bool where dtype == .int64:
            reduce(
                x, result, axes, reduction, UInt8.self, Int64.self, Int64.min, .max,
                kindling_reduce_u8, kindling_reduce_columns_u8, kindling_reduce_columns_i64
            ) { total, _ in total }
        case .uint8, .bool:
            // The identities of bools are those of `any` and `all`, which are their max and min.
            reduce(
                x, result, axes, reduction, UInt8.self, UInt8.self, 0, dtype == .bool ? 1 : 255,
                kindling_reduce_u8, kindling_reduce_columns_u8, kindling_reduce_columns_i64
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
        _ merge: (Int32, UnsafePointer<A>, Int, Int, Int, UnsafeMutablePointer<A>) -> Void,
        _ finish: (_ total: A, _ divisor: A) -> R
    ) {
        // What results start from, how they take in elements, and how those of parts are joined.
        let (identity, code, join): (A, KindlingReduce, KindlingReduce) =
            switch reduction {
            case .sum, .mean: (0, KR_SUM, KR_SUM)
            case .product: (1, KR_PRODUCT, KR_PRODUCT)
            case .max: (lowest, KR_MAX, KR_MAX)
            case .min: (highest, KR_MIN, KR_MIN)
            case .sumOfSquares: (0, KR_SQUARES, KR_SUM)
            case .sumOfMagnitudes: (0, KR_MAGNITUDES, KR_SUM)
            }
        let op = Int32(code.rawValue)
        let (from, to) = (x.pointer(T.self), result.pointer(R.self))
        // Only floats have a mean.
        let divisor = reduction == .mean ? A(exactly: x.count / max(result.count, 1)) ?? 1 : 1
        if let table = ReducedTable(x, axes) {
            func fold(_ unit: ReducedTable.Unit, into totals: UnsafeMutablePointer<A>) {
                totals.initialize(repeating: identity, count: unit.width)
                if table.columns == 1 {
                    kernel(op, from + unit.start, table.stride, unit.height, totals)
                } else {
                    columns(op, from + unit.start, table.stride, unit.height, unit.width, totals)
                }
            }
            if table.columns == 1 && table.down == 1 {
                return parallel(table.outer, grain: table.unitsAPart) { range in
                    for row in range {
                        var total = identity
                        kernel(op, from + row * table.rows * table.stride, table.stride, table.rows, &total)
                        to[row] = finish(total, divisor)
                    }
                }
            }
            if table.down == 1 {
                return parallel(table.units, grain: table.unitsAPart) { range in
                    withUnsafeTemporaryAllocation(of: A.self, capacity: table.width) { totals in
                        for unit in range.lazy.map(table.unit) {
                            fold(unit, into: totals.baseAddress!)
                            for j in 0..<unit.width { to[unit.target + j] = finish(totals[j], divisor) }
                        }
                    }
                }
            }
            // Parts of columns are folded each for itself, then together, always in the same order.
            let (outer, count) = (table.outer, table.columns)
            withUnsafeTemporaryAllocation(of: A.self, capacity: outer * (table.down + 1) * count) { partials in
                let (parts, totals) = (partials.baseAddress!, partials.baseAddress! + outer * table.down * count)
                parallel(elements: table.units, grain: 1) { range in
                    for unit in range.lazy.map(table.unit) { fold(unit, into: parts + unit.partial) }
                }
                totals.initialize(repeating: identity, count: outer * count)
                for i in 0..<outer {
                    merge(Int32(join.rawValue), parts + i * table.down * count, count, table.down, count, totals + i * count)
                }
                for i in 0..<(outer * count) { to[i] = finish(totals[i], divisor) }
            }
            return
        }
        let layout = ReducedLayout(x, axes)
        let runs = layout.runs
        parallel(result.count, grain: Grain.of(Grain.light, each: x.count / max(result.count, 1))) { range in
            layout.outer.forEach(in: range) { outer, index in
                var total = identity
                runs.forEach { run, _ in kernel(op, from + outer.0 + run.0, runs.steps.0, runs.length, &total) }
                to[index] = finish(total, divisor)
            }
        }
    }

    func argReduce(_ x: Tensor, _ reduction: ArgReduction, _ dim: Int) -> Tensor {
        let result = Tensor.uninitialized(x.shape.replacing(dim, with: 1), .int64)
        let size = x.shape[dim]
        func run<T>(
            _ type: T.Type, _ kernel: (Bool, UnsafePointer<T>, Int, Int) -> Int,
            _ columns: (Bool, UnsafePointer<T>, Int, Int, Int, UnsafeMutablePointer<Int64>) -> Void
        ) {
            let (from, to) = (x.pointer(T.self), result.pointer(Int64.self))
            if let side = SideBySide(x, dim) {
                return side.forEach { offset, target, width in
                    columns(reduction == .max, from + offset, side.inner, size, width, to + target)
                }
            }
            let layout = ReducedLayout(x, Axes(dim))
            parallel(result.count, grain: Grain.of(Grain.light, each: size)) { range in
                layout.outer.forEach(in: range) { outer, index in
                    to[index] = Int64(kernel(reduction == .max, from + outer.0, x.strides[dim], size))
                }
            }
        }
        switch x.dtype.computed {
        case .float32: run(Float.self, kindling_arg_reduce_f32, kindling_arg_reduce_columns_f32)
        case .float64: run(Double.self, kindling_arg_reduce_f64, kindling_arg_reduce_columns_f64)
        case .int32: run(Int32.self, kindling_arg_reduce_i32, kindling_arg_reduce_columns_i32)
        case .int64: run(Int64.self, kindling_arg_reduce_i64, kindling_arg_reduce_columns_i64)
        case .uint8, .bool: run(UInt8.self, kindling_arg_reduce_u8, kindling_arg_reduce_columns_u8)
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

/// Tables one after the other, `[outer, rows, columns]`, whose rows are reduced, and the units of work that they are cut into:
/// `across` beside each other, `down` one below the other. A row is reduced as a table of one column.
private struct ReducedTable {
    private(set) var outer = 1
    private(set) var rows = 1
    private(set) var columns = 1
    /// From row to row.
    private(set) var stride = 1
    private(set) var width = 1
    private(set) var height = 1
    private(set) var across = 1
    private(set) var down = 1

    /// A part of a table: where it starts, where its results go, and where they go among the partial ones.
    struct Unit {
        let start, target, partial, width, height: Int
    }

    /// Nil where the axes don't follow each other, or the elements have gaps.
    init?(_ x: Tensor, _ axes: Axes) {
        if x.isContiguous {
            for dim in x.shape.indices {
                let size = x.shape[dim]
                if !axes.contains(dim: dim) {
                    columns *= size
                } else if rows == 1 || columns == 1 {
                    // Kept dims before the first axis are outer ones.
                    outer *= columns
                    columns = 1
                    rows *= size
                } else {
                    return nil
                }
            }
            stride = columns
        } else if let table = ReducedLayout(x, axes).columns {
            (rows, stride, columns) = table
        } else {
            return nil
        }
        width = max(min(columns, 2048), 1)
        height = evenGrain(rows, columns == 1 ? Grain.light : max(4 * Grain.light / width, 4))
        across = (columns + width - 1) / width
        down = max((rows + height - 1) / height, 1)
    }

    var units: Int { outer * across * down }

    var unitsAPart: Int { Grain.of(Grain.light, each: width * min(rows, height)) }

    func unit(_ index: Int) -> Unit {
        if units == 1 { return Unit(start: 0, target: 0, partial: 0, width: columns, height: rows) }
        let (table, part) = index.quotientAndRemainder(dividingBy: across * down)
        let (row, column) = (part / across * height, part % across * width)
        return Unit(
            start: (table * rows + row) * stride + column, target: table * columns + column,
            partial: (table * down + part / across) * columns + column, width: min(width, columns - column),
            height: min(height, rows - row))
    }
}

/// A dim of a contiguous tensor which is not the last one, `[outer, size, inner]`: its lines lie side by side.
struct SideBySide {
    let outer, size, inner: Int

    init?(_ x: Tensor, _ dim: Int) {
        if !x.isContiguous || x.count == 0 || x.rank == 0 { return nil }
        outer = x.shape[..<dim].reduce(1, *)
        size = x.shape[dim]
        inner = x.shape[(dim + 1)...].reduce(1, *)
        if inner == 1 { return nil }
    }

    /// Calls `body`, on several threads, for a vector's width of lines at a time: where the first one starts, its place among all
    /// lines, and their number.
    @inline(__always)
    func forEach(_ body: (_ offset: Int, _ line: Int, _ width: Int) -> Void) {
        let across = (inner + 63) / 64
        parallel(outer * across, grain: Grain.of(Grain.elementary, each: size * min(inner, 64))) { range in
            for part in range {
                let (table, column) = (part / across, part % across * 64)
                body(table * size * inner + column, table * inner + column, min(64, inner - column))
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

    init(_ x: borrowing Tensor, _ axes: Axes) {
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

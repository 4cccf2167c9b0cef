import CKernels

extension CPU {
    func indexCopy(_ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int) -> Tensor {
        scatter(x, index.along(dim, of: source), source, dim)
    }

    func indexAdd(_ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int) -> Tensor {
        scatterAdd(x, index.along(dim, of: source), source, dim)
    }

    func scatter(_ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int) -> Tensor {
        x.dtype.dispatchWidth(
            bits8: scatter(x, index, source, dim, UInt8.self, kindling_put_8),
            bits16: scatter(x, index, source, dim, UInt16.self, kindling_put_16),
            bits32: scatter(x, index, source, dim, UInt32.self, kindling_put_32),
            bits64: scatter(x, index, source, dim, UInt64.self, kindling_put_64))
    }

    func scatterAdd(_ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int) -> Tensor {
        // The sum of bools is whether any of them is true.
        scatter(x, index, source, dim, x.dtype == .bool ? KT_MAX : KT_SUM)
    }

    func scatterReduce(
        _ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int, _ reduction: ScatterReduction
    ) -> Tensor {
        scatter(x, index, source, dim, KindlingScatterReduction(rawValue: reduction.rawValue))
    }

    private func scatter(
        _ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int, _ code: KindlingScatterReduction
    ) -> Tensor {
        x.dtype.dispatch(
            float32: scatter(x, index, source, dim, Float.self) {
                kindling_scatter_f32(code, $0, $1, $2, $3, $4, $5, $6, $7)
            },
            float64: scatter(x, index, source, dim, Double.self) {
                kindling_scatter_f64(code, $0, $1, $2, $3, $4, $5, $6, $7)
            },
            int32: scatter(x, index, source, dim, Int32.self) {
                kindling_scatter_i32(code, $0, $1, $2, $3, $4, $5, $6, $7)
            },
            int64: scatter(x, index, source, dim, Int64.self) {
                kindling_scatter_i64(code, $0, $1, $2, $3, $4, $5, $6, $7)
            },
            uint8: scatter(x, index, source, dim, UInt8.self) {
                kindling_scatter_u8(code, $0, $1, $2, $3, $4, $5, $6, $7)
            })
    }

    @inline(__always)
    private func scatter<T>(
        _ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int, _ type: T.Type,
        _ kernel: (
            UnsafeMutablePointer<T>, Int, UnsafePointer<Int64>, UnsafePointer<T>, KindlingSteps, KindlingSteps, Int, Int
        ) -> Void
    ) -> Tensor {
        let result = Tensor.uninitialized(x.shape, x.dtype)
        // An index without elements may have fewer dims.
        if index.count == 0 { return copy(x) }
        // What lies along the dim is combined in order; the slices of another dim are independent.
        let other = index.shape.dim(apartFrom: dim)
        let size = other.map { index.shape[$0] } ?? 1
        // Neighbours in memory stay together.
        let isStrip = other.map { result.strides[$0] == 1 } ?? false
        let grain = max(Grain.of(Grain.vectorMath, each: index.count / size), isStrip ? 64 : 1)
        // A chunk is copied just before elements are sent to it, unless it has more elements than are sent.
        let isCopied = other.map { size == x.shape[$0] } ?? true && x.count <= 2 * index.count
        if !isCopied { copy(x, into: result) }
        parallel(size, grain: grain) { range in
            func chunk(_ x: Tensor) -> Tensor {
                other.map { x.slicedView(Slice(dim: $0, start: range.lowerBound, count: range.count)) } ?? x
            }
            let target = chunk(result)
            // The rows of a strip may lie as far apart as the cache's sets: they are brought together.
            let strip = isCopied && isStrip && size > grain ? copy(chunk(x)) : nil
            if isCopied && strip == nil { copy(chunk(x), into: target) }
            combine(chunk(index), chunk(source), dim, in: strip ?? target, kernel)
            if let strip { copy(strip, into: target) }
        }
        return result
    }

    @inline(__always)
    private func combine<T>(
        _ index: Tensor, _ source: Tensor, _ dim: Int, in target: Tensor,
        _ kernel: (
            UnsafeMutablePointer<T>, Int, UnsafePointer<Int64>, UnsafePointer<T>, KindlingSteps, KindlingSteps, Int, Int
        ) -> Void
    ) {
        reading(index, source, into: target) {
            (numbers: UnsafePointer<Int64>, from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
            // The dim itself does not move the start: the index's elements do.
            let starts = target.rank == 0 ? target.strides : target.strides.replacing(dim, with: 0)
            let stride = target.rank == 0 ? 0 : target.strides[dim]
            var rows = StridedIterator(index.shape, starts, index.strides, source.strides)
            let (length, column, table) = (rows.length, rows.steps, rows.takeTable())
            rows.forEach(in: 0..<rows.count) { offset, _ in
                kernel(
                    to + offset.0, stride, numbers + offset.1, from + offset.2,
                    KindlingSteps(y: table.strides.0, index: table.strides.1, x: table.strides.2),
                    KindlingSteps(y: column.0, index: column.1, x: column.2), table.rows, length)
            }
        }
    }
}

extension Tensor {
    /// This index, a vector, for all of the source's elements at its positions along a dim.
    fileprivate func along(_ dim: Int, of source: Tensor) -> Tensor {
        let shape = Shape(repeating: 1, count: source.rank).replacing(dim, with: count)
        return reshapedView(shape)!.expandedView(source.shape)
    }
}

extension Shape {
    /// Another dim whose slices can be shared out among threads: the first that has enough, else the one that has most.
    func dim(apartFrom dim: Int) -> Int? {
        let others = indices.filter { $0 != dim }
        return others.first { self[$0] >= 16 } ?? others.max { self[$0] < self[$1] }
    }
}

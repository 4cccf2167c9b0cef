import CKernels

extension CPU {
    func argSort(_ x: Tensor, _ dim: Int, descending: Bool, ranks: Range<Int>) -> Tensor {
        let size = x.rank == 0 ? 1 : x.shape[dim]
        // A position has as many bits as a key.
        if size > UInt32.max && x.dtype.size < 8 {
            let wide = cast(x, to: x.dtype.isFloatingPoint ? .float64 : .int64)
            return argSort(wide, dim, descending: descending, ranks: ranks)
        }
        let order = Tensor.uninitialized(x.rank == 0 ? Shape() : x.shape.replacing(dim, with: ranks.count), .int64)
        if order.count == 0 { return order }
        func run<T>(
            _ type: T.Type,
            _ kernel: (
                Bool, UnsafePointer<T>, Int, Int, Int, Int, UnsafeMutablePointer<Int64>, Int, UnsafeMutableRawPointer
            ) -> Void
        ) {
            reading(x, into: order) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<Int64>) in
                let (stride, step) = x.rank == 0 ? (0, 0) : (x.strides[dim], order.strides[dim])
                let rows = StridedIterator(
                    each: x.rank == 0 ? Shape() : x.shape.replacing(dim, with: 1), x.strides, order.strides)
                parallel(rows.count, grain: Grain.of(Grain.scalarCall, each: size)) { range in
                    // Room for two keys of each element, with their positions.
                    let space = Tensor.uninitialized([4 * max(MemoryLayout<T>.size, 4) * size], .uint8)
                    writing(space) { (space: UnsafeMutableRawPointer) in
                        rows.forEach(in: range) { offset, _ in
                            kernel(
                                descending, from + offset.0, stride, size, ranks.lowerBound, ranks.count, to + offset.1, step,
                                space)
                        }
                    }
                }
            }
        }
        x.dtype.dispatch(
            float32: run(Float.self, kindling_order_f32),
            float64: run(Double.self, kindling_order_f64),
            int32: run(Int32.self, kindling_order_i32),
            int64: run(Int64.self, kindling_order_i64),
            uint8: run(UInt8.self, kindling_order_u8))
        return order
    }

    func nonZero(_ x: Tensor) -> Tensor {
        let flags = contiguous(x.dtype == .bool ? x : cast(x, to: .bool))
        let (grain, rank) = (Grain.vectorMath, x.rank)
        return reading(flags) { (bytes: UnsafePointer<UInt8>) in
            // How many are found before each chunk.
            var starts = [Int](repeating: 0, count: (flags.count + grain - 1) / grain + 1)
            starts.withUnsafeMutableBufferPointer { starts in
                parallel(flags.count, grain: grain) { range in
                    starts[range.lowerBound / grain + 1] = kindling_count(bytes + range.lowerBound, range.count)
                }
            }
            for chunk in starts.indices.dropFirst() { starts[chunk] += starts[chunk - 1] }
            let result = Tensor.uninitialized([starts.last!, rank], .int64)
            if result.count == 0 { return result }
            writing(result) { (to: UnsafeMutablePointer<Int64>) in
                parallel(flags.count, grain: grain) { range in
                    let (first, end) = (starts[range.lowerBound / grain], starts[range.lowerBound / grain + 1])
                    kindling_positions(bytes, range.lowerBound, end - first, to + first * rank, rank)
                    if rank == 1 { return }
                    for row in first..<end {
                        var rest = to[row * rank]
                        for dim in x.shape.indices.reversed() {
                            let size = Int64(x.shape[dim])
                            to[row * rank + dim] = rest % size
                            rest /= size
                        }
                    }
                }
            }
            return result
        }
    }

    func argMode(_ x: Tensor, _ dim: Int) -> Tensor {
        let order = argSort(x, dim, descending: false, ranks: 0..<(x.rank == 0 ? 1 : x.shape[dim]))
        let result = Tensor.uninitialized(x.rank == 0 ? Shape() : x.shape.replacing(dim, with: 1), .int64)
        func run<T: Equatable>(_ type: T.Type) {
            reading(x, order, into: result) {
                (from: UnsafePointer<T>, ranks: UnsafePointer<Int64>, to: UnsafeMutablePointer<Int64>) in
                let size = x.rank == 0 ? 1 : x.shape[dim]
                let (stride, step) = x.rank == 0 ? (0, 0) : (x.strides[dim], order.strides[dim])
                StridedIterator(each: result.shape, x.strides, order.strides).forEach { offset, row in
                    var (best, longest, run) = (ranks[offset.1], 0, 0)
                    for i in 0..<size {
                        let position = ranks[offset.1 + i * step]
                        let value = from[offset.0 + Int(position) * stride]
                        let previous = i == 0 ? value : from[offset.0 + Int(ranks[offset.1 + (i - 1) * step]) * stride]
                        // NaN counts as one value.
                        run = value == previous || value != value && previous != previous ? run + 1 : 1
                        if run > longest { (best, longest) = (position, run) }
                    }
                    to[row] = best
                }
            }
        }
        x.dtype.dispatch(
            float32: run(Float.self),
            float64: run(Double.self),
            int32: run(Int32.self),
            int64: run(Int64.self),
            uint8: run(UInt8.self))
        return result
    }

    func searchSorted(_ sorted: Tensor, _ values: Tensor, right: Bool) -> Tensor {
        let result = Tensor.uninitialized(values.shape, .int64)
        if result.count == 0 { return result }
        let (table, sought) = (contiguous(sorted), contiguous(values))
        func run<T>(
            _ type: T.Type,
            _ kernel: (Bool, UnsafePointer<T>, Int, UnsafePointer<T>, UnsafeMutablePointer<Int64>, Int) -> Void
        ) {
            reading(table, sought, into: result) {
                (from: UnsafePointer<T>, wanted: UnsafePointer<T>, to: UnsafeMutablePointer<Int64>) in
                let size = table.shape[table.rank - 1]
                // A sorted vector serves all rows.
                let length = table.rank == 1 ? sought.count : sought.shape[sought.rank - 1]
                parallel(sought.count, grain: Grain.scalarCall) { range in
                    var start = range.lowerBound
                    while start < range.upperBound {
                        let row = start / length
                        let end = min((row + 1) * length, range.upperBound)
                        kernel(right, from + (table.rank == 1 ? 0 : row * size), size, wanted + start, to + start, end - start)
                        start = end
                    }
                }
            }
        }
        values.dtype.dispatch(
            float32: run(Float.self, kindling_search_f32),
            float64: run(Double.self, kindling_search_f64),
            int32: run(Int32.self, kindling_search_i32),
            int64: run(Int64.self, kindling_search_i64),
            uint8: run(UInt8.self, kindling_search_u8))
        return result
    }

    /// The least and the greatest element of an int64 tensor, which has some.
    func bounds(_ x: Tensor) -> (Int, Int) {
        // What is repeated is seen once.
        let shape = Shape(x.shape.indices.map { x.strides[$0] == 0 ? 1 : x.shape[$0] })
        let once = contiguous(x.view(Layout(shape, strides: x.strides)))
        return reading(once) { (from: UnsafePointer<Int64>) in
            func bounds(_ range: Range<Int>) -> (low: Int64, high: Int64) {
                var (low, high): (Int64, Int64) = (0, 0)
                kindling_bounds(from + range.lowerBound, range.count, &low, &high)
                return (low, high)
            }
            let grain = Grain.memoryBound
            if once.count <= grain {
                let all = bounds(0..<once.count)
                return (Int(all.low), Int(all.high))
            }
            var found = [(low: Int64, high: Int64)](repeating: (0, 0), count: (once.count + grain - 1) / grain)
            found.withUnsafeMutableBufferPointer { found in
                parallel(once.count, grain: grain) { found[$0.lowerBound / grain] = bounds($0) }
            }
            return (Int(found.map(\.low).min()!), Int(found.map(\.high).max()!))
        }
    }
}

import CKernels

extension CPU {
    func indexSelect(_ x: Tensor, _ index: Tensor, _ dim: Int) -> Tensor {
        let result = Tensor.uninitialized(x.shape.replacing(dim, with: index.count), x.dtype)
        let (source, positions) = (contiguous(x), contiguous(index))
        withExtendedLifetime((source, positions)) {
            let (bytes, size, outer) = source.slices(dim)
            let (from, count) = (positions.pointer(Int64.self), positions.count)
            for block in 0..<outer {
                let (whole, part) = (source.address + block * size * bytes, result.address + block * count * bytes)
                parallel(count, grain: max((1 << 16) / max(bytes, 1), 1)) { rows in
                    kindling_gather_rows(
                        whole, bytes, from + rows.lowerBound, rows.count, part + rows.lowerBound * bytes)
                }
            }
        }
        return result
    }

    func indexCopy(_ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int) -> Tensor {
        let result = copy(x)
        forEachSlice(contiguous(index), dim, of: result, from: contiguous(source)) { whole, part, bytes in
            whole.copyMemory(from: part, byteCount: bytes)
        }
        return result
    }

    func indexAdd(_ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int) -> Tensor {
        let result = copy(x)
        func run<T: AdditiveArithmetic>(_ type: T.Type, _ add: (inout T, T) -> Void) {
            forEachSlice(contiguous(index), dim, of: result, from: contiguous(source)) { whole, part, bytes in
                let (to, from) = (whole.assumingMemoryBound(to: T.self), part.assumingMemoryBound(to: T.self))
                for i in 0..<(bytes / MemoryLayout<T>.size) { add(&to[i], from[i]) }
            }
        }
        switch x.dtype.computed {
        case .float32: run(Float.self, +=)
        case .float64: run(Double.self, +=)
        case .int32: run(Int32.self, &+=)
        case .int64: run(Int64.self, &+=)
        case .uint8: run(UInt8.self, &+=)
        case .bool: run(UInt8.self, |=)
        }
        return result
    }

    /// Visits the slices of `whole` at the positions along a dim beside the slices of `part`, in order. Both are contiguous.
    @inline(__always)
    private func forEachSlice(
        _ positions: Tensor, _ dim: Int, of whole: Tensor, from part: Tensor,
        _ body: (UnsafeMutableRawPointer, UnsafeMutableRawPointer, _ bytes: Int) -> Void
    ) {
        withExtendedLifetime((positions, whole, part)) {
            let (bytes, size, outer) = whole.slices(dim)
            let index = positions.pointer(Int64.self)
            var target = part.address
            for block in 0..<outer {
                let start = whole.address + block * size * bytes
                for i in 0..<positions.count {
                    body(start + Int(index[i]) * bytes, target, bytes)
                    target += bytes
                }
            }
        }
    }

    func gather(_ x: Tensor, _ index: Tensor, _ dim: Int) -> Tensor {
        let result = Tensor.uninitialized(index.shape, x.dtype)
        // An index without elements may have fewer dims.
        if index.count == 0 { return result }
        let positions = contiguous(index)
        func run<T>(
            _ type: T.Type, _ kernel: (UnsafePointer<T>, Int, Int, UnsafePointer<Int64>, UnsafeMutablePointer<T>, Int) -> Void
        ) {
            let (from, to, numbers) = (x.pointer(T.self), result.pointer(T.self), positions.pointer(Int64.self))
            // The dim itself does not move the start: the index's elements do.
            let starts = x.rank == 0 ? x.strides : x.strides.replacing(dim, with: 0)
            let stride = x.rank == 0 ? 0 : x.strides[dim]
            let rows = Rows(index.shape, starts, positions.strides, positions.strides)
            rows.parallel(grain: Grain.elementary) { offset, start, count in
                kernel(from + offset.0, stride, rows.steps.0, numbers + offset.1, to + start, count)
            }
        }
        switch x.dtype.size {
        case 8: run(UInt64.self, kindling_gather_64)
        case 4: run(UInt32.self, kindling_gather_32)
        case 2: run(UInt16.self, kindling_gather_16)
        default: run(UInt8.self, kindling_gather_8)
        }
        withExtendedLifetime(positions) {}
        return result
    }

    func scatter(_ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int) -> Tensor {
        switch x.dtype.size {
        case 8: scatter(x, index, source, dim, UInt64.self) { $0 = $1 }
        case 4: scatter(x, index, source, dim, UInt32.self) { $0 = $1 }
        case 2: scatter(x, index, source, dim, UInt16.self) { $0 = $1 }
        default: scatter(x, index, source, dim, UInt8.self) { $0 = $1 }
        }
    }

    func scatterAdd(_ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int) -> Tensor {
        switch x.dtype.computed {
        case .float32: scatter(x, index, source, dim, Float.self, +=)
        case .float64: scatter(x, index, source, dim, Double.self, +=)
        case .int32: scatter(x, index, source, dim, Int32.self, &+=)
        case .int64: scatter(x, index, source, dim, Int64.self, &+=)
        case .uint8: scatter(x, index, source, dim, UInt8.self, &+=)
        case .bool: scatter(x, index, source, dim, UInt8.self, |=)
        }
    }

    func scatterReduce(
        _ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int, _ reduction: ScatterReduction
    ) -> Tensor {
        func run<T: Comparable>(_ type: T.Type, _ multiply: (inout T, T) -> Void) -> Tensor {
            switch reduction {
            case .product: scatter(x, index, source, dim, T.self, multiply)
            // A NaN, which is not equal to itself, wins and stays.
            case .max: scatter(x, index, source, dim, T.self) { if $1 > $0 || $1 != $1 { $0 = $1 } }
            case .min: scatter(x, index, source, dim, T.self) { if $1 < $0 || $1 != $1 { $0 = $1 } }
            }
        }
        switch x.dtype.computed {
        case .float32: return run(Float.self, *=)
        case .float64: return run(Double.self, *=)
        case .int32: return run(Int32.self) { $0 = $0 &* $1 }
        case .int64: return run(Int64.self) { $0 = $0 &* $1 }
        case .uint8, .bool: return run(UInt8.self) { $0 = $0 &* $1 }
        }
    }

    @inline(__always)
    private func scatter<T>(
        _ x: Tensor, _ index: Tensor, _ source: Tensor, _ dim: Int, _ type: T.Type, _ combine: (inout T, T) -> Void
    ) -> Tensor {
        let result = copy(x)
        // An index without elements may have fewer dims.
        if index.count == 0 { return result }
        // What lies along the dim is combined in order; the slices of another dim are apart.
        let other = index.shape.indices.filter { $0 != dim }.max { index.shape[$0] < index.shape[$1] }
        // The dim itself does not move the start: the index's elements do.
        let starts = x.rank == 0 ? result.strides : result.strides.replacing(dim, with: 0)
        let stride = x.rank == 0 ? 0 : result.strides[dim]
        let (to, numbers, from) = (result.pointer(T.self), index.pointer(Int64.self), source.pointer(T.self))
        let size = other.map { index.shape[$0] } ?? 1
        parallel(size, grain: Grain.of(Grain.elementary, each: index.count / size)) { range in
            var (shape, to, numbers, from) = (index.shape, to, numbers, from)
            if let other {
                shape[other] = range.count
                to += range.lowerBound * starts[other]
                numbers += range.lowerBound * index.strides[other]
                from += range.lowerBound * source.strides[other]
            }
            let rows = Rows(shape, starts, index.strides, source.strides)
            let (length, steps) = (rows.length, rows.steps)
            rows.forEach { offset, _ in
                let (to, numbers, from) = (to + offset.0, numbers + offset.1, from + offset.2)
                for i in 0..<length {
                    combine(&to[i &* steps.0 &+ Int(numbers[i &* steps.1]) &* stride], from[i &* steps.2])
                }
            }
        }
        return result
    }
}

extension Tensor {
    /// How many bytes a slice along a dim has, how many there are, and how often, of a contiguous tensor.
    fileprivate func slices(_ dim: Int) -> (bytes: Int, size: Int, outer: Int) {
        // Not by its stride: that of a dim of size 1 may be any.
        (shape[(dim + 1)...].reduce(dtype.size, *), shape[dim], shape[..<dim].reduce(1, *))
    }
}

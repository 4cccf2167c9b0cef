import CKernels

extension CPU {
    func indexSelect(_ x: Tensor, _ index: Tensor, _ dim: Int) -> Tensor {
        let result = Tensor.uninitialized(x.shape.replacing(dim, with: index.count), x.dtype)
        let (source, positions) = (contiguous(x), contiguous(index))
        let (bytes, size, outer) = source.slices(dim)
        let (count, chunk) = (positions.count, 1 << 16)
        func select(_ x: UnsafeRawPointer, _ from: UnsafePointer<Int64>, _ y: UnsafeMutableRawPointer) {
            if bytes == result.dtype.size {
                gather(x, size, from, y, outer, count, bytes)
            } else if count * bytes < chunk {
                parallel(outer, grain: Grain.of(chunk, each: count * bytes)) { blocks in
                    for block in blocks {
                        kindling_gather_rows(
                            x + block * size * bytes, bytes, from, count, y + block * count * bytes)
                    }
                }
            } else {
                for block in 0..<outer {
                    let (whole, target) = (x + block * size * bytes, y + block * count * bytes)
                    parallel(count, grain: Grain.of(chunk, each: bytes)) { rows in
                        kindling_gather_rows(
                            whole, bytes, from + rows.lowerBound, rows.count, target + rows.lowerBound * bytes)
                    }
                }
            }
        }
        reading(source) { (x: UnsafeRawPointer) in
            reading(positions) { (from: UnsafePointer<Int64>) in
                writing(result) { (y: UnsafeMutableRawPointer) in select(x, from, y) }
            }
        }
        return result
    }

    /// Elements of each of some lines, all at the same positions.
    private func gather(
        _ x: UnsafeRawPointer, _ size: Int, _ positions: UnsafePointer<Int64>, _ y: UnsafeMutableRawPointer, _ lines: Int,
        _ count: Int, _ bytes: Int
    ) {
        func run<T>(
            _ type: T.Type,
            _ kernel: (UnsafePointer<T>, Int, Int, UnsafePointer<Int64>, UnsafeMutablePointer<T>, Int) -> Void,
            _ copyRuns: (UnsafePointer<T>, UnsafePointer<KindlingRun>, Int, UnsafeMutablePointer<T>) -> Void
        ) {
            let (from, to) = (x.assumingMemoryBound(to: T.self), y.assumingMemoryBound(to: T.self))
            if lines == 1 {
                return parallel(elements: count, grain: Grain.vectorMath) {
                    kernel(from, 1, 0, positions + $0.lowerBound, to + $0.lowerBound, $0.count)
                }
            }
            let runs = runs(positions, count)
            parallel(lines, grain: Grain.of(Grain.vectorMath, each: count)) {
                for line in $0 {
                    let (start, end) = (from + line * size, to + line * count)
                    if runs.count * 8 <= count {
                        copyRuns(start, runs, runs.count, end)
                    } else {
                        kernel(start, 1, 0, positions, end, count)
                    }
                }
            }
        }
        switch bytes {
        case 8: run(UInt64.self, kindling_gather_64, kindling_copy_runs_64)
        case 4: run(UInt32.self, kindling_gather_32, kindling_copy_runs_32)
        case 2: run(UInt16.self, kindling_gather_16, kindling_copy_runs_16)
        default: run(UInt8.self, kindling_gather_8, kindling_copy_runs_8)
        }
    }

    /// Which positions follow each other, as those do that a padded line is made of.
    private func runs(_ positions: UnsafePointer<Int64>, _ count: Int) -> [KindlingRun] {
        var runs: [KindlingRun] = []
        for i in 0..<count {
            if i > 0 && positions[i] == positions[i - 1] + 1 {
                runs[runs.count - 1].count += 1
            } else {
                runs.append(KindlingRun(from: Int(positions[i]), to: i, count: 1))
            }
        }
        return runs
    }

    func gather(_ x: Tensor, _ index: Tensor, _ dim: Int) -> Tensor {
        let result = Tensor.uninitialized(index.shape, x.dtype)
        // An index without elements may have fewer dims.
        if index.count == 0 { return result }
        let positions = contiguous(index)
        func run<T>(
            _ type: T.Type, _ kernel: (UnsafePointer<T>, Int, Int, UnsafePointer<Int64>, UnsafeMutablePointer<T>, Int) -> Void
        ) {
            reading(x, positions, into: result) {
                (from: UnsafePointer<T>, numbers: UnsafePointer<Int64>, to: UnsafeMutablePointer<T>) in
                // The dim itself does not move the start: the index's elements do.
                let starts = x.rank == 0 ? x.strides : x.strides.replacing(dim, with: 0)
                let stride = x.rank == 0 ? 0 : x.strides[dim]
                let rows = StridedIterator(index.shape, starts, positions.strides, positions.strides)
                rows.parallel(grain: Grain.vectorMath) { offset, start, count in
                    kernel(from + offset.0, stride, rows.steps.0, numbers + offset.1, to + start, count)
                }
            }
        }
        x.dtype.dispatchWidth(
            bits8: run(UInt8.self, kindling_gather_8),
            bits16: run(UInt16.self, kindling_gather_16),
            bits32: run(UInt32.self, kindling_gather_32),
            bits64: run(UInt64.self, kindling_gather_64))
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

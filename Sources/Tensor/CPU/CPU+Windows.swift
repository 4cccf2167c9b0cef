import CKernels

extension CPU {
    /// Zeros of a length along the windows' dim, with every window added where it was read.
    func overlapAdd(_ x: Tensor, _ windows: Windows, into length: Int) -> Tensor {
        if x.dtype == .bool { return cast(overlapAdd(cast(x, to: .int32), windows, into: length), to: .bool) }
        var shape = x.shape.replacing(windows.dim, with: length)
        shape.remove(at: x.rank - 1)
        let result = Tensor.uninitialized(shape, x.dtype)
        clear(result)
        if x.count == 0 { return result }
        let target = result.windowsView(windows)
        func run<T>(
            _ type: T.Type,
            _ kernel: (UnsafeMutablePointer<T>, Int, Int, UnsafePointer<T>, Int, Int, Int, Int) -> Void
        ) {
            let outer = Shape(x.shape.dropLast())
            // Windows overlap along their dim; the slices of another one are independent.
            let other = outer.dim(apartFrom: windows.dim)
            let size = other.map { outer[$0] } ?? 1
            reading(x, into: target) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                parallel(size, grain: Grain.of(Grain.memoryBound, each: x.count / size)) { range in
                    var (shape, from, to) = (outer, from, to)
                    if let other {
                        shape[other] = range.count
                        from += range.lowerBound * x.strides[other]
                        to += range.lowerBound * target.strides[other]
                    }
                    var rows = StridedIterator(
                        shape, Shape(target.strides.dropLast()), Shape(x.strides.dropLast()), Shape(x.strides.dropLast()))
                    let (length, steps, table) = (rows.length, rows.steps, rows.takeTable())
                    // Elements with the same index in their windows never meet. From the last index to the first, elements that do meet
                    // are added in the windows' order.
                    for index in (0..<windows.size).reversed() {
                        rows.forEach(in: 0..<rows.count) { offset, _ in
                            kernel(
                                to + offset.0 + index * target.strides[x.rank - 1], table.strides.0, steps.0,
                                from + offset.1 + index * x.strides[x.rank - 1], table.strides.1, steps.1, table.rows, length)
                        }
                    }
                }
            }
        }
        x.dtype.dispatch(
            float32: run(Float.self, kindling_accumulate_f32),
            float64: run(Double.self, kindling_accumulate_f64),
            int32: run(Int32.self, kindling_accumulate_i32),
            int64: run(Int64.self, kindling_accumulate_i64),
            uint8: run(UInt8.self, kindling_accumulate_u8))
        return result
    }
}

extension Tensor {
    /// The windows as a view; the operand has been checked.
    func windowsView(_ windows: Windows) -> Tensor {
        var (shape, strides) = (self.shape, self.strides)
        let stride = strides[windows.dim]
        shape[windows.dim] = (shape[windows.dim] - windows.size) / windows.step + 1
        strides[windows.dim] = stride * windows.step
        shape.append(windows.size)
        strides.append(stride)
        return view(Layout(shape, strides: strides))
    }
}

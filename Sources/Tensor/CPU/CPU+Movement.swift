import CKernels

extension CPU {
    func copy(_ x: Tensor) -> Tensor {
        let result = Tensor.uninitialized(x.shape, x.dtype)
        copy(x, to: result.address, strides: result.strides)
        return result
    }

    /// Copies the elements to memory that is laid out with these strides.
    func copy(_ x: Tensor, to address: UnsafeMutableRawPointer, strides: Shape) {
        func run<T>(
            _ type: T.Type, _ kernel: (UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>, Int, Int, Int, Int) -> Void
        ) {
            let (from, to) = (x.pointer(T.self), address.assumingMemoryBound(to: T.self))
            if x.count == 0 { return }
            var rows = Rows(x.shape, x.strides, strides, strides)
            if rows.isOneRow {
                return rows.parallel(grain: Grain.light) { offset, _, count in
                    kernel(from + offset.0, 0, rows.steps.0, to + offset.1, 0, rows.steps.1, 1, count)
                }
            }
            let table = rows.takeTable()
            // Tables one after the other, or parts of them.
            let height = (min(Grain.of(Grain.light, each: rows.length), table.rows) + 15) & ~15
            let parts = (table.rows + height - 1) / height
            parallel(rows.count * parts, grain: Grain.of(Grain.light, each: height * rows.length)) { range in
                for part in range {
                    let start = part % parts * height
                    rows.forEach(in: part / parts..<part / parts + 1) { offset, _ in
                        kernel(
                            from + offset.0 + start * table.strides.0, table.strides.0, rows.steps.0,
                            to + offset.1 + start * table.strides.1, table.strides.1, rows.steps.1,
                            min(height, table.rows - start), rows.length)
                    }
                }
            }
        }
        withExtendedLifetime(x) {
            switch x.dtype.size {
            case 8: run(UInt64.self, kindling_copy_64)
            case 4: run(UInt32.self, kindling_copy_32)
            case 2: run(UInt16.self, kindling_copy_16)
            default: run(UInt8.self, kindling_copy_8)
            }
        }
    }

    func place(_ x: Tensor, _ slice: Slice, into shape: Shape) -> Tensor {
        let result = Tensor.uninitialized(shape, x.dtype)
        // Zero is all bits zero in every dtype.
        func clear(_ elements: Range<Int>) {
            let size = x.dtype.size
            (result.address + elements.lowerBound * size).initializeMemory(
                as: UInt8.self, repeating: 0, count: elements.count * size)
        }
        let table = result.count / max(shape[..<slice.dim].reduce(1, *), 1)
        if slice.step != 1 || !x.isContiguous || table > Grain.light {
            parallel(result.count, grain: Grain.light, clear)
            let target = result.slicedView(slice)
            copy(x, to: target.address, strides: target.strides)
            return result
        }
        // Many tables, each cleared just before it is written into.
        let inner = shape[(slice.dim + 1)...].reduce(1, *)
        let length = slice.count * inner
        func run<T>(
            _ type: T.Type, _ kernel: (UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>, Int, Int, Int, Int) -> Void
        ) {
            let (from, to) = (x.pointer(T.self), result.pointer(T.self) + slice.start * inner)
            parallel(result.count / max(table, 1), grain: Grain.of(Grain.light, each: table)) { tables in
                let first = tables.lowerBound
                clear(first * table..<tables.upperBound * table)
                kernel(from + first * length, length, 1, to + first * table, table, 1, tables.count, length)
            }
        }
        switch x.dtype.size {
        case 8: run(UInt64.self, kindling_copy_64)
        case 4: run(UInt32.self, kindling_copy_32)
        case 2: run(UInt16.self, kindling_copy_16)
        default: run(UInt8.self, kindling_copy_8)
        }
        return result
    }

    func concatenate(_ tensors: [Tensor], _ dim: Int) -> Tensor {
        let total = tensors.reduce(0) { $0 + $1.shape[dim] }
        let result = Tensor.uninitialized(tensors[0].shape.replacing(dim, with: total), tensors[0].dtype)
        var start = 0
        for tensor in tensors where tensor.count > 0 {
            let address = result.address + start * result.strides[dim] * result.dtype.size
            copy(tensor, to: address, strides: result.strides)
            start += tensor.shape[dim]
        }
        return result
    }
}

extension Operation {
    /// What a movement primitive makes of a tensor of any device without touching its memory; nil for the other primitives,
    /// and where only a copy has the shape. For backends, which need no code of their own for views.
    public func view(of x: Tensor) -> Tensor? {
        switch self {
        case .reshape(let shape): x.reshapedView(shape)
        case .permute(let order): x.permutedView(order)
        case .expand(let shape): x.expandedView(shape)
        case .slice(let slice): x.slicedView(slice)
        default: nil
        }
    }
}

// The views that the movement primitives give. Operands have been checked.
extension Tensor {
    func reshapedView(_ shape: Shape) -> Tensor? {
        body.layout.strides(viewedAs: shape).map { view(Layout(shape, strides: $0)) }
    }

    func permutedView(_ order: Permutation) -> Tensor {
        var (shape, strides) = (self.shape, self.strides)
        for position in 0..<order.count {
            shape[position] = self.shape[order[position]]
            strides[position] = self.strides[order[position]]
        }
        return view(Layout(shape, strides: strides))
    }

    func expandedView(_ shape: Shape) -> Tensor {
        let shift = shape.count - rank
        var strides = shape
        for dim in shape.indices {
            let repeated = dim < shift || self.shape[dim - shift] != shape[dim]
            strides[dim] = repeated ? 0 : self.strides[dim - shift]
        }
        return view(Layout(shape, strides: strides))
    }

    func slicedView(_ slice: Slice) -> Tensor {
        let shape = self.shape.replacing(slice.dim, with: slice.count)
        let stride = strides[slice.dim]
        return view(
            Layout(shape, strides: strides.replacing(slice.dim, with: stride * slice.step)),
            offset: slice.count == 0 ? 0 : slice.start * stride)
    }
}

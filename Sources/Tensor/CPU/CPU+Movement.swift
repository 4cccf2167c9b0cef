import CKernels
import Glibc

extension CPU {
    func copy(_ x: Tensor) -> Tensor {
        let result = Tensor.uninitialized(x.shape, x.dtype)
        copy(x, into: result)
        return result
    }

    /// Copies the elements into a new tensor, or into a view of one.
    func copy(_ x: Tensor, into target: Tensor) { writing(target) { copy(x, to: $0, strides: target.strides) } }

    /// Copies the elements to memory that is laid out with these strides.
    func copy(_ x: Tensor, to address: UnsafeMutableRawPointer, strides: Shape) {
        func run<T>(
            _ type: T.Type, _ kernel: (UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>, Int, Int, Int, Int) -> Void
        ) {
            reading(x) { (from: UnsafePointer<T>) in
                let to = address.assumingMemoryBound(to: T.self)
                if x.count == 0 { return }
                var rows = StridedIterator(x.shape, x.strides, strides, strides)
                // A long row is divided, unless it is a column of a table.
                if rows.isOneRow || rows.length > Grain.memoryBound && rows.steps.0 <= 1 && rows.steps.1 == 1 {
                    return rows.parallel(grain: Grain.memoryBound) { offset, _, count in
                        kernel(from + offset.0, 0, rows.steps.0, to + offset.1, 0, rows.steps.1, 1, count)
                    }
                }
                let table = rows.takeTable()
                // Tables one after the other, or chunks of their rows.
                let even = evenGrain(x.count, Grain.memoryBound)
                let height = min((Grain.of(even, each: rows.length) + 15) & ~15, table.rows)
                let chunks = (table.rows + height - 1) / height
                parallel(rows.count * chunks, grain: Grain.of(even, each: height * rows.length)) { range in
                    func copy(_ tables: Range<Int>, from start: Int) {
                        rows.forEach(in: tables) { offset, _ in
                            kernel(
                                from + offset.0 + start * table.strides.0, table.strides.0, rows.steps.0,
                                to + offset.1 + start * table.strides.1, table.strides.1, rows.steps.1,
                                min(height, table.rows - start), rows.length)
                        }
                    }
                    if chunks == 1 { return copy(range, from: 0) }
                    for chunk in range { copy(chunk / chunks..<chunk / chunks + 1, from: chunk % chunks * height) }
                }
            }
        }
        x.dtype.dispatchWidth(
            bits8: run(UInt8.self, kindling_copy_8),
            bits16: run(UInt16.self, kindling_copy_16),
            bits32: run(UInt32.self, kindling_copy_32),
            bits64: run(UInt64.self, kindling_copy_64))
    }

    /// The operand as a kernel that goes along rows reads it fast: a copy, where those lie across the memory of a large one.
    func copiedIfTransposed(_ x: Tensor) -> Tensor { x.count >= Grain.memoryBound && x.isTransposed ? copy(x) : x }

    func sliceScatter(_ x: Tensor, _ slice: Slice, into shape: Shape) -> Tensor {
        let result = Tensor.uninitialized(shape, x.dtype)
        let table = result.count / max(shape[..<slice.dim].reduce(1, *), 1)
        if slice.step != 1 || !x.isContiguous || table > Grain.memoryBound {
            clear(result)
            let target = result.slicedView(slice)
            copy(x, into: target)
            return result
        }
        // Many tables, each cleared just before it is written into.
        let inner = shape[(slice.dim + 1)...].reduce(1, *)
        let length = slice.count * inner
        func run<T>(
            _ type: T.Type, _ kernel: (UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>, Int, Int, Int, Int) -> Void
        ) {
            reading(x, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                let to = to + slice.start * inner
                parallel(result.count / max(table, 1), grain: Grain.of(Grain.memoryBound, each: table)) { tables in
                    let first = tables.lowerBound
                    clear(result, first * table..<tables.upperBound * table)
                    kernel(from + first * length, length, 1, to + first * table, table, 1, tables.count, length)
                }
            }
        }
        x.dtype.dispatchWidth(
            bits8: run(UInt8.self, kindling_copy_8),
            bits16: run(UInt16.self, kindling_copy_16),
            bits32: run(UInt32.self, kindling_copy_32),
            bits64: run(UInt64.self, kindling_copy_64))
        return result
    }

    /// Makes the elements of a contiguous tensor zero, which is all bits zero in every dtype.
    func clear(_ x: Tensor) { parallel(x.count, grain: Grain.memoryBound) { clear(x, $0) } }

    private func clear(_ x: Tensor, _ elements: Range<Int>) {
        let size = x.dtype.size
        writing(x) { (to: UnsafeMutableRawPointer) in
            _ = memset(to + elements.lowerBound * size, 0, elements.count * size)
        }
    }

    func pad(_ x: Tensor, _ value: Tensor, _ before: Shape, into shape: Shape) -> Tensor {
        let result = Tensor.uninitialized(shape, x.dtype)
        if result.count == 0 { return result }
        let start = shape.indices.reduce(0) { $0 + before[$1] * result.strides[$1] }
        // Tables without gaps between them: each is filled just before the operand's elements are written into it.
        let outer = shape.indices.first { shape[$0] != x.shape[$0] } ?? shape.count
        let count = shape[..<outer].reduce(1, *)
        let table = result.count / count
        let inner = Shape([count] + x.shape[outer...])
        let source = x.reshapedView(inner) ?? copy(x).reshapedView(inner)!
        let strides = Shape([table] + result.strides[outer...])
        func run<T>(
            _ type: T.Type, _ kernel: (UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>, Int, Int, Int, Int) -> Void
        ) {
            reading(source, value, into: result) {
                (from: UnsafePointer<T>, filling: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                func fill(_ elements: Range<Int>) { kernel(filling, 0, 0, to + elements.lowerBound, 0, 1, 1, elements.count) }
                if count == 1 || table > Grain.memoryBound {
                    parallel(elements: result.count, grain: Grain.memoryBound, fill)
                    return copy(source, to: UnsafeMutableRawPointer(to + start), strides: strides)
                }
                // As many as the first cache holds.
                let some = max(1, 8192 / table)
                func iterator(_ tables: Int) -> (StridedIterator, (rows: Int, strides: StridedIterator.Offsets)) {
                    var rows = StridedIterator(inner.replacing(0, with: tables), source.strides, strides, strides)
                    let row = rows.takeTable()
                    return (rows, row)
                }
                let iterators = (iterator(some), iterator(count % some))
                let chunks = (count + some - 1) / some
                parallel(chunks, grain: Grain.of(evenGrain(result.count, Grain.memoryBound), each: some * table)) { range in
                    for chunk in range {
                        let (first, end) = (chunk * some, min((chunk + 1) * some, count))
                        fill(first * table..<end * table)
                        let (rows, row) = end - first == some ? iterators.0 : iterators.1
                        if x.count == 0 { continue }
                        rows.forEach(in: 0..<rows.count) { offset, _ in
                            kernel(
                                from + first * source.strides[0] + offset.0, row.strides.0, rows.steps.0,
                                to + first * table + start + offset.1, row.strides.1, rows.steps.1, row.rows, rows.length)
                        }
                    }
                }
            }
        }
        x.dtype.dispatchWidth(
            bits8: run(UInt8.self, kindling_copy_8),
            bits16: run(UInt16.self, kindling_copy_16),
            bits32: run(UInt32.self, kindling_copy_32),
            bits64: run(UInt64.self, kindling_copy_64))
        return result
    }

    func concatenate(_ tensors: [Tensor], _ dim: Int) -> Tensor {
        let total = tensors.reduce(0) { $0 + $1.shape[dim] }
        let result = Tensor.uninitialized(tensors[0].shape.replacing(dim, with: total), tensors[0].dtype)
        if result.count == 0 { return result }
        let filled = tensors.filter { $0.count > 0 }
        let outer = result.shape[..<dim].reduce(1, *)
        let tables = filled.compactMap { $0.reshapedView([outer, $0.count / outer]) }
        if outer == 1 && filled.allSatisfy(\.isContiguous) {
            join(filled, in: result)
        } else if outer > 1 && tables.count == filled.count {
            join(tables: tables, in: result)
        } else {
            var start = 0
            for tensor in filled {
                copy(tensor, into: result.slicedView(Slice(dim: dim, start: start, count: tensor.shape[dim])))
                start += tensor.shape[dim]
            }
        }
        return result
    }

    /// Runs of memory one after the other.
    private func join(_ tensors: [Tensor], in result: Tensor) {
        let size = result.dtype.size
        reading(all: tensors) { addresses in
            // Numbers alone: counting references to tensors, threads would wait for each other.
            let sources = Swift.zip(addresses, tensors).map { (address: $0, count: $1.count) }
            sources.withUnsafeBufferPointer { sources in
                writing(result) { (to: UnsafeMutableRawPointer) in
                    parallel(elements: result.count, grain: Grain.memoryBound) { range in
                        var start = 0
                        for source in sources {
                            let own = range.clamped(to: start..<start + source.count)
                            (to + own.lowerBound * size)
                                .copyMemory(from: source.address + (own.lowerBound - start) * size, byteCount: own.count * size)
                            start += source.count
                        }
                    }
                }
            }
        }
    }

    /// Matrices next to each other.
    private func join(tables: [Tensor], in result: Tensor) {
        func run<T>(
            _ type: T.Type, _ kernel: (UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>, Int, Int, Int, Int) -> Void,
            _ pair: (UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>, Int) -> Void
        ) {
            let height = tables[0].shape[0]
            let width = result.count / height
            // Some rows at a time, so that they are still there when their neighbours come.
            let some = max(16, 8192 / width)
            reading(all: tables) { addresses in
                let sources = Swift.zip(addresses, tables).map {
                    (from: $0.assumingMemoryBound(to: T.self), row: $1.strides[0], column: $1.strides[1], width: $1.shape[1])
                }
                let arePairs = width == 2 && sources.count == 2 && sources.allSatisfy { $0.row == 1 }
                sources.withUnsafeBufferPointer { sources in
                    writing(result) { (to: UnsafeMutablePointer<T>) in
                        parallel(height, grain: max(Grain.of(evenGrain(result.count, Grain.memoryBound), each: width), some)) {
                            rows in
                            let start = rows.lowerBound
                            if arePairs {
                                return pair(sources[0].from + start, sources[1].from + start, to + 2 * start, rows.count)
                            }
                            for first in stride(from: start, to: rows.upperBound, by: some) {
                                var to = to + first * width
                                for source in sources {
                                    kernel(
                                        source.from + first * source.row, source.row, source.column, to, width, 1,
                                        min(some, rows.upperBound - first), source.width)
                                    to += source.width
                                }
                            }
                        }
                    }
                }
            }
        }
        result.dtype.dispatchWidth(
            bits8: run(UInt8.self, kindling_copy_8, kindling_pair_8),
            bits16: run(UInt16.self, kindling_copy_16, kindling_pair_16),
            bits32: run(UInt32.self, kindling_copy_32, kindling_pair_32),
            bits64: run(UInt64.self, kindling_copy_64, kindling_pair_64))
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
        case .windows(let windows): x.windowsView(windows)
        // No list of all primitives: others, new ones too, make new memory.
        default: nil
        }
    }
}

extension Tensor {
    /// Whether neighbours in memory are none in the last dim.
    fileprivate var isTransposed: Bool {
        guard !isContiguous, let last = shape.indices.last(where: { shape[$0] != 1 }), strides[last].magnitude > 1 else {
            return false
        }
        return shape.indices.contains { shape[$0] != 1 && strides[$0] == 1 }
    }
}

// The views that the movement primitives give. Operands have been checked.
extension Tensor {
    func reshapedView(_ shape: Shape) -> Tensor? {
        storage.layout.strides(viewedAs: shape).map { view(Layout(shape, strides: $0)) }
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

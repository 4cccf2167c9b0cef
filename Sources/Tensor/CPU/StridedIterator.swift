/// Visits operands of one shape row by row: dimensions that lie alike in all of them are joined, the last one left
/// is the row that a kernel takes.
struct StridedIterator {
    /// Where a row starts in each operand, in elements.
    typealias Offsets = (Int, Int, Int)

    private var sizes = Shape()
    private var strides: (Shape, Shape, Shape) = (Shape(), Shape(), Shape())

    /// Elements a row, and the strides in it.
    private(set) var length = 1
    private(set) var steps: Offsets = (1, 1, 1)

    init(_ shape: Shape, _ a: Shape, _ b: Shape, _ c: Shape) {
        for dim in shape.indices where shape[dim] != 1 {
            let size = shape[dim]
            let last = sizes.count - 1
            if last >= 0, strides.0[last] == a[dim] * size, strides.1[last] == b[dim] * size,
                strides.2[last] == c[dim] * size
            {
                sizes[last] *= size
                strides.0[last] = a[dim]
                strides.1[last] = b[dim]
                strides.2[last] = c[dim]
            } else {
                sizes.append(size)
                strides.0.append(a[dim])
                strides.1.append(b[dim])
                strides.2.append(c[dim])
            }
        }
        if !sizes.isEmpty { (length, steps) = remove(at: sizes.count - 1) }
    }

    /// Each element is a row of its own.
    init(each shape: Shape, _ strides: Shape, _ others: Shape? = nil) {
        self.init(Shape(), Shape(), Shape(), Shape())
        sizes = shape
        self.strides = (strides, others ?? strides, strides)
    }

    /// Whether a single row covers all.
    var isOneRow: Bool { sizes.isEmpty }

    /// The number of rows.
    var count: Int { sizes.elementCount }

    private mutating func remove(at dim: Int) -> (size: Int, strides: Offsets) {
        let removed = (sizes[dim], (strides.0[dim], strides.1[dim], strides.2[dim]))
        sizes.remove(at: dim)
        strides.0.remove(at: dim)
        strides.1.remove(at: dim)
        strides.2.remove(at: dim)
        return removed
    }

    /// Takes out the dim that makes the best table of the rows: one along which an operand lies without gaps where its rows
    /// don't, else the last one.
    mutating func takeTable() -> (rows: Int, strides: Offsets) {
        if sizes.isEmpty { return (1, (0, 0, 0)) }
        let isRun = steps.0 == 1 && steps.1 == 1
        let dense = isRun ? nil : sizes.indices.last { strides.0[$0] == 1 || strides.1[$0] == 1 }
        let table = remove(at: dense ?? sizes.count - 1)
        return (table.size, table.strides)
    }

    /// Calls `body` with the offsets of each row and its index.
    @inline(__always)
    func forEach(_ body: (_ offsets: Offsets, _ row: Int) -> Void) {
        if isOneRow { if length > 0 { body((0, 0, 0), 0) } } else { forEach(in: 0..<count, body) }
    }

    /// The same for some of the rows.
    @inline(__always)
    func forEach(in rows: Range<Int>, _ body: (_ offsets: Offsets, _ row: Int) -> Void) {
        if length == 0 || rows.isEmpty { return }
        if isOneRow { return body((0, 0, 0), 0) }
        var position = Shape(repeating: 0, count: sizes.count)
        var offsets: Offsets = (0, 0, 0)
        var rest = rows.lowerBound
        for dim in sizes.indices.reversed() where rest > 0 {
            let index = rest % sizes[dim]
            rest /= sizes[dim]
            position[dim] = index
            offsets.0 += index * strides.0[dim]
            offsets.1 += index * strides.1[dim]
            offsets.2 += index * strides.2[dim]
        }
        let last = sizes.count - 1
        let (size, a, b, c) = (sizes[last], strides.0[last], strides.1[last], strides.2[last])
        var row = rows.lowerBound
        while true {
            // Along the last dim there is little to do between two rows.
            let end = min(row + size - position[last], rows.upperBound)
            while row < end {
                body(offsets, row)
                row += 1
                offsets.0 += a
                offsets.1 += b
                offsets.2 += c
            }
            if row == rows.upperBound { return }
            offsets.0 -= size * a
            offsets.1 -= size * b
            offsets.2 -= size * c
            position[last] = 0
            var dim = last - 1
            while dim >= 0 {
                position[dim] += 1
                offsets.0 += strides.0[dim]
                offsets.1 += strides.1[dim]
                offsets.2 += strides.2[dim]
                if position[dim] < sizes[dim] { break }
                offsets.0 -= strides.0[dim] * sizes[dim]
                offsets.1 -= strides.1[dim] * sizes[dim]
                offsets.2 -= strides.2[dim] * sizes[dim]
                position[dim] = 0
                dim -= 1
            }
        }
    }

    /// Calls `body` on several threads with rows, or chunks of them where they are longer than the grain: the offsets in each operand,
    /// the index of the first element among all, and the number of elements.
    @inline(__always)
    func parallel(grain: Int, _ body: (_ offsets: Offsets, _ start: Int, _ count: Int) -> Void) {
        let (length, steps) = (self.length, self.steps)
        let grain = evenGrain(count * length, grain)
        if length > grain {
            let chunks = (length + grain - 1) / grain
            Tensor::parallel(count * chunks, grain: 1) { range in
                for chunk in range {
                    let (row, start) = (chunk / chunks, chunk % chunks * grain)
                    forEach(in: row..<row + 1) { offsets, _ in
                        body(
                            (offsets.0 + start * steps.0, offsets.1 + start * steps.1, offsets.2 + start * steps.2),
                            row * length + start, min(grain, length - start))
                    }
                }
            }
        } else if length > 0 {
            Tensor::parallel(count, grain: max(1, grain / length)) { range in
                forEach(in: range) { offsets, row in body(offsets, row * length, length) }
            }
        }
    }
}

/// A walk over operands of one shape, row by row: dimensions that lie alike in all of them are joined, the last one left
/// is the row that a kernel takes.
struct Rows {
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
        if let row = sizes.last {
            length = row
            let last = sizes.count - 1
            steps = (strides.0[last], strides.1[last], strides.2[last])
            sizes.remove(at: last)
        }
    }

    /// Each element is a row of its own.
    init(each shape: Shape, _ strides: Shape, _ others: Shape? = nil) {
        self.init(Shape(), Shape(), Shape(), Shape())
        sizes = shape
        self.strides = (strides, others ?? strides, strides)
    }

    /// Whether a single row covers all.
    var isOneRow: Bool { sizes.isEmpty }

    /// Calls `body` with the offsets of each row and its place among the rows.
    @inline(__always)
    func forEach(_ body: (_ offsets: Offsets, _ row: Int) -> Void) {
        if length == 0 { return }
        var position = Shape(repeating: 0, count: sizes.count)
        var offsets: Offsets = (0, 0, 0)
        var row = 0
        for size in sizes where size == 0 { return }
        while true {
            body(offsets, row)
            row += 1
            var dim = sizes.count - 1
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
            if dim < 0 { return }
        }
    }
}

/// How a reduction is cut into chunks of work: of tables one after the other, `[outer, rows, columns]`, whose rows are reduced, `across`
/// chunks next to each other and `down` one below the other. A row is reduced as a table of one column.
struct ReductionPlan {
    private(set) var outer = 1
    private(set) var rows = 1
    private(set) var columns = 1
    /// From row to row.
    private(set) var stride = 1
    private(set) var width = 1
    private(set) var height = 1
    private(set) var across = 1
    private(set) var down = 1

    /// A chunk of a table: where it starts, where its results go, and where they go among the partial ones.
    struct Chunk {
        let start, target, partial, width, height: Int
    }

    /// Nil where the axes don't follow each other, or the elements have gaps.
    init?(_ x: Tensor, _ axes: Axes) {
        if x.isContiguous {
            guard let block = ReductionSizes(x.shape, axes) else { return nil }
            (outer, rows, columns, stride) = (block.outer, block.rows, block.columns, block.columns)
        } else if let table = ReductionLayout(x, axes).columns {
            (rows, stride, columns) = table
        } else {
            return nil
        }
        width = max(min(columns, 2048), 1)
        height = evenGrain(rows, columns == 1 ? Grain.memoryBound : max(4 * Grain.memoryBound / width, 4))
        across = (columns + width - 1) / width
        down = max((rows + height - 1) / height, 1)
    }

    var chunks: Int { outer * across * down }

    var chunksPerTask: Int { Grain.of(Grain.memoryBound, each: width * min(rows, height)) }

    func chunk(_ index: Int) -> Chunk {
        if chunks == 1 { return Chunk(start: 0, target: 0, partial: 0, width: columns, height: rows) }
        let (table, rest) = index.quotientAndRemainder(dividingBy: across * down)
        let (row, column) = (rest / across * height, rest % across * width)
        return Chunk(
            start: (table * rows + row) * stride + column, target: table * columns + column,
            partial: (table * down + rest / across) * columns + column, width: min(width, columns - column),
            height: min(height, rows - row))
    }
}

/// Axes that follow each other, in a contiguous tensor: `[outer, rows, columns]`, whose rows are reduced.
struct ReductionSizes {
    private(set) var outer = 1
    private(set) var rows = 1
    private(set) var columns = 1

    init?(_ shape: Shape, _ axes: Axes) {
        for dim in shape.indices {
            if !axes.contains(dim: dim) {
                columns *= shape[dim]
            } else if rows == 1 || columns == 1 {
                // Kept dims before the first axis are outer ones.
                outer *= columns
                columns = 1
                rows *= shape[dim]
            } else {
                return nil
            }
        }
    }
}

/// A tensor's dims, split into those that are reduced and those that are kept.
struct ReductionLayout {
    /// One row of one element for each result.
    let outer: StridedIterator
    /// The elements of one result.
    let runs: StridedIterator
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
        outer = StridedIterator(each: keptSizes, keptStrides)
        runs = StridedIterator(reducedSizes, reducedStrides, reducedStrides, reducedStrides)
        let kept = StridedIterator(keptSizes, keptStrides, keptStrides, keptStrides)
        let isTable = kept.isOneRow && runs.isOneRow && kept.steps.0 == 1 && runs.steps.0 >= kept.length
        columns = isTable && x.count > 0 ? (runs.length, runs.steps.0, kept.length) : nil
    }
}

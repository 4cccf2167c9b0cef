import CKernels

extension CPU {
    /// `[..., m, k] × [..., k, n]`.
    func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
        let rank = a.rank
        let (m, k, n) = (a.shape[rank - 2], a.shape[rank - 1], b.shape[rank - 1])
        let result = Tensor.uninitialized(a.shape.replacing(rank - 1, with: n), a.dtype)
        if rank == 2 {
            reading(a, b, into: result) { multiply(Matrix(a, $0), Matrix(b, $1), into: $2, m, n, k) }
            return result
        }
        var (batches, strides) = (a.shape, (a.strides, b.strides))
        for _ in 0..<2 {
            batches.remove(at: batches.count - 1)
            strides.0.remove(at: strides.0.count - 1)
            strides.1.remove(at: strides.1.count - 1)
        }
        // A batch that shares the right factor is one tall product.
        if strides.1.allSatisfy({ $0 == 0 }), let tall = a.reshapedView([batches.elementCount * m, k]) {
            reading(tall, b, into: result) {
                multiply(Matrix(tall, $0), Matrix(b, $1), into: $2, batches.elementCount * m, n, k)
            }
            return result
        }
        let rows = StridedIterator(batches, strides.0, strides.1, strides.1)
        reading(a, b, into: result) { (left: UnsafeRawPointer, right: UnsafeRawPointer, to: UnsafeMutableRawPointer) in
            let (left, right, size) = (Matrix(a, left), Matrix(b, right), a.dtype.size)
            // Several small products make a chunk; a large one is divided itself.
            rows.parallel(grain: max(1 << 18 / max(m * n * k, 1), 1)) { offset, start, count in
                multiply(
                    left.moved(offset.0), right.moved(offset.1), into: to + start * m * n * size, m, n, k,
                    times: count, steps: (rows.steps.0, rows.steps.1))
            }
        }
        return result
    }

    /// `x Wᵀ + b`.
    func linear(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor {
        if !x.isContiguous { return linear(contiguous(x), weight, bias) }
        let (n, k) = (weight.shape[0], weight.shape[1])
        let result = Tensor.uninitialized(x.shape.replacing(x.rank - 1, with: n), x.dtype)
        let (rows, step) = (result.count / max(n, 1), bias?.strides[0] ?? 0)
        reading(x, weight, into: result) { (left: UnsafeRawPointer, right: UnsafeRawPointer, to: UnsafeMutableRawPointer) in
            let left = Matrix(address: left, row: k, column: 1, dtype: x.dtype)
            let right = Matrix(weight, right).transposed
            reading(optional: bias) { multiply(left, right, plus: ($0, step), into: to, rows, n, k) }
        }
        return result
    }

    /// `dyᵀ x` over all rows.
    func linearWeightGradient(_ dy: Tensor, _ x: Tensor) -> Tensor {
        if dy.rank != 2 && !(dy.isContiguous && x.isContiguous) { return linearWeightGradient(contiguous(dy), contiguous(x)) }
        let (m, n) = (dy.shape.last!, x.shape.last!)
        let result = Tensor.uninitialized(Shape(rows: m, columns: n), x.dtype)
        reading(dy, x, into: result) {
            multiply(Matrix(rowsOf: dy, $0).transposed, Matrix(rowsOf: x, $1), into: $2, m, n, dy.count / max(m, 1))
        }
        return result
    }

    /// Sets the rows at `result` to `left × right + bias`, and those that follow to the products of the factors that lie `steps`
    /// further on.
    private func multiply(
        _ left: Matrix, _ right: Matrix, plus bias: (address: UnsafeRawPointer?, step: Int) = (nil, 0),
        into result: UnsafeMutableRawPointer, _ m: Int, _ n: Int, _ k: Int, times count: Int = 1, steps: (Int, Int) = (0, 0)
    ) {
        var product = KindlingProduct(
            m: m, n: n, k: k, a: left.address, ra: left.row, ca: left.column, b: right.address, rb: right.row,
            cb: right.column, start: bias.address, rs: 0, cs: bias.step, c: result, rc: n, finish: nil, context: nil)
        func multiplyIntegers<T>(
            _ kernel: (
                Int, Int, Int, Int, Int, Int, UnsafePointer<T>, Int, Int, UnsafePointer<T>, Int, Int, UnsafePointer<T>?, Int,
                UnsafeMutablePointer<T>
            ) -> Void
        ) {
            kernel(
                count, steps.0, steps.1, m, n, k, left.pointer(), left.row, left.column, right.pointer(), right.row,
                right.column, nil, 0, result.assumingMemoryBound(to: T.self))
        }
        left.dtype.dispatch(
            float32: kindling_products_f32(&product, count, steps.0, steps.1),
            float64: kindling_products_f64(&product, count, steps.0, steps.1),
            int32: multiplyIntegers(kindling_matmul_i32),
            int64: multiplyIntegers(kindling_matmul_i64),
            uint8: multiplyIntegers(kindling_matmul_u8))
    }
}

/// A matrix in memory: the strides of its rows and columns.
private struct Matrix {
    var address: UnsafeRawPointer
    var row: Int
    var column: Int
    var dtype: DType

    /// The last two dims.
    init(_ x: borrowing Tensor, _ address: UnsafeRawPointer) {
        self.init(address: address, row: x.strides[x.rank - 2], column: x.strides[x.rank - 1], dtype: x.dtype)
    }

    /// All rows below each other; of a table, or of a tensor without gaps.
    init(rowsOf x: borrowing Tensor, _ address: UnsafeRawPointer) {
        let isTable = x.rank == 2
        self.init(
            address: address, row: isTable ? x.strides[0] : x.shape.last!, column: isTable ? x.strides[1] : 1, dtype: x.dtype)
    }

    var transposed: Matrix { Matrix(address: address, row: column, column: row, dtype: dtype) }

    init(address: UnsafeRawPointer, row: Int, column: Int, dtype: DType) {
        self.address = address
        self.row = row
        self.column = column
        self.dtype = dtype
    }

    func pointer<T>() -> UnsafePointer<T> { address.assumingMemoryBound(to: T.self) }

    func moved(_ offset: Int) -> Matrix {
        var copy = self
        copy.address += offset * dtype.size
        return copy
    }
}

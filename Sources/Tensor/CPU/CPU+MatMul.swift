import CKernels

extension CPU {
    /// `[..., m, k] × [..., k, n]`.
    func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
        let rank = a.rank
        let (m, k, n) = (a.shape[rank - 2], a.shape[rank - 1], b.shape[rank - 1])
        let result = Tensor.uninitialized(a.shape.replacing(rank - 1, with: n), a.dtype)
        if rank == 2 {
            multiply(Matrix(a), Matrix(b), into: result, offset: 0, m, n, k)
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
            multiply(Matrix(tall), Matrix(b), into: result, offset: 0, batches.elementCount * m, n, k)
            return result
        }
        let (left, right) = (Matrix(a), Matrix(b))
        let rows = StridedIterator(batches, strides.0, strides.1, strides.1)
        // Several small products make a part; a large one is parted itself.
        rows.parallel(grain: max(1 << 18 / max(m * n * k, 1), 1)) { offset, start, count in
            multiply(
                left.moved(offset.0), right.moved(offset.1), into: result, offset: start * m * n, m, n, k,
                times: count, steps: (rows.steps.0, rows.steps.1))
        }
        return result
    }

    /// `x Wᵀ + b`.
    func linear(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor {
        if !x.isContiguous { return linear(contiguous(x), weight, bias) }
        let (n, k) = (weight.shape[0], weight.shape[1])
        let result = Tensor.uninitialized(x.shape.replacing(x.rank - 1, with: n), x.dtype)
        let left = Matrix(address: x.address, row: k, column: 1, dtype: x.dtype)
        let right = Matrix(address: weight.address, row: weight.strides[1], column: weight.strides[0], dtype: x.dtype)
        multiply(left, right, plus: bias, into: result, offset: 0, result.count / max(n, 1), n, k)
        return result
    }

    /// `dyᵀ x` over all rows.
    func linearWeightGradient(_ dy: Tensor, _ x: Tensor) -> Tensor {
        if dy.rank != 2 && !(dy.isContiguous && x.isContiguous) { return linearWeightGradient(contiguous(dy), contiguous(x)) }
        let (m, n) = (dy.shape.last!, x.shape.last!)
        let result = Tensor.uninitialized(Shape(rows: m, columns: n), x.dtype)
        multiply(
            Matrix(rowsOf: dy).transposed, Matrix(rowsOf: x), into: result, offset: 0, m, n, dy.count / max(m, 1))
        return result
    }

    /// Sets the result's rows from `offset` on to `left × right + bias`, and those that follow to the products of the factors
    /// that lie `steps` further on.
    private func multiply(
        _ left: Matrix, _ right: Matrix, plus bias: Tensor? = nil, into result: Tensor, offset: Int, _ m: Int, _ n: Int,
        _ k: Int, times count: Int = 1, steps: (Int, Int) = (0, 0)
    ) {
        var product = KindlingProduct(
            m: m, n: n, k: k, a: left.address, ra: left.row, ca: left.column, b: right.address, rb: right.row,
            cb: right.column, start: bias?.address, rs: 0, cs: bias?.strides[0] ?? 0,
            c: result.address + offset * result.dtype.size, rc: n, finish: nil, context: nil)
        func multiplyIntegers<T>(
            _ kernel: (
                Int, Int, Int, Int, Int, Int, UnsafePointer<T>, Int, Int, UnsafePointer<T>, Int, Int, UnsafePointer<T>?, Int,
                UnsafeMutablePointer<T>
            ) -> Void
        ) {
            kernel(
                count, steps.0, steps.1, m, n, k, left.pointer(), left.row, left.column, right.pointer(), right.row,
                right.column, nil, 0,
                result.pointer(T.self) + offset)
        }
        result.dtype.dispatch(
            float32: kindling_products_f32(&product, count, steps.0, steps.1),
            float64: kindling_products_f64(&product, count, steps.0, steps.1),
            int32: multiplyIntegers(kindling_matmul_i32),
            int64: multiplyIntegers(kindling_matmul_i64),
            uint8: multiplyIntegers(kindling_matmul_u8))
    }
}

/// A matrix in memory: the strides of its rows and columns.
private struct Matrix {
    var address: UnsafeMutableRawPointer
    var row: Int
    var column: Int
    var dtype: DType

    /// The last two dims.
    init(_ x: borrowing Tensor) {
        self.init(address: x.address, row: x.strides[x.rank - 2], column: x.strides[x.rank - 1], dtype: x.dtype)
    }

    /// All rows below each other; of a table, or of a tensor without gaps.
    init(rowsOf x: borrowing Tensor) {
        let isTable = x.rank == 2
        self.init(
            address: x.address, row: isTable ? x.strides[0] : x.shape.last!, column: isTable ? x.strides[1] : 1, dtype: x.dtype)
    }

    var transposed: Matrix { Matrix(address: address, row: column, column: row, dtype: dtype) }

    init(address: UnsafeMutableRawPointer, row: Int, column: Int, dtype: DType) {
        self.address = address
        self.row = row
        self.column = column
        self.dtype = dtype
    }

    func pointer<T>() -> UnsafePointer<T> { UnsafePointer(address.assumingMemoryBound(to: T.self)) }

    func moved(_ offset: Int) -> Matrix {
        var copy = self
        copy.address += offset * dtype.size
        return copy
    }
}

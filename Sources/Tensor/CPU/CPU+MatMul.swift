import CKernels
import COpenBLAS

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
        Rows(each: batches, strides.0, strides.1).forEach { offset, batch in
            multiply(left.moved(offset.0), right.moved(offset.1), into: result, offset: batch * m * n, m, n, k)
        }
        return result
    }

    /// `x Wᵀ + b`.
    func linear(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor {
        let (n, k) = (weight.shape[0], weight.shape[1])
        let source = contiguous(x)
        let result = Tensor.uninitialized(x.shape.replacing(x.rank - 1, with: n), x.dtype)
        withExtendedLifetime(source) {
            let left = Matrix(address: source.address, row: k, column: 1, dtype: x.dtype)
            let right = Matrix(
                address: weight.address, row: weight.strides[1], column: weight.strides[0], dtype: x.dtype)
            multiply(left, right, plus: bias, into: result, offset: 0, result.count / max(n, 1), n, k)
        }
        return result
    }

    /// Sets the result's rows from `offset` on to `left × right + bias`.
    private func multiply(
        _ left: Matrix, _ right: Matrix, plus bias: Tensor? = nil, into result: Tensor, offset: Int, _ m: Int, _ n: Int,
        _ k: Int
    ) {
        if m == 0 || n == 0 { return }
        if !result.dtype.isFloatingPoint { return multiplyIntegers(left, right, into: result, offset: offset, m, n, k) }
        // A library call costs more than so little work. One row or column is bound by memory, not arithmetic.
        let isSmall = m * n * k <= 8192 || (m == 1 || n == 1) && m * n * k <= 1 << 20
        let stride = bias?.strides[0] ?? 0
        if !isSmall, let bias {
            copy(bias.expandedView([m, n]), to: result.address + offset * result.dtype.size, strides: [n, 1])
        }
        // What the library multiplies the result by before it adds the product.
        let beta = bias == nil ? 0.0 : 1.0
        if result.dtype == .float64 {
            let to = result.pointer(Double.self) + offset
            if isSmall {
                return kindling_matmul_f64(
                    m, n, k, left.pointer(), left.row, left.column, right.pointer(), right.row, right.column,
                    bias?.pointer(), stride, to)
            }
            call(left, right, m, n, k) { order, transA, transB, m, n, k, a, lda, b, ldb, ldc in
                cblas_dgemm(
                    order, transA, transB, m, n, k, 1, a.assumingMemoryBound(to: Double.self), lda,
                    b.assumingMemoryBound(to: Double.self), ldb, beta, to, ldc)
            }
        } else {
            let to = result.pointer(Float.self) + offset
            if isSmall {
                return kindling_matmul_f32(
                    m, n, k, left.pointer(), left.row, left.column, right.pointer(), right.row, right.column,
                    bias?.pointer(), stride, to)
            }
            call(left, right, m, n, k) { order, transA, transB, m, n, k, a, lda, b, ldb, ldc in
                cblas_sgemm(
                    order, transA, transB, m, n, k, 1, a.assumingMemoryBound(to: Float.self), lda,
                    b.assumingMemoryBound(to: Float.self), ldb, Float(beta), to, ldc)
            }
        }
    }

    private func multiplyIntegers(
        _ left: Matrix, _ right: Matrix, into result: Tensor, offset: Int, _ m: Int, _ n: Int, _ k: Int
    ) {
        func run<T>(
            _ kernel: (
                Int, Int, Int, UnsafePointer<T>, Int, Int, UnsafePointer<T>, Int, Int, UnsafePointer<T>?, Int,
                UnsafeMutablePointer<T>
            ) -> Void
        ) {
            kernel(
                m, n, k, left.pointer(), left.row, left.column, right.pointer(), right.row, right.column, nil, 0,
                result.pointer(T.self) + offset)
        }
        switch result.dtype.size {
        case 8: run(kindling_matmul_i64)
        case 4: run(kindling_matmul_i32)
        default: run(kindling_matmul_u8)
        }
    }

    /// Brings both factors into a form that BLAS takes: transposed ones as they are, others copied.
    private func call(
        _ left: Matrix, _ right: Matrix, _ m: Int, _ n: Int, _ k: Int,
        _ gemm: (
            CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, blasint, blasint, blasint, UnsafeRawPointer, blasint,
            UnsafeRawPointer, blasint, blasint
        ) -> Void
    ) {
        _ = CPU.kernelsChosen
        let (a, b) = (left.forBLAS(m, k), right.forBLAS(k, n))
        guard let rows = blasint(exactly: m), let columns = blasint(exactly: n), let depth = blasint(exactly: k),
            let lda = blasint(exactly: a.leading), let ldb = blasint(exactly: b.leading)
        else { trap("matmul", "[\(m), \(k)] × [\(k), \(n)] is larger than BLAS can index") }
        withExtendedLifetime((a, b)) {
            gemm(
                CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans, b.transposed ? CblasTrans : CblasNoTrans,
                rows, columns, depth, a.address, lda, b.address, ldb, columns)
        }
    }

    static let kernelsChosen: Void = kindling_choose_openblas_kernels()
}

/// A matrix in memory: the strides of its rows and columns.
private struct Matrix {
    var address: UnsafeMutableRawPointer
    var row: Int
    var column: Int
    var dtype: DType

    /// The last two dims.
    init(_ x: Tensor) {
        self.init(address: x.address, row: x.strides[x.rank - 2], column: x.strides[x.rank - 1], dtype: x.dtype)
    }

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

    struct BLASMatrix {
        var address: UnsafeRawPointer
        var leading: Int
        var transposed: Bool
        /// Keeps a copy alive.
        var copy: Tensor?
    }

    func forBLAS(_ rows: Int, _ columns: Int) -> BLASMatrix {
        if (column == 1 || columns == 1) && (row >= columns || rows == 1) {
            return BLASMatrix(address: address, leading: max(row, columns), transposed: false)
        }
        if (row == 1 || rows == 1) && (column >= rows || columns == 1) {
            return BLASMatrix(address: address, leading: max(column, rows), transposed: true)
        }
        let copy = Tensor.uninitialized([rows, columns], dtype)
        let view = Tensor(
            Body(
                base: address, layout: Layout([rows, columns], strides: [row, column]), dtype: dtype, device: .cpu,
                owner: copy.body))
        CPU().copy(view, to: copy.address, strides: copy.strides)
        return BLASMatrix(address: copy.address, leading: columns, transposed: false, copy: copy)
    }
}

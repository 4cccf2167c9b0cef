import CKernels

extension CPU {
    /// `a⁻¹ b` of a triangular a.
    func solveTriangular(_ a: Tensor, _ b: Tensor, upper: Bool, unit: Bool) -> Tensor {
        let result = copy(b)
        solveTriangular(a, inPlace: result, upper: upper, unit: unit)
        return result
    }

    /// `a⁻¹ b`, or `a⁻ᵀ b`, with a's LU decomposition: `a[p] = L U`.
    func solve(_ lu: Tensor, _ b: Tensor, transposed: Bool) -> Tensor {
        let n = b.matrixSizes.rows
        let factors = lu.slicedView(Slice(dim: lu.rank - 1, start: 0, count: n))
        // Each row of the order in all columns of b.
        let order = cast(lu.slicedView(Slice(dim: lu.rank - 1, start: n, count: 1)).expandedView(b.shape), to: .int64)
        if transposed {
            let result = copy(b)
            solveTriangular(factors.matricesTransposed, inPlace: result, upper: false, unit: false)
            solveTriangular(factors.matricesTransposed, inPlace: result, upper: true, unit: true)
            return scatter(result, order, result, b.rank - 2)
        }
        let result = gather(b, order, b.rank - 2)
        solveTriangular(factors, inPlace: result, upper: false, unit: true)
        solveTriangular(factors, inPlace: result, upper: true, unit: false)
        return result
    }

    /// Replaces b, which is contiguous, by `a⁻¹ b`.
    private func solveTriangular(_ a: Tensor, inPlace b: Tensor, upper: Bool, unit: Bool) {
        if b.count == 0 { return }
        _ = CPU.lapackIsLoaded
        let (n, k) = b.matrixSizes
        let source = a.blasLeading == nil ? copy(a) : a
        guard let (leading, isTransposed) = source.blasLeading else { return }
        let (rows, columns, lda) = (lapackSize(n), lapackSize(k), lapackSize(leading))
        let batch = Shape(b.shape.dropLast(2))
        func run<T>(
            _ solve: (Bool, Bool, Bool, Int32, Int32, UnsafePointer<T>, Int32, UnsafeMutablePointer<T>) -> Void
        ) {
            reading(source, into: b) { (factor: UnsafePointer<T>, target: UnsafeMutablePointer<T>) in
                StridedIterator(each: batch, Shape(source.strides.dropLast(2)), Shape(b.strides.dropLast(2))).forEach {
                    offset, _ in
                    solve(upper, isTransposed, unit, rows, columns, factor + offset.0, lda, target + offset.1)
                }
            }
        }
        b.dtype.dispatchFloat(float32: run(kindling_trsm_f32), float64: run(kindling_trsm_f64))
    }
}

extension Tensor {
    /// The distance of rows of square matrices as BLAS takes them, or of columns where they are its transposes; nil where it
    /// takes neither.
    fileprivate var blasLeading: (leading: Int, isTransposed: Bool)? {
        let (n, row, column) = (matrixSizes.columns, strides[rank - 2], strides[rank - 1])
        if n == 1 { return (1, false) }
        if column == 1 && row >= n { return (row, false) }
        return row == 1 && column >= n ? (column, true) : nil
    }
}

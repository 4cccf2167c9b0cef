import CKernels

// Decompositions by elimination and reflection. LAPACK takes column-major matrices: the transposes of ours, row after row.
extension CPU {
    /// Loads LAPACK, the first time.
    static let lapackIsLoaded: Void = {
        if let problem = kindling_load_lapack() { trap("linear algebra", String(cString: problem)) }
    }()

    func decompose(_ x: Tensor, _ decomposition: Decomposition) -> Tensor {
        _ = CPU.lapackIsLoaded
        switch decomposition {
        case .cholesky:
            return x.dtype.dispatchFloat(float32: cholesky(x, kindling_potrf_f32), float64: cholesky(x, kindling_potrf_f64))
        case .lu:
            return x.dtype.dispatchFloat(float32: lu(x, kindling_getrf_f32), float64: lu(x, kindling_getrf_f64))
        case .qr(let complete):
            return x.dtype.dispatchFloat(
                float32: qr(x, complete, kindling_geqrf_f32, kindling_orgqr_f32),
                float64: qr(x, complete, kindling_geqrf_f64, kindling_orgqr_f64))
        case .eigh: return eigh(x, vectors: true)
        case .eigenvalues: return eigh(x, vectors: false)
        case .svd(let complete): return svd(x, complete ? .complete : .reduced)
        case .singularValues: return svd(x, .none)
        }
    }

    private func eigh(_ x: Tensor, vectors: Bool) -> Tensor {
        x.dtype.dispatchFloat(
            float32: eigh(x, vectors: vectors, kindling_syevd_f32), float64: eigh(x, vectors: vectors, kindling_syevd_f64))
    }

    private func svd(_ x: Tensor, _ vectors: SingularVectors) -> Tensor {
        x.dtype.dispatchFloat(float32: svd(x, vectors, kindling_gesdd_f32), float64: svd(x, vectors, kindling_gesdd_f64))
    }

    private func cholesky<T: BinaryFloatingPoint>(
        _ x: Tensor, _ factor: (Int32, UnsafeMutablePointer<T>) -> Int32
    ) -> Tensor {
        let result = copy(x)
        let n = x.shape[x.rank - 1]
        result.forEachMatrix(of: T.self, n, n) { matrix, _ in
            // The upper triangle of columns is the lower one of rows.
            let failure = Int(factor(lapackSize(n), matrix))
            for row in 0..<n {
                (matrix + row * n + row + 1).update(repeating: 0, count: n - row - 1)
                if failure > 0 && row >= failure - 1 { (matrix + row * n).update(repeating: .nan, count: row + 1) }
            }
        }
        return result
    }

    private func lu<T: BinaryFloatingPoint>(
        _ x: Tensor, _ factor: (Int32, Int32, UnsafeMutablePointer<T>, UnsafeMutablePointer<Int32>) -> Int32
    ) -> Tensor {
        let (m, n) = x.matrixSizes
        if T(exactly: m) == nil { trap("lu", "\(x.dtype) cannot represent the row indices of \(m) rows") }
        // Column after column, the last one the order of the rows.
        let columns = Tensor.uninitialized(x.shape.withMatrix(n + 1, m), x.dtype)
        copy(x.matricesTransposed, into: columns)
        var pivots = [Int32](repeating: 0, count: min(m, n))
        columns.forEachMatrix(of: T.self, n + 1, m) { matrix, _ in
            if !pivots.isEmpty { _ = factor(lapackSize(m), lapackSize(n), matrix, &pivots) }
            let order = UnsafeMutableBufferPointer(start: matrix + n * m, count: m)
            for row in 0..<m { order[row] = T(row) }
            for (row, pivot) in pivots.enumerated() where order.indices.contains(Int(pivot) - 1) {
                order.swapAt(row, Int(pivot) - 1)
            }
        }
        return columns.matricesTransposed
    }

    private func qr<T: BinaryFloatingPoint>(
        _ x: Tensor, _ complete: Bool,
        _ factor: (
            Int32, Int32, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>, Int32
        ) -> Int32,
        _ basis: (
            Int32, Int32, Int32, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>, Int32
        ) -> Int32
    ) -> Tensor {
        let (m, n) = x.matrixSizes
        let rows = complete ? m : n
        let result = Tensor.zeros(x.shape.withMatrix(rows, m + n), dtype: x.dtype)
        if rows == 0 { return result }
        // The reflectors, and room for the columns of Q that they become.
        let columns = Tensor.uninitialized(x.shape.withMatrix(rows, m), x.dtype)
        copy(x.matricesTransposed, into: columns)
        let (height, width, total) = (lapackSize(m), lapackSize(n), lapackSize(rows))
        var (scales, best, other) = ([T](repeating: 0, count: max(n, 1)), [T(0)], [T(0)])
        columns.forEachMatrix(of: T.self, rows, m) { q, index in
            if index == 0 {
                _ = factor(height, width, q, &scales, &best, -1)
                _ = basis(height, total, width, q, &scales, &other, -1)
                best = [T](repeating: 0, count: max(Int(best[0]), Int(other[0]), rows))
            }
            if n > 0 { _ = factor(height, width, q, &scales, &best, lapackSize(best.count)) }
            writing(result) { (matrices: UnsafeMutablePointer<T>) in
                let r = matrices + index * rows * (m + n) + m
                for row in 0..<n { for column in row..<n { r[row * (m + n) + column] = q[column * m + row] } }
            }
            _ = basis(height, total, width, q, &scales, &best, lapackSize(best.count))
        }
        copy(columns, into: result)
        return result
    }
}

/// A size as LAPACK takes it.
func lapackSize(_ size: Int) -> Int32 {
    guard let size = Int32(exactly: size) else { trap("linear algebra", "a size of \(size) is larger than LAPACK can index") }
    return size
}

extension Tensor {
    var matricesTransposed: Tensor { permutedView(Permutation(swapping: rank - 2, rank - 1, of: rank)) }

    /// Calls `body` with each matrix of a contiguous tensor, and its index.
    func forEachMatrix<T>(of type: T.Type, _ rows: Int, _ columns: Int, _ body: (UnsafeMutablePointer<T>, Int) -> Void) {
        let size = rows * columns
        if size == 0 { return }
        writing(self) { matrices in for index in 0..<(count / size) { body(matrices + index * size, index) } }
    }
}

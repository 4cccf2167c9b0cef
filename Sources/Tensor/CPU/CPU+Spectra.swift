/// Which singular vectors are wanted: none, those of the singular values, or bases of the whole spaces.
enum SingularVectors: Unicode.Scalar {
    // LAPACK's letters.
    case none = "N"
    case reduced = "S"
    case complete = "A"
}

// Decompositions by iteration. A matrix that holds NaN or infinity is not handed to LAPACK: some of these would never end.
extension CPU {
    func eigh<T: BinaryFloatingPoint>(
        _ x: Tensor, vectors: Bool,
        _ solve: (
            Bool, Int32, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>, Int32,
            UnsafeMutablePointer<Int32>, Int32
        ) -> Int32
    ) -> Tensor {
        let n = x.matrixSizes.columns
        // The matrix is replaced by its eigenvectors, one a row, below the row of the eigenvalues.
        let rows = Tensor.uninitialized(x.shape.withMatrix(n + 1, n), x.dtype)
        let target = rows.slicedView(Slice(dim: x.rank - 2, start: 1, count: n))
        copy(x, into: target)
        var work = [T](repeating: 0, count: vectors ? 2 * n * n + 6 * n + 1 : 66 * n + 1)
        var integers = [Int32](repeating: 0, count: vectors ? 5 * n + 3 : 1)
        rows.forEachMatrix(of: T.self, n + 1, n) { values, _ in
            let matrix = values + n
            let isFinite = (0..<n).allSatisfy { row in (0...row).allSatisfy { matrix[row * n + $0].isFinite } }
            let (size, count) = (lapackSize(work.count), lapackSize(integers.count))
            if !isFinite || solve(vectors, lapackSize(n), matrix, values, &work, size, &integers, count) != 0 {
                values.update(repeating: .nan, count: (n + 1) * n)
            }
        }
        if vectors { return rows }
        let first = rows.slicedView(Slice(dim: x.rank - 2, start: 0, count: 1))
        var shape = x.shape
        shape.remove(at: x.rank - 2)
        return copy(first).view(Layout(shape))
    }

    func svd<T: BinaryFloatingPoint>(
        _ x: Tensor, _ vectors: SingularVectors,
        _ solve: (
            CChar, Int32, Int32, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>,
            UnsafeMutablePointer<T>, Int32, UnsafeMutablePointer<T>, Int32, UnsafeMutablePointer<Int32>
        ) -> Int32
    ) -> Tensor {
        let (m, n) = x.matrixSizes
        let k = min(m, n)
        let (left, right) = vectors == .complete ? (m, n) : vectors == .reduced ? (k, k) : (0, 0)
        // Column after column, as LAPACK reads and writes them.
        let matrices = copy(x.matricesTransposed)
        let values = Tensor.uninitialized(x.shape.withMatrix(1, k), x.dtype)
        let u = Tensor.identities(x.shape.withMatrix(left, m), x.dtype)
        let v = Tensor.identities(x.shape.withMatrix(n, right), x.dtype)
        let (code, height, width) = (CChar(truncatingIfNeeded: vectors.rawValue.value), lapackSize(m), lapackSize(n))
        let rows = lapackSize(max(right, 1))
        var (integers, work) = ([Int32](repeating: 0, count: 8 * k), [T(0)])
        // Where LAPACK does not look, there must still be an address.
        func run(_ s: UnsafeMutablePointer<T>, _ u: UnsafeMutablePointer<T>, _ v: UnsafeMutablePointer<T>) {
            matrices.forEachMatrix(of: T.self, n, m) { matrix, index in
                let (s, uStart, vStart) = (s + index * k, u + index * left * m, v + index * n * right)
                if index == 0 {
                    _ = lapackSize(4 * k * k + 7 * k + max(m, n))
                    _ = solve(code, height, width, matrix, s, uStart, vStart, rows, &work, -1, &integers)
                    // A large size is rounded in float32.
                    work = [T](repeating: 0, count: max(Int(work[0].nextUp.rounded(.up)), 4 * k * k + 7 * k + max(m, n)))
                }
                let isFinite = UnsafeBufferPointer(start: matrix, count: m * n).allSatisfy(\.isFinite)
                let size = lapackSize(work.count)
                if !isFinite || solve(code, height, width, matrix, s, uStart, vStart, rows, &work, size, &integers) != 0 {
                    s.update(repeating: .nan, count: k)
                    uStart.update(repeating: .nan, count: left * m)
                    vStart.update(repeating: .nan, count: n * right)
                }
            }
        }
        writing(values) { s in writing(u) { u in writing(v) { run(s, u, $0) } } }
        if vectors == .none {
            var shape = x.shape
            shape.remove(at: x.rank - 2)
            shape[x.rank - 2] = k
            return values.view(Layout(shape))
        }
        let result = Tensor.zeros(x.shape.withMatrix(max(left, right), m + 1 + n), dtype: x.dtype)
        func put(_ factor: Tensor, at column: Int) {
            copy(factor, into: result.view(Layout(factor.shape, strides: result.strides), offset: column))
        }
        put(u, at: 0)
        put(values.matricesTransposed, at: m)
        put(v.matricesTransposed, at: m + 1)
        return result
    }
}

extension Tensor {
    /// Matrices of new memory with ones on the diagonal and zeros elsewhere.
    fileprivate static func identities(_ shape: Shape, _ dtype: DType) -> Tensor {
        let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
        return CPU().copy(eye(rows, columns, dtype: dtype).expandedView(shape))
    }
}

import Tensor
import Testing

/// Matrices of uneven numbers, as they lie in memory or otherwise.
struct Matrices: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (DType) -> Tensor

    init(_ name: String, _ make: @escaping @Sendable (DType) -> Tensor) { (testDescription, self.make) = (name, make) }

    static func uneven(_ shape: Shape, _ dtype: DType) -> Tensor {
        Tensor.normal(shape, dtype: dtype, generator: Generator(seed: 3))
    }

    static let square = [
        Matrices("one number") { uneven([1, 1], $0) },
        Matrices("a square") { uneven([4, 4], $0) },
        Matrices("a batch") { uneven([2, 3, 5, 5], $0) },
        Matrices("a square that blocked routines take apart") { uneven([130, 130], $0) },
        Matrices("transposes") { uneven([3, 4, 4], $0).transpose(1, 2) },
        Matrices("a square read backwards") { uneven([4, 4], $0).flip(0, 1) },
        Matrices("every second row and column") { uneven([2, 8, 8], $0)[.all, .slice(step: 2), .slice(step: 2)] },
        Matrices("one matrix as a batch") { uneven([4, 4], $0).expand(3, 4, 4) },
        Matrices("no matrix") { uneven([0, 3, 3], $0) },
        Matrices("empty matrices") { uneven([2, 0, 0], $0) },
    ]

    static let all =
        square + [
            Matrices("a tall matrix") { uneven([6, 2], $0) },
            Matrices("a wide matrix") { uneven([2, 3, 7], $0) },
            Matrices("a column") { uneven([5, 1], $0) },
            Matrices("a row") { uneven([1, 5], $0) },
            Matrices("no columns") { uneven([3, 0], $0) },
            Matrices("no rows") { uneven([2, 0, 3], $0) },
            Matrices("a large wide matrix") { uneven([40, 150], $0) },
        ]
}

private let floats = [DType.float32, .float64]

private func expectClose(_ a: Tensor, _ b: Tensor, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(a.dtype == b.dtype && a.shape == b.shape, sourceLocation: sourceLocation)
    let tolerance = a.dtype == .float64 ? 1e-11 : 3e-4
    #expect(a.allClose(b, relative: tolerance, absolute: tolerance), "\(a) and \(b)", sourceLocation: sourceLocation)
}

private func identity(like x: Tensor, _ n: Int) -> Tensor {
    Tensor.eye(n, dtype: x.dtype).expand(Shape(Array(x.shape.dropLast(2)) + [n, n]))
}

@Suite("Decompositions")
struct DecompositionTests {
    @Test("LU: the factors multiply to the matrix, and have their forms", arguments: Matrices.all, floats)
    func lu(matrices: Matrices, dtype: DType) {
        let a = matrices.make(dtype)
        let (p, l, u) = a.lu()
        expectClose(p.matmul(l).matmul(u), a)
        expectClose(l.tril(), l)
        expectClose(u.triu(), u)
        expectClose(p.matmul(p.mT), identity(like: a, a.shape[a.rank - 2]))
    }

    @Test("QR: Q has orthonormal columns, R is triangular, together they are the matrix", arguments: Matrices.all, floats)
    func qr(matrices: Matrices, dtype: DType) {
        let a = matrices.make(dtype)
        let (m, n) = (a.shape[a.rank - 2], a.shape[a.rank - 1])
        for complete in [false, true] {
            let (q, r) = a.qr(complete: complete)
            expectClose(q.matmul(r), a)
            expectClose(r.triu(), r)
            expectClose(q.mT.matmul(q), identity(like: a, complete ? m : min(m, n)))
        }
    }

    @Test("SVD: orthonormal bases and descending values make the matrix", arguments: Matrices.all, floats)
    func svd(matrices: Matrices, dtype: DType) throws {
        let a = matrices.make(dtype)
        let (m, n) = (a.shape[a.rank - 2], a.shape[a.rank - 1])
        let k = min(m, n)
        for full in [false, true] {
            let (u, s, vh) = try a.svd(fullMatrices: full)
            expectClose(
                (u.narrow(dim: -1, start: 0, length: k) * s.unsqueeze(-2)).matmul(vh.narrow(dim: -2, start: 0, length: k)), a)
            expectClose(u.mT.matmul(u), identity(like: a, full ? m : k))
            expectClose(vh.matmul(vh.mT), identity(like: a, full ? n : k))
            expectClose(s, s.sort(descending: true).values)
            expectClose(try a.svdvals(), s)
        }
    }

    @Test("Symmetric eigenvalues ascend; their vectors are orthonormal", arguments: Matrices.square, floats)
    func eigh(matrices: Matrices, dtype: DType) throws {
        let x = matrices.make(dtype)
        let a = x + x.mT
        for upper in [false, true] {
            // The other triangle is not read.
            let unread = Tensor.full(like: a, Double.infinity)
            let triangle = upper ? a.triu() + unread.tril(-1) : a.tril() + unread.triu(1)
            let (w, v) = try triangle.eigh(upper: upper)
            expectClose((v * w.unsqueeze(-2)).matmul(v.mT), a)
            expectClose(v.mT.matmul(v), identity(like: a, a.shape[a.rank - 1]))
            expectClose(w, w.sort().values)
            expectClose(try a.eigvalsh(upper: upper), w)
        }
    }

    @Test("Cholesky: a triangle times its transpose", arguments: Matrices.square, floats)
    func cholesky(matrices: Matrices, dtype: DType) throws {
        let x = matrices.make(dtype)
        let n = x.shape[x.rank - 1]
        let a = x.matmul(x.mT) + identity(like: x, n)
        let (l, u) = (try a.cholesky(), try a.cholesky(upper: true))
        expectClose(l.matmul(l.mT), a)
        expectClose(u.mT.matmul(u), a)
        expectClose(l.tril(), l)
        expectClose(u.triu(), u)
        expectClose(x.choleskySolve(l), try a.solve(x))
        expectClose(u.choleskyInverse(upper: true), try a.inverse())
    }

    @Test("A matrix that is not positive-definite is named, and its minor")
    func notPositiveDefinite() {
        var a = Tensor.eye(3).expand(2, 2, 3, 3).contiguous()
        a[1, 0, 2, 2] = Tensor(-1.0)
        let error = #expect(throws: LinearAlgebraError.self) { try a.cholesky() }
        #expect(error?.matrix == [1, 0] && error?.problem == .notPositiveDefinite(minor: 3))
        #expect(
            "\(error, default: "")"
                == "cholesky: matrix [1, 0] is not positive-definite: its leading minor of order 3 is not positive")
        #expect(throws: LinearAlgebraError.self) { try Tensor([[Double.nan]]).cholesky() }
        #expect(throws: LinearAlgebraError.self) { try Tensor.zeros([2, 2]).cholesky() }
    }

    @Test("A matrix that is not finite yields an error or NaN, whatever its size", arguments: [1, 3, 40, 150], floats)
    func notFinite(n: Int, dtype: DType) throws {
        for value in [Double.nan, .infinity, -.infinity] {
            for fill in [false, true] {
                var a = fill ? Tensor.full([n, n], value, dtype: dtype) : Matrices.uneven([n, n], dtype)
                a[n - 1, n / 2] = Tensor(value)
                #expect(throws: LinearAlgebraError.self) { try a.svd() }
                #expect(throws: LinearAlgebraError.self) { try a.svdvals() }
                #expect(throws: LinearAlgebraError.self) { try a.eigh() }
                #expect(throws: LinearAlgebraError.self) { try a.eigvalsh() }
                #expect(a.pinv().isNaN().any().item(as: Bool.self))
                #expect(a.matrixNorm(.nuclear).item().isNaN)
                #expect(a.matrixRank().item() == 0)
                _ = (a.lu(), a.qr(), a.det(), a.slogdet(), a.logdet(), a.matrixExp())
                _ = (try? a.inverse(), try? a.cholesky(), try? a.solve(a))
            }
        }
    }
}

@Suite("Linear systems")
struct SolvingTests {
    @Test("A solution fulfils its equation", arguments: Matrices.square, floats)
    func solve(matrices: Matrices, dtype: DType) throws {
        let x = matrices.make(dtype)
        let n = x.shape[x.rank - 1]
        let a = x + identity(like: x, n) * Double(4 * n)
        let b = Matrices.uneven(Shape(x.shape.dropLast() + [2]), dtype)
        expectClose(a.matmul(try a.solve(b)), b)
        expectClose(try a.solve(b.mT, left: false).matmul(a), b.mT)
        expectClose(a.matmul(try a.inverse()), identity(like: x, n))
        let vectors = b.select(dim: -1, 0)
        if x.rank > 2 || n > 0 { expectClose(try a.solve(vectors), try a.solve(vectors.unsqueeze(-1)).squeeze(-1)) }
        for upper in [false, true] {
            for unit in [false, true] {
                let triangle = upper ? a.triu(unit ? 1 : 0) : a.tril(unit ? -1 : 0)
                let full = unit ? triangle / Double(4 * max(n, 1)) + identity(like: x, n) : triangle
                let given = unit ? full + identity(like: x, n) * 5.0 : a
                expectClose(full.matmul(given.solveTriangular(b, upper: upper, unitriangular: unit)), b)
                expectClose(
                    given.solveTriangular(b.mT, upper: upper, left: false, unitriangular: unit).matmul(full), b.mT)
            }
        }
    }

    @Test("Leading dims broadcast")
    func broadcast() throws {
        let a = Matrices.uneven([3, 1, 2, 2], .float64) + Tensor.eye(2, dtype: .float64) * 8
        let b = Matrices.uneven([4, 2, 3], .float64)
        #expect(try a.solve(b).shape == [3, 4, 2, 3])
        expectClose(a.matmul(try a.solve(b)), b.expand(3, 4, 2, 3))
        expectClose(a.triu().matmul(a.solveTriangular(b, upper: true)), b.expand(3, 4, 2, 3))
        #expect(try a.solve(Tensor([1.0, 2], dtype: .float64)).shape == [3, 1, 2])
        #expect(a.lstsq(b).shape == [3, 4, 2, 3])
    }

    @Test("A singular matrix is named, and its pivot")
    func singular() {
        let a = Tensor([[[1.0, 0], [0, 1]], [[1, 2], [2, 4]]])
        let error = #expect(throws: LinearAlgebraError.self) { try a.inverse() }
        #expect("\(error, default: "")" == "inverse: matrix [1] is singular: pivot 2 is 0")
        #expect(throws: LinearAlgebraError.self) { try Tensor.zeros([2, 2]).solve(Tensor([1.0, 2])) }
        #expect(throws: LinearAlgebraError.self) { try Tensor.zeros([1, 1]).matrixPower(-1) }
    }

    @Test("Least squares: the residual is perpendicular, the solution smallest", arguments: floats)
    func lstsq(dtype: DType) throws {
        let (tall, wide) = (Matrices.uneven([2, 6, 3], dtype), Matrices.uneven([3, 5], dtype))
        let b = Matrices.uneven([2, 6, 2], dtype)
        expectClose(tall.mT.matmul(tall.matmul(tall.lstsq(b)) - b), .zeros([2, 3, 2], dtype: dtype))
        let target = Matrices.uneven([3], dtype)
        let x = wide.lstsq(target)
        expectClose(wide.matmul(x), target)
        expectClose(x, wide.t().matmul(try wide.matmul(wide.t()).solve(target)))
        // Columns that are equal share.
        expectClose(
            Tensor([[1.0, 1], [1, 1]], dtype: dtype).lstsq(Tensor([2.0, 2], dtype: dtype)), .ones([2], dtype: dtype))
    }

    @Test("Shapes that do not match are refused")
    func refused() async {
        await #expect(processExitsWith: .failure) { _ = try Tensor.ones([2, 3]).inverse() }
        await #expect(processExitsWith: .failure) { _ = try Tensor.ones([2, 2]).solve(Tensor.ones([3, 1])) }
        await #expect(processExitsWith: .failure) { _ = try Tensor([[1]]).cholesky() }
        await #expect(processExitsWith: .failure) { _ = Tensor.einsum("ij,jk", Tensor.ones([2, 3]), Tensor.ones([2, 3])) }
    }
}

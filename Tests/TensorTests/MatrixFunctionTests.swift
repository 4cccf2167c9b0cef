import Tensor
import Testing

@Suite("Functions of matrices")
struct MatrixFunctionTests {
    @Test("The determinant of a permutation is its sign", arguments: [[0, 1, 2], [1, 0, 2], [2, 0, 1], [2, 1, 0]])
    func permutations(order: [Int]) {
        let inversions = (0..<3).flatMap { i in (i..<3).filter { order[i] > order[$0] } }.count
        let matrix = Tensor.eye(3).indexSelect(dim: 0, Tensor(order))
        expect(matrix.det(), is: [inversions % 2 == 0 ? 1 : -1], shape: [], dtype: .float32)
        expect(matrix.slogdet().sign, is: [inversions % 2 == 0 ? 1 : -1])
    }

    @Test("Determinants at the ends: none, too large, zero, negative")
    func determinants() {
        expect(Tensor.zeros([2, 0, 0]).det(), is: [1, 1], shape: [2])
        let large = Tensor.eye(40) * 1e3
        expect(large.det(), is: [.infinity])
        #expect(abs(large.slogdet().logAbsDet.item() - 276.31021) < 1e-3)
        let singular = Tensor([[1.0, 2], [2, 4]])
        #expect(singular.det().item() == 0)
        #expect(singular.slogdet().sign.item() == 0)
        expect(singular.logdet(), is: [-.infinity])
        expect(Tensor([[-1.0]]).logdet(), is: [.nan])
    }

    @Test("The pseudoinverse fulfils Penrose's equations", arguments: [DType.float32, .float64])
    func pseudoinverse(dtype: DType) {
        for shape in [[4, 4], [2, 5, 3], [3, 6]] as [Shape] {
            let thin = Tensor.normal(shape, dtype: dtype, generator: Generator(seed: 5))
            // One row twice: not of full rank.
            let a = Tensor.concatenate([thin, thin.narrow(dim: -2, start: 0, length: 1)], dim: -2)
            let p = a.pinv()
            let tolerance = dtype == .float64 ? 1e-12 : 1e-4
            func expectClose(_ x: Tensor, _ y: Tensor) { #expect(x.allClose(y, relative: tolerance, absolute: tolerance)) }
            expectClose(a.matmul(p).matmul(a), a)
            expectClose(p.matmul(a).matmul(p), p)
            expectClose(a.matmul(p), a.matmul(p).mT)
            expectClose(p.matmul(a), p.matmul(a).mT)
            #expect(a.matrixRank().amax().item(as: Int.self) == min(shape[shape.count - 2], shape[shape.count - 1]))
        }
    }

    @Test("Small singular values count as 0 by either tolerance")
    func tolerances() {
        let a = Tensor([4.0, 2, 1], dtype: .float64).diag()
        expect(a.matrixRank(), is: [3], shape: [], dtype: .int64)
        expect(a.matrixRank(rtol: 0.3), is: [2])
        expect(a.matrixRank(atol: 2), is: [1])
        expect(a.matrixRank(rtol: nil, atol: Tensor([0.5, 1.5, 9])), is: [3, 2, 0])
        expect(a.pinv(rtol: 0.3).diagonal(), is: [0.25, 0.5, 0])
        // The upper triangle is not read.
        let lower = Tensor([[2.0, .nan], [0, 4]])
        #expect(lower.pinv(hermitian: true).allClose(Tensor([[0.5, 0], [0, 0.25]])))
        expect(lower.matrixRank(hermitian: true), is: [2])
    }

    @Test("The exponential of a matrix")
    func exponential() {
        // Of a rotation's generator, a nilpotent matrix, a diagonal one, and one that is far from 0.
        let turn = Tensor([[0, -1], [1, 0]], dtype: .float64) * 1.25
        let rotation = Tensor([[0.31532236239526867, -0.94898461935558622], [0.94898461935558622, 0.31532236239526867]])
        #expect(turn.matrixExp().allClose(rotation.to(.float64), relative: 1e-6))
        expect(Tensor([[0, 3], [0, 0]], dtype: .float64).matrixExp().flatten(), is: [1, 3, 0, 1])
        let exponents = Tensor([-20, 0, 1e-3, 11], dtype: .float64)
        #expect(exponents.diagEmbed().matrixExp().diagonal().allClose(exponents.exp(), relative: 1e-13, absolute: 0))
        let batch = Tensor.stack([turn, turn * 40])
        #expect(batch.matrixExp()[1].allClose((turn * 40).matrixExp(), relative: 1e-15))
        #expect(turn.to(.float32).matrixExp().dtype == .float32)
        #expect(Tensor.zeros([0, 2, 2]).matrixExp().shape == [0, 2, 2])
    }

    @Test("Powers of matrices, of integers too")
    func powers() throws {
        let fibonacci = Tensor([[1, 1], [1, 0]])
        let ninety = [
            4_660_046_610_375_530_309, 2_880_067_194_370_816_120, 2_880_067_194_370_816_120, 1_779_979_416_004_714_189,
        ]
        #expect(try fibonacci.matrixPower(90).array(of: Int.self) == ninety)
        expect(try fibonacci.matrixPower(0).flatten(), is: [1, 0, 0, 1])
        let a = Tensor([[2.0, 1], [0, 4]])
        #expect(try a.matrixPower(-3).matmul(a.matrixPower(3)).allClose(.eye(2)))
    }

    @Test("Norms of matrices by numpy's definitions", arguments: [false, true])
    func norms(keepDim: Bool) {
        let a = Tensor([[1.0, -2], [3, 4], [-5, 0]], dtype: .float64)
        let expected: [MatrixNorm: Double] = [
            .frobenius: 55.0.squareRoot(), .one: 9, .minusOne: 6, .infinity: 7, .minusInfinity: 3,
            .two: 40.0.squareRoot(), .minusTwo: 15.0.squareRoot(), .nuclear: 40.0.squareRoot() + 15.0.squareRoot(),
        ]
        for norm in MatrixNorm.allCases {
            let value = a.matrixNorm(norm, keepDim: keepDim)
            #expect(value.shape == (keepDim ? [1, 1] : []))
            #expect(abs(value.item() - expected[norm, default: .nan]) < 1e-9, "\(norm)")
            let batch = a.unsqueeze(1).expand(3, 4, 2)
            #expect(batch.matrixNorm(norm, dims: (2, 0), keepDim: keepDim).shape == (keepDim ? [1, 4, 1] : [4]))
        }
        expect(Tensor.zeros([2, 0, 3]).matrixNorm(.nuclear), is: [0, 0])
    }
}

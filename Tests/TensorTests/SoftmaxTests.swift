import Glibc
import Tensor
import Testing

@Suite("Softmax")
struct SoftmaxTests {
    static let operands: [Tensor] = {
        let x = Tensor.normal([3, 4, 17], std: 5, generator: Generator(seed: 1))
        return [x, x.permute(2, 0, 1), x.flip(2), x[.ellipsis, .slice(step: 3)], x.to(.float64), x[.all, .all, 2..<3]]
    }()

    @Test("agrees with its definition along each dim", arguments: operands.indices, [0, 1, -1])
    func definition(operand: Int, dim: Int) {
        let x = Self.operands[operand]
        let exponentials = x.to(.float64).exp()
        let truth = exponentials / exponentials.sum(dim: dim, keepDim: true)
        // The difference from the largest, some 30, is rounded before its exponential is taken.
        expect(x.softmax(dim: dim), isNear: truth.array(of: Double.self), units: 20)
        let close = x.logSoftmax(dim: dim).to(.float64).allClose(truth.log(), relative: 1e-6, absolute: 1e-6)
        #expect(close)
        #expect(x.softmax(dim: dim).shape == x.shape && x.softmax(dim: dim).dtype == x.dtype)
    }

    @Test("neither overflows nor underflows", arguments: [.float32, .float64] as [DType])
    func extremes(dtype: DType) {
        let x = Tensor([[1e4, 1e4, -1e4], [-1e4, -1e4 - 1, -1e30], [3, -.infinity, 3]], dtype: dtype)
        let rest = 1 / (1 + M_E)
        expect(x.softmax(dim: 1), isNear: [0.5, 0.5, 0, 1 - rest, rest, 0, 0.5, 0, 0.5], units: 2)
        expect(
            x.logSoftmax(dim: 1),
            isNear: [
                -M_LN2, -M_LN2, -2e4 - M_LN2, -Glibc.log1p(1 / M_E), -1 - Glibc.log1p(1 / M_E), -1e30, -M_LN2, -.infinity,
                -M_LN2,
            ], units: 2)
        expect(
            x.logSumExp(dim: 1), isNear: [1e4 + M_LN2, -1e4 + Glibc.log1p(1 / M_E), 3 + M_LN2], units: 2)
    }

    @Test("is NaN where it is undefined, as in torch")
    func undefined() {
        let x = Tensor([[-Double.infinity, -.infinity], [.infinity, 1], [.nan, 1], [1, .nan]])
        expect(x.softmax(dim: 1), is: [.nan, .nan, .nan, .nan, .nan, .nan, .nan, .nan])
        expect(x.logSoftmax(dim: 1)[0], is: [.nan, .nan])
        expect(x.logSumExp(dim: 1), is: [-.infinity, .infinity, .nan, .nan])
    }

    @Test("of scalars, empty tensors and integers")
    func degenerate() {
        expect(Tensor(3.0).softmax(dim: 0), is: [1], shape: [])
        expect(Tensor(3.0).logSoftmax(dim: -1), is: [0], shape: [])
        #expect(Tensor.ones([2, 0]).softmax(dim: 1).shape == [2, 0])
        #expect(Tensor.ones([0, 2]).softmax(dim: 1).shape == [0, 2])
        expect(Tensor([5, 5]).softmax(dim: 0), is: [0.5, 0.5], dtype: .float32)
    }
}

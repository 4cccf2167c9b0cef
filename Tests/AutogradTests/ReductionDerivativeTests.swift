import Autograd
import GradientTesting
import Tensor
import Testing

@Suite("Derivatives of reductions at special points")
struct ReductionDerivativeTests {
    @Test("the largest and smallest share theirs among equals")
    func ties() {
        let x = double([3, 1, 3, 1, 2, 3]).requiringGradient()
        expect(x.amax().gradients()[x], is: [1.0 / 3, 0, 1.0 / 3, 0, 0, 1.0 / 3])
        expect(x.amin().gradients()[x], is: [0, 0.5, 0, 0.5, 0, 0])
        let rows = x.reshape([3, 2])
        expect(rows.amax(dim: 0).gradients(cotangent: double([6, 4]))[x], is: [3, 0, 3, 0, 0, 4])
    }

    @Test("the largest with a position, sort and topk give it to one of equals")
    func positions() {
        let x = double([3, 1, 3]).requiringGradient()
        expect(x.max(dim: 0).values.gradients()[x], is: [1, 0, 0])
        expect((x.sort().values * double([1, 2, 3])).sum().gradients()[x], is: [2, 1, 3])
        expect((x.topk(2).values * double([5, 7])).sum().gradients()[x], is: [5, 0, 7])
    }

    static let withZeros: [[Double]] = [
        [2, 0, 3, 4], [0, 0, 3, 4], [0, 0, 0, 1], [2, 1, 3, 0], [0, 5, -1, 2], [0, 0, 0, 0],
    ]

    @Test("a product's are right at zeros, first and second", arguments: withZeros)
    func productAtZeros(values: [Double]) throws {
        try checkGradients(of: { $0[0].prod() }, at: [double(values)])
        let matrix = double(values + [1, 2, 3, 4, 5, 0]).reshape([5, 2])
        for dim in [0, 1] { try checkGradients(of: { $0[0].prod(dim: dim).sin() }, at: [matrix]) }
        try checkGradients(of: { $0[0].reshape([2, 1, 5]).prod(dim: 0, 2) }, at: [matrix])
    }

    @Test("a product's second ones at a zero are torch's")
    func productSecond() {
        let slope: @Sendable (Tensor) -> Tensor = { x in
            (gradient(of: { $0.prod() }, at: x, createGraph: true) * double([1, 2, 3, 4])).sum()
        }
        expect(gradient(of: slope, at: double([2, 0, 3, 4])), is: [24, 60, 16, 12])
    }

    @Test("of nothing is nothing")
    func empty() {
        let x = Tensor.zeros([0, 3]).requiringGradient()
        for value in [x.sum(), x.prod(), x.sum(dim: 0).sum(), x.prod(dim: 1).sum()] {
            #expect(value.gradients()[x]?.shape == [0, 3])
        }
    }

    @Test("of var, std, norm and logSumExp agree with finite differences", arguments: [[0], [1], [0, 1], []])
    func composed(dims: [Int]) throws {
        let functions: [(Tensor) -> Tensor] = [
            { dims.count == 1 ? $0.var(dim: dims[0]) : $0.var() }, { dims.count == 1 ? $0.std(dim: dims[0]) : $0.std() },
            { dims.count == 1 ? $0.norm(dim: dims[0]) : $0.norm() },
            { dims.count == 1 ? $0.logSumExp(dim: dims[0]) : $0.logSumExp() },
            { $0.logSoftmax(dim: dims.first ?? 0) * $0.softmax(dim: dims.first ?? 0) },
        ]
        for function in functions { try checkGradients(of: { function($0[0]) }, at: [random([3, 4])]) }
    }
}

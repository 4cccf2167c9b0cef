import Autograd
import GradientTesting
import Tensor
import Testing

/// A function at infinite elements: what it is there, and its slope by each element.
struct InfinitePoint: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let x: [Double]
    let value: [Double]
    let slope: [Double]
    let function: @Sendable (Tensor) -> Tensor

    private init(
        _ name: String, _ x: [Double], _ value: [Double], _ slope: [Double], _ function: @escaping @Sendable (Tensor) -> Tensor
    ) {
        testDescription = "\(name) of \(x)"
        (self.x, self.value, self.slope, self.function) = (x, value, slope, function)
    }

    private static let inf = Double.infinity

    /// Of the elements, the logarithm of the sum, and each one's share of its slope.
    private static let sums: [(x: [Double], value: Double, slope: [Double])] = [
        ([-inf, -inf], -inf, [0, 0]), ([inf, 3], inf, [1, 0]), ([3, inf], inf, [0, 1]), ([inf, inf], inf, [0.5, 0.5]),
        ([-inf, 3], 3, [0, 1]), ([inf, -inf], inf, [1, 0]), ([1, 1], 1.6931471805599454, [0.5, 0.5]),
    ]

    static let all =
        sums.flatMap { x, value, slope in
            [
                InfinitePoint("logSumExp", x, [value], slope) { $0.logSumExp(dim: 0) },
                InfinitePoint("logSumExp, beside another row", x, [value, 5], slope) {
                    Tensor.stack([$0, double([5, -inf])]).logSumExp(dims: [1])
                },
                InfinitePoint("logAddExp", x, [value], slope) { $0.narrow(dim: 0, start: 0, length: 1).logAddExp($0[1...]) },
                InfinitePoint("the last logCumSumExp", x, [value], slope) { $0.logCumSumExp(dim: 0)[1...] },
            ]
        } + [
            InfinitePoint("logCumSumExp", [-inf, 1, inf, 2, inf], [-inf, 1, inf, inf, inf], [0, 1, 2.5, 0, 0.5]) {
                $0.logCumSumExp(dim: 0)
            },
            InfinitePoint("logSoftmax", [-inf, 1, 1], [-inf, -0.6931471805599453, -0.6931471805599453], [1, -0.5, -0.5]) {
                let y = $0.logSoftmax(dim: 0)
                return Tensor.concatenate([y[..<1], y[1...].detached()], dim: 0)
            },
        ]
}

@Suite("Infinite elements")
struct InfinityTests {
    @Test("have a value and a slope, in a program too", arguments: InfinitePoint.all)
    func point(_ point: InfinitePoint) throws {
        let x = double(point.x)
        func results(_ x: Tensor) -> [Tensor] {
            let x = x.requiringGradient()
            let y = point.function(x)
            return [y, y.sum().gradients()[x]!].map { $0.detached() }
        }
        for found in [results(x), try replayed(x, results)] {
            expect(found[0], is: point.value, tolerance: 1e-15)
            expect(found[1], is: point.slope, tolerance: 1e-15)
        }
    }

    /// What a program gives that has been made at finite elements.
    private func replayed(_ x: Tensor, _ results: (Tensor) -> [Tensor]) throws -> [Tensor] {
        let graph = try Graph.tracing(Tensor.zeros(like: x)) { results($0[0]) }
        let execution = Execution(Program(graph))
        #expect(execution.execute([x]))
        return execution.outputs
    }

    @Test("NaN stays NaN, and elements of other rows stay what they are")
    func nan() {
        let x = Tensor([[Double.nan, 1], [0, 0]], dtype: .float64).requiringGradient()
        let y = x.logSumExp(dims: [1])
        expect(y, is: [.nan, 0.6931471805599453], tolerance: 1e-15)
        expect(y[1].gradients()[x], is: [.nan, .nan, 0.5, 0.5], tolerance: 1e-15)
    }

    @Test("derivatives by the finite elements are slopes")
    func slopes() throws {
        // The infinite elements are constants.
        let fixed = double([-.infinity, -.infinity])
        try checkGradients(of: { Tensor.concatenate([$0[0], fixed], dim: 0).logSumExp(dim: 0) }, at: [double([0.3, -2])])
        try checkGradients(of: { $0[0].logAddExp(fixed) }, at: [double([0.3, -2])])
        try checkGradients(
            of: { Tensor.concatenate([fixed, $0[0]], dim: 0).logCumSumExp(dim: 0)[2...] }, at: [double([0.3, -2])])
    }
}

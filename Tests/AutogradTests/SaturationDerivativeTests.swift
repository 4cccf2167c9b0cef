import Autograd
import GradientTesting
import Tensor
import Testing

extension Example {
    private static let points = double([-8, -3, -0.4, 0.2, 4, 15])
    private static let inside = double([-0.5, -0.2, -0.02, 0.01, 0.3, 0.95])
    fileprivate static let saturating: [Example] = [
        Example("softplus", at: points) { $0[0].softplus() },
        Example("logSigmoid", at: points) { $0[0].logSigmoid() },
        Example("silu", at: points) { $0[0].silu() },
        Example("mish", at: points) { $0[0].mish() },
        Example("gelu", at: points) { $0[0].gelu(approximate: .tanh) },
        Example("expm1", at: inside) { $0[0].expm1() },
        Example("asinh", at: points) { $0[0].asinh() },
        Example("acosh", at: inside) { ($0[0] + 2).acosh() },
        Example("asin", at: inside) { $0[0].asin() },
        Example("acos", at: inside) { $0[0].acos() },
        Example("atanh", at: inside) { $0[0].atanh() },
    ]
}

@Suite("Derivatives where functions saturate")
struct SaturationDerivativeTests {
    @Test("of losses are slopes, near 0 and far from it")
    func losses() throws {
        let (x, y) = (double([-30, -3, -0.1, 0.2, 4, 25]), double([0, 1, 0.3, 0.9, 1, 0]))
        try checkGradients(of: { Operation.loss(.binaryCrossEntropyWithLogits, .none)($0[0], $0[1]) }, at: [x, y])
        for dim in [0, 1] {
            let logits = x.reshape(dim == 0 ? [3, 2] : [2, 3])
            try checkGradients(
                of: { Operation.crossEntropy(CrossEntropy(dim: dim, .none))($0[0], Tensor([2, 1])) }, at: [logits])
            try checkGradients(of: { $0[0].logSoftmax(dim: dim) }, at: [logits])
        }
    }

    @Test("of activations and other functions are slopes", arguments: Example.saturating)
    func functions(example: Example) throws { try example.check() }

    @Test("of functions near the ends of their domain keep their digits")
    func ends() {
        let x = Tensor([1 - 0x1p-24, -1 + 0x1p-24])
        // 1 - x² is 2⁻²³ - 2⁻⁴⁸
        let root = (0x1p-23 - 0x1p-48).squareRoot()
        func slope(_ function: @escaping (Tensor) -> Tensor, at x: Tensor) -> Tensor {
            gradient(of: { function($0).sum() }, at: x)
        }
        expect(slope({ $0.asin() }, at: x), is: [1 / root, 1 / root], tolerance: 1e-3)
        expect(slope({ $0.acos() }, at: x), is: [-1 / root, -1 / root], tolerance: 1e-3)
        expect(slope({ $0.atanh() }, at: x), is: [1 / (root * root), 1 / (root * root)], tolerance: 2)
        expect(slope({ $0.asinh() }, at: Tensor([1e25])), is: [1e-25], tolerance: 1e-31)
        expect(slope({ $0.acosh() }, at: Tensor([1e25])), is: [1e-25], tolerance: 1e-31)
    }

    @Test("second ones of softplus, logSigmoid and the loss of logits keep their digits")
    func second() {
        func second(_ function: @escaping (Tensor) -> Tensor) -> Tensor {
            gradient(of: { gradient(of: { function($0).sum() }, at: $0, createGraph: true).sum() }, at: Tensor([18.0]))
        }
        let share = 1.5229979280809e-08  // e⁻¹⁸ / (1 + e⁻¹⁸)²
        expect(second { $0.softplus() }, is: [share], tolerance: 1e-14)
        expect(second { -$0.logSigmoid() }, is: [share], tolerance: 1e-14)
        expect(second { Operation.loss(.binaryCrossEntropyWithLogits, .sum)($0, Tensor([1.0])) }, is: [share], tolerance: 1e-14)
    }
}

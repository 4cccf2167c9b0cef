import Autograd
import GradientTesting
import Tensor
import Testing

@Suite("Derivatives of pointwise operations")
struct PointwiseDerivativeTests {
    @Test("agree with finite differences, by one operand", arguments: UnaryOperation.allCases)
    func unary(operation: UnaryOperation) throws {
        try Example("\(operation)", at: double(operation.points)) { Operation.unary(operation)($0[0]) }.check()
    }

    @Test("agree with finite differences, by two operands", arguments: BinaryOperation.allCases)
    func binary(operation: BinaryOperation) throws {
        guard let points = operation.points else { return }
        try Example("\(operation)", at: double(points.x), double(points.y)) { Operation.binary(operation)($0[0], $0[1]) }
            .check()
    }

    @Test("of select, to both sides")
    func select() throws {
        let condition = Tensor([true, false, true])
        try Example("select", at: random([3]), random([3], seed: 2)) { Tensor.where(condition, $0[0], $0[1].sin()) * $0[0] }
            .check()
    }

    @Test("of a cast, in the operand's dtype")
    func cast() {
        let x = Tensor([1.0, 2]).requiringGradient()
        let gradients = (x.to(.float64) * double([3, 4])).sum().gradients()
        #expect(gradients[x]?.dtype == .float32)
        expect(gradients[x], is: [3, 4])
    }

    @Test("of powers of negative numbers, by the base", arguments: [-2.0, 0, 1, 2, 3])
    func power(exponent: Double) throws {
        try Example("power", at: double([-1.5, -0.5, 2])) { $0[0].pow(double([exponent, exponent, exponent])) }.check()
    }

    @Test("of powers at zero are torch's")
    func powerAtZero() {
        let x = double([0, 0, 0, 0, 2]).requiringGradient()
        let y = double([0, 1, 2, 3, 0]).requiringGradient()
        let gradients = x.pow(y).sum().gradients()
        expect(gradients[x], is: [0, 1, 0, 0, 0])
        expect(gradients[y], is: [0, 0, 0, 0, 0.693147180559945309])
    }

    @Test("second ones of powers at zero are no NaN")
    func secondPowerAtZero() {
        let slope: @Sendable (Tensor) -> Tensor = { x in
            gradient(of: { $0.pow(double([0, 1, 2, 3])).sum() }, at: x, createGraph: true).sum()
        }
        expect(gradient(of: slope, at: double([0, 0, 0, 0])), is: [0, 0, 2, 0])
    }

    @Test("of the larger and the smaller of equals: each gets half; NaN passes it on to both, as in torch")
    func ties() {
        for operation in [BinaryOperation.maximum, .minimum] {
            let x = double([1, 2, .nan, 1]).requiringGradient()
            let y = double([1, 2, 1, .nan]).requiringGradient()
            let gradients = Operation.binary(operation)(x, y).sum().gradients()
            expect(gradients[x], is: [0.5, 0.5, 1, 1])
            expect(gradients[y], is: [0.5, 0.5, 1, 1])
        }
    }

    @Test("of clamp: 1 within the bounds and on them, 0 outside, as in torch")
    func clamp() {
        let x = double([-1, 0, 0.5, 1, 2]).requiringGradient()
        expect(x.clamp(min: 0, max: 1).sum().gradients()[x], is: [0, 1, 1, 1, 0])
        expect(x.clamp(min: 0).sum().gradients()[x], is: [0, 1, 1, 1, 1])
        expect(x.clamp(max: 1).sum().gradients()[x], is: [1, 1, 1, 1, 0])
    }

    @Test(
        "where there is none: torch's choice at kinks and steps",
        arguments: [
            (UnaryOperation.abs, 0.0, 0.0), (.relu, 0, 0), (.sign, 0, 0), (.floor, 1, 0), (.round, 0.5, 0),
            (.sqrt, 0, .infinity),
            (.log, 0, .infinity),
        ])
    func kinks(operation: UnaryOperation, point: Double, slope: Double) {
        let x = double([point]).requiringGradient()
        expect(Operation.unary(operation)(x).gradients()[x], is: [slope])
    }

    @Test("of copySign at zero and infinity are finite")
    func copySign() {
        let x = double([0, .infinity, -.infinity, 3]).requiringGradient()
        expect(x.copySign(double([1, -1, -1, -1])).sum().gradients()[x], is: [0, -1, 1, -1])
    }

    private static let shapes: [(Shape, Shape)] = [
        ([3], [2, 3]), ([2, 1], [2, 3]), ([], [2, 2]), ([2, 1, 3], [4, 1]), ([1, 1], [2, 3]),
    ]

    @Test("reach broadcast operands summed to their shapes", arguments: shapes)
    func broadcasting(a: Shape, b: Shape) throws {
        try Example("broadcast", at: random(a), random(b, seed: 2)) { $0[0] * $0[1] + $0[0] / ($0[1].square() + 1) }.check()
    }
}

extension UnaryOperation {
    /// Inside the domain, away from kinks and steps.
    var points: [Double] {
        switch self {
        case .negate, .square, .exp, .exp2, .expm1, .sin, .cos, .atan, .sinh, .cosh, .tanh, .asinh, .sigmoid, .erf, .erfc,
            .erfcx, .logNdtr, .i0, .sinc:
            [-1.7, -0.4, 0, 0.3, 2.1]
        case .tan: [-1.2, -0.4, 0, 0.3, 1.1]
        case .abs, .sign, .reciprocal, .relu, .not, .floor, .ceil, .round, .trunc: [-2.3, -0.8, 0.4, 1.7]
        case .sqrt, .rsqrt, .log, .log2, .log10: [0.3, 1, 1.7, 4]
        case .log1p: [-0.6, -0.1, 0, 0.3, 3]
        case .asin, .acos, .atanh: [-0.8, -0.3, 0, 0.4, 0.7]
        case .acosh: [1.2, 1.9, 4]
        case .lgamma, .digamma: [-2.3, -0.6, 0.3, 1.7, 12]
        case .erfinv: [-0.9, -0.3, 0, 0.05, 0.85]
        case .ndtri: [0.02, 0.3, 0.5, 0.8, 0.97]
        case .i0e, .i1e: [-25, -1.7, 0.4, 3]
        case .i1: [-2.5, 0.4, 3]
        case .entr: [0.2, 1, 3]
        }
    }
}

extension BinaryOperation {
    /// Inside the domain, away from kinks and steps; nil where it is not of floating-point numbers.
    var points: (x: [Double], y: [Double])? {
        switch self {
        case .add, .subtract, .multiply, .logAddExp: ([-1.7, 0, 0.3, 2], [0.4, -1.2, 3, 0])
        case .divide, .hypot, .atan2, .copySign: ([-1.7, 0.6, 0.3, 2], [0.7, -1.2, 2, -0.6])
        case .power: ([0.3, 1, 1.7, 2.5, 1.2], [2, -1.5, 0.4, 3, 0])
        case .maximum, .minimum: ([-1.7, 0.6, 0.3], [0.7, -1.2, 0.2])
        case .remainder, .fmod, .floorDivide: ([5.3, -4.1, 3.7, -7.2], [2, 1.5, -2.2, -3])
        case .sigmoidGradient, .tanhGradient, .reluGradient: ([-1.7, 0.6, 0.3], [0.7, 0.2, -0.4])
        case .xlogy, .xlog1py: ([-1.7, 0.6, 0.3], [0.7, 1.2, 4])
        // By one of its operands, below.
        case .zeta: nil
        case .bitwiseAnd, .bitwiseOr, .bitwiseXor: nil
        }
    }
}

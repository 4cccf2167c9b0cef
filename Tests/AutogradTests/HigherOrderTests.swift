import Autograd
import Tensor
import Testing

@Suite("Higher derivatives")
struct HigherOrderTests {
    @Test("of x⁴, up to the fourth, by gradients(createGraph:)")
    func nestedGradients() {
        let x = double([3, -2]).requiringGradient()
        var derivative = (x * x * x * x).sum()
        for expected in [[108.0, -32], [108, 48], [72, -48], [24, 24]] {
            let slope = derivative.gradients(createGraph: true)[x]!
            expect(slope, is: expected, tolerance: 1e-9)
            derivative = slope.sum()
        }
    }

    @Test("by gradient(of:at:) within gradient(of:at:)")
    func nestedFunctions() {
        let first: @Sendable (Tensor) -> Tensor = { gradient(of: { $0.pow(4).sum() }, at: $0, createGraph: true) }
        let second: @Sendable (Tensor) -> Tensor = { gradient(of: { first($0).sum() }, at: $0, createGraph: true) }
        let third: @Sendable (Tensor) -> Tensor = { gradient(of: { second($0).sum() }, at: $0) }
        let x = double([2, -1])
        expect(first(x), is: [32, -4])
        expect(second(x), is: [48, 12])
        expect(third(x), is: [48, -24])
    }

    @Test("a Hessian times a vector, from the gradient's product with it")
    func hessianVector() {
        let matrix = random([3, 3])
        let symmetric = matrix + matrix.t()
        let x = random([3], seed: 2).requiringGradient()
        let v = random([3], seed: 3)
        let slope = (x.matmul(symmetric).dot(x) * 0.5).gradients(createGraph: true)[x]!
        expect(slope.dot(v).gradients()[x], is: symmetric.matmul(v).array(of: Double.self), tolerance: 1e-12)
    }

    @Test("a gradient penalty reaches the parameters")
    func penalty() {
        let w = double([2, 3]).requiringGradient()
        let x = double([1, -1])
        // f = sin(w · x), its slope by x is cos(w · x) w; the penalty's slope by w is checked by hand.
        let slope = gradient(of: { $0.dot(w).sin() }, at: x, createGraph: true)
        let derived = slope.square().sum().gradients()[w]
        let (c, s) = (0.5403023058681398, -0.8414709848078965)
        expect(derived, is: [2 * c * (c * 2 - s * 13), 2 * c * (c * 3 + s * 13)], tolerance: 1e-12)
    }

    @Test("are on a graph even where recording is off, when they are asked for with one")
    func createGraphWithoutRecording() {
        let x = double([3]).requiringGradient()
        let cube = x * x * x
        let slope = noGrad { cube.gradients(createGraph: true)[x]! }
        expect(slope.gradients()[x], is: [18])
    }

    @Test("without createGraph are constants")
    func constants() {
        let x = double([3]).requiringGradient()
        #expect(!(x * x).gradients()[x]!.requiresGradient)
        #expect(!(x * x).gradients(cotangent: x)[x]!.requiresGradient)
        #expect((x * x).gradients(cotangent: x, createGraph: true)[x]!.requiresGradient)
    }

    @Test("valueAndGradients gives the value and one derivative an argument, zeros where there is none")
    func several() {
        let (value, gradients) = valueAndGradients(
            of: { ($0[0] * $0[1]).sum() }, at: [double([1, 2]), double([3, 4]), Tensor([7.0])])
        expect(value, is: [11])
        #expect(!value.requiresGradient)
        expect(gradients[0], is: [3, 4])
        expect(gradients[1], is: [1, 2])
        expect(gradients[2], is: [0])
        #expect(gradients[2].dtype == .float32)
    }

    @Test("of a function that does not depend on its argument are zero")
    func independent() {
        expect(gradient(of: { _ in double([5]) }, at: double([1, 2])), is: [0, 0])
        let w = double([2]).requiringGradient()
        expect(gradient(of: { _ in w * w }, at: double([1])), is: [0])
        expect(gradient(of: { $0 }, at: double([1])), is: [1])
    }

    @Test("by an argument count its use as an argument only")
    func argumentOnly() {
        let x = double([3]).requiringGradient()
        // By the argument alone: the captured x is a constant here.
        expect(gradient(of: { $0 * x }, at: x), is: [3])
        expect(gradient(of: { $0 * x }, at: x, createGraph: true), is: [3])
        // The outer derivative sees both.
        expect(gradient(of: { gradient(of: { $0 * x }, at: x, createGraph: true) * $0 }, at: double([5])), is: [3])
    }

    @Test("do not visit what led to an argument")
    func endAtArguments() {
        let x = double([3]).requiringGradient()
        let y = x.onGradient { _ in
            Issue.record("the backward pass went past the argument")
            return double([0])
        }
        expect(gradient(of: { $0.square() }, at: y, createGraph: true), is: [6])
        expect(jacobian(of: { $0.square() }, at: y, createGraph: true), is: [6])
    }

    @Test("work where recording is off around them")
    func withinNoGrad() {
        expect(noGrad { gradient(of: { $0 * $0 }, at: double([3])) }, is: [6])
        expect(evaluating { valueAndGradient(of: { $0 * $0 }, at: double([3])).gradient }, is: [6])
    }
}

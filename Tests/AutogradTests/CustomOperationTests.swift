import Autograd
import GradientTesting
import Tensor
import Testing

private struct Cube: DifferentiableOperation {
    func forward(_ operands: [Tensor]) -> Tensor { operands[0] * operands[0] * operands[0] }

    func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] {
        [cotangent * operands[0].square() * 3]
    }
}

/// The sum of x₀ + 2 x₁ + 3 x₂ + ..., without a derivative for the second.
private struct Weighted: DifferentiableOperation {
    func forward(_ operands: [Tensor]) -> Tensor {
        zip(operands, 1...).map { $0 * Double($1) }.reduce(.zeros(like: operands[0])) { $0 + $1 }
    }

    func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] {
        operands.indices.map { $0 == 1 ? nil : cotangent * Double($0 + 1) }
    }
}

private struct Forward: CustomOperation {
    func forward(_ operands: [Tensor]) -> Tensor { operands[0] * 2 }
}

/// Straight through: rounds, and lets the gradient pass. Counts on the result that it is given.
private struct ScaledRound: DifferentiableOperation {
    let scale: Tensor

    func forward(_ operands: [Tensor]) -> Tensor { (operands[0] * scale).round() }
    func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] { [cotangent * scale * result] }
}

/// A derivative that is wrong.
private struct Wrong: DifferentiableOperation {
    let gradient: Tensor?
    func forward(_ operands: [Tensor]) -> Tensor { operands[0].square() }
    func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] { gradient.map { [$0] } ?? [] }
}

@Suite("Custom operations")
struct CustomOperationTests {
    @Test("have their own derivative, and that derivative's")
    func cube() throws {
        try checkGradients(of: { Cube()($0[0]) }, at: [random([2, 3])])
        expect(gradient(of: { Cube()($0) }, at: double([2])), is: [12])
    }

    @Test("may have five operands, one of them without a derivative")
    func five() {
        let x = (0..<5).map { double([Double($0)]).requiringGradient() }
        let gradients = Weighted()(x[0], x[1], x[2], x[3], x[4]).gradients()
        #expect(x.map { gradients[$0]?.item() } == [1, nil, 3, 4, 5])
        let some = Weighted()(double([1]), double([1]), double([1]), double([1]), x[4]).gradients()
        #expect(some.count == 1)
        expect(some[x[4]], is: [5])
    }

    @Test("without a backward compute as well, tracked or not")
    func forward() {
        expect(Forward()(double([3])), is: [6])
        expect(Forward()(double([3]).requiringGradient()), is: [6])
        #expect(Forward().name == "Forward")
    }

    @Test("read the result; a parameter that they capture is a constant, and is not tracked")
    func captured() {
        let scale = double([2]).requiringGradient()
        let x = double([1.2]).requiringGradient()
        let gradients = ScaledRound(scale: scale)(x).gradients()
        expect(gradients[x], is: [4])
        #expect(gradients[scale] == nil)
        #expect(!gradients[x]!.requiresGradient)
        #expect(!ScaledRound(scale: scale)(double([1])).requiresGradient)
    }

    @Test("are shown wrong by checkGradients, with the element")
    func wrong() throws {
        let failure = #expect(throws: GradientMismatch.self) {
            try checkGradients(of: { Wrong(gradient: double([2, 5]))($0[0]) }, at: [double([1, 2])])
        }
        let mismatch = try #require(failure)
        #expect((mismatch.order, mismatch.input) == (1, 0))
        #expect("\(mismatch)".hasPrefix("derivative of order 1 by input 0, element "))
    }

    @Test("are shown wrong by checkGradients in the second derivative, where the first is right")
    func wrongSecond() throws {
        struct Constant: DifferentiableOperation {
            func forward(_ operands: [Tensor]) -> Tensor { operands[0].square() }
            func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] {
                [cotangent * operands[0].detached() * 2]
            }
        }
        try checkGradients(of: { Constant()($0[0]) }, at: [double([3])], order: 1)
        let failure = #expect(throws: GradientMismatch.self) {
            try checkGradients(of: { Constant()($0[0]) }, at: [double([3])])
        }
        #expect(failure?.order == 2)
    }

    @Test("without a backward say so when it is needed")
    func noBackward() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Forward()(double([3]).requiringGradient()).gradients()
        }
        #expect(message(said).contains("Forward has no backward: it is not a DifferentiableOperation"))
    }

    @Test("whose backward gives too few gradients, or a wrong shape, say so")
    func badBackward() async {
        let few = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Wrong(gradient: nil)(double([3]).requiringGradient()).gradients()
        }
        #expect(message(few).contains("Wrong: backward gave 0 gradients for 1 operands"))
        let misshapen = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Wrong(gradient: Tensor([1, 2]))(double([3]).requiringGradient()).gradients()
        }
        #expect(message(misshapen).contains("Wrong: backward gave a gradient int64 [2] for an operand float64 [1]"))
    }
}

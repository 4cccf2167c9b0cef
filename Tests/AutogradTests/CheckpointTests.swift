import Autograd
import GradientTesting
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
    private let x = Tensor.uniform([4, 3], from: -1, to: 1, dtype: .float64, generator: Generator(seed: 1))

    @Test("A checkpoint gives the gradients of inputs and of the parameters that its body reads")
    func gradients() {
        let weight = Parameter(wrappedValue: Tensor.normal([2, 3], dtype: .float64, generator: Generator(seed: 2)))
        let input = x.requiringGradient()
        let body: @Sendable ([Tensor]) -> Tensor = { $0[0].linear(weight.wrappedValue).tanh() }
        let kept = body([input * 2]).square().sum().gradients()
        let recomputed = checkpoint(input * 2, body: body).square().sum().gradients()
        #expect(recomputed[input]!.allClose(kept[input]!))
        #expect(recomputed[weight.cell]!.allClose(kept[weight.cell]!))
    }

    @Test("Parameters get gradients though the input has none")
    func parametersAlone() {
        let weight = Parameter(wrappedValue: Tensor.ones([2, 3], dtype: .float64))
        let gradients = checkpoint(x) { $0[0].linear(weight.wrappedValue) }.sum().gradients()
        #expect(gradients[weight.cell]!.allClose(x.sum(dim: 0).expand(2, 3)))
    }

    @Test("A checkpoint has second derivatives")
    func secondOrder() throws {
        try checkGradients(of: { checkpoint($0[0] * 3, $0[1]) { $0[0].sin() * $0[1].exp() } }, at: [x, x * 0.5])
    }

    @Test("Random numbers are the same when the body runs again")
    func random() {
        let input = Tensor.ones([64]).requiringGradient()
        let output = checkpoint(input) { $0[0] * Tensor.bernoulli([64]) }
        #expect(output.sum().gradients()[input]!.allClose(output.detached()))
    }

    @Test("Nothing is recorded where recording is off")
    func off() {
        #expect(!noGrad { checkpoint(x.requiringGradient()) { $0[0] * 2 } }.requiresGradient)
    }

    @Test("A hook sees and changes the gradient on its way")
    func hooks() {
        let input = x.requiringGradient()
        let gradients = (input.onGradient { $0 * 10 } * 2).sum().gradients()
        #expect(gradients[input]!.allClose(.full(like: x, 20.0)))
    }

    @Test("An anomaly names the operation, its shape, and the line that applied it")
    func anomaly() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            takeRootOfNegative()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("the gradient of operand 0 [1, 2] of sqrt is NaN: its derivative gave it"))
        #expect(text.contains("called at CheckpointTests.swift:"))
    }
}

private func takeRootOfNegative() {
    let input = Tensor([[-1.0, 4]]).requiringGradient()
    _ = detectingAnomalies { input.sqrt().sum().gradients() }
}

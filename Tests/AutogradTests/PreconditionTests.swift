import Autograd
import Tensor
import Testing

@Suite("Preconditions of gradients trap with what was wrong")
struct PreconditionTests {
    @Test("a tensor that is not tracked")
    func notTracked() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([[1.0, 2]]).gradients()
        }
        #expect(message(said).contains("gradients: this float32 tensor of shape [1, 2] is not tracked"))
    }

    @Test("a tensor that is not one number")
    func notScalar() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1.0, 2]).requiringGradient().exp().gradients()
        }
        #expect(
            message(said).contains("gradients: a tensor of shape [2] is not a single number: reduce it, or pass a cotangent"))
    }

    @Test("a cotangent of another shape or dtype")
    func cotangent() async {
        let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1.0, 2]).requiringGradient().exp().gradients(cotangent: Tensor([1.0, 2, 3]))
        }
        #expect(message(shape).contains("gradients: a cotangent float32 [3] does not fit float32 [2]"))
        let dtype = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1.0]).requiringGradient().exp().gradients(cotangent: Tensor([1]))
        }
        #expect(message(dtype).contains("gradients: a cotangent int64 [1] does not fit float32 [1]"))
    }

    @Test("gradients of integers")
    func integers() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1, 2]).requiringGradient()
        }
        #expect(message(said).contains("requiringGradient: only floating-point tensors have gradients, not int64"))
    }

    @Test("a parameter of integers")
    func integerParameter() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ParameterCell(Tensor([1, 2]))
        }
        #expect(message(said).contains("Parameter: only floating-point tensors have gradients, not int64"))
    }
}

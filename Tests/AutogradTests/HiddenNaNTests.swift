import Autograd
import Tensor
import Testing

@Suite("Gradients of attention with hidden NaN")
struct HiddenNaNTests {
    @Test("are those without it", arguments: [DType.float32, .float64], [true, false])
    func gradients(dtype: DType, asNumbers: Bool) {
        let allowed = Tensor([[true, true, false], [false, false, false], [true, false, false]])
        let mask = asNumbers ? Tensor.where(allowed, 0.0, Tensor.full([3, 3], -Double.infinity)) : allowed
        let generator = Generator(seed: 1)
        let operands = (0..<3).map { _ in Tensor.normal([3, 4], dtype: dtype, generator: generator) }
        // The last key and its value are seen by no query, and the second query sees none.
        let hidden = [Tensor([[false], [true], [false]])] + Array(repeating: Tensor([[false], [false], [true]]), count: 2)
        func gradients(filling value: Double) -> [Tensor] {
            let inputs = zip(operands, hidden).map { $0.maskedFill($1, value).requiringGradient() }
            let y = inputs[0].scaledDotProductAttention(inputs[1], inputs[2], mask: mask)
            let gradients = y.sin().sum().gradients()
            return inputs.map { gradients[$0]! }
        }
        for (found, expected) in zip(gradients(filling: .nan), gradients(filling: 0)) {
            expect(found, is: expected.array(of: Double.self), tolerance: dtype == .float64 ? 1e-14 : 1e-6)
        }
    }
}

import Autograd
import Tensor
import Testing

@Suite("Gradients of embeddings")
struct EmbeddingGradientTests {
    private let table = double([1, 2, 3, 4]).reshape([2, 2])
    private let indices = Tensor([0, 1, 0, 0])

    private func gradient(_ options: EmbeddingOptions) -> Tensor {
        Autograd.gradient(of: { (indices.embedding($0, options) * 6).sum() }, at: table)
    }

    @Test("A row's gradient is the sum over its uses, nothing for padding, a mean where it is scaled by frequency")
    func options() {
        expect(gradient(EmbeddingOptions()), is: [18, 18, 6, 6])
        expect(gradient(EmbeddingOptions(paddingIndex: 0)), is: [0, 0, 6, 6])
        expect(gradient(EmbeddingOptions(scaleGradByFreq: true)), is: [6, 6, 6, 6])
        expect(gradient(EmbeddingOptions(paddingIndex: -1, scaleGradByFreq: true)), is: [6, 6, 0, 0])
        expect(gradient(EmbeddingOptions(maxNorm: 1)), is: [18, 18, 6, 6])
    }

    @Test("Each element of the largest of a bag gets its gradient")
    func largest() {
        let slope = Autograd.gradient(
            of: { (indices.embeddingBag($0, offsets: Tensor([0, 2]), .max) * 6).sum() }, at: table)
        expect(slope, is: [6, 6, 6, 6])
    }
}

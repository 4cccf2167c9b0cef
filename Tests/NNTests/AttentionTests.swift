import NN
import Testing

@Suite("Attention")
struct AttentionTests {
    private let x = Tensor.normal([2, 5, 8], generator: Generator(seed: 1))
    private let layer = MultiheadAttention(8, 2, batchFirst: true, generator: Generator(seed: 2))

    @Test("does not see what the masks hide", arguments: [true, false])
    func hidden(isBool: Bool) {
        let hidden = Tensor([[false, false, false, true, true], [false, false, false, false, true]])
        let mask = isBool ? hidden : Tensor.where(hidden, -Double.infinity, Tensor.zeros([]))
        let other = Tensor.where(hidden.unsqueeze(2), x * 3 + 1, x)
        let (a, weights) = layer(x, x, x, keyPaddingMask: mask)
        let (b, _) = layer(x, other, other, keyPaddingMask: mask)
        expect(a, is: b.array(of: Double.self), relative: 1e-6)
        #expect(weights![0, 0..<5, 3..<5].abs().amax().item() == 0)
        expect(weights!.sum(dim: 2), is: Array(repeating: 1, count: 10), relative: 1e-6)
    }

    @Test("isCausal is the mask of what comes later")
    func causal() {
        let later = Tensor.arange(5) .> Tensor.arange(5).unsqueeze(1)
        let expected = layer(x, x, x, attentionMask: later).output.array(of: Double.self)
        expect(layer(x, x, x, isCausal: true).output, is: expected, relative: 1e-6)
        let encoder = TransformerEncoder(2) { TransformerEncoderLayer(8, 2, dimFeedforward: 8, batchFirst: true) }
        let (a, b) = evaluating { (encoder(x, mask: nil, isCausal: true), encoder(x[0..<2, 0..<3], mask: nil, isCausal: true)) }
        expect(a[0..<2, 0..<3], is: b.array(of: Double.self), relative: 1e-5)
    }

    @Test("gives zeros to a query that may look nowhere, and no gradient is NaN")
    func nowhere() {
        let (output, weights) = layer(x, x, x, attentionMask: .ones([5, 5], dtype: .bool))
        #expect(weights!.abs().amax().item() == 0)
        let gradients = output.square().sum().gradients()
        #expect(gradients.values.allSatisfy { $0.isFinite().all().item() == 1 })
    }

    @Test("self-attention alone is a layer of Sequential")
    func sequential() {
        let model = Sequential {
            MultiheadAttention(8, 2, batchFirst: true)
            LayerNorm(8)
            TransformerEncoderLayer(8, 2, dimFeedforward: 16, batchFirst: true)
        }
        #expect(model(x).shape == [2, 5, 8])
        #expect(
            model.parameters.map(\.name).prefix(4) == [
                "0.in_proj_weight", "0.in_proj_bias", "0.out_proj.weight", "0.out_proj.bias",
            ])
        #expect(model(x).sum().gradients().count == model.parameters.count)
    }

    @Test("is finite on no keys and no batch")
    func empty() {
        #expect(layer(.zeros([0, 5, 8])).shape == [0, 5, 8])
        #expect(layer(.zeros([2, 0, 8])).shape == [2, 0, 8])
    }

    @Test("refuses what does not fit")
    func refused() async {
        let sizes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = MultiheadAttention(8, 2)(.zeros([5, 2, 7]))
        }
        #expect(
            message(sizes).contains(
                "MultiheadAttention: queries [5, 2, 7], keys [5, 2, 7] and values [5, 2, 7] do not match features [8, 8, 8]"))
        let mask = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor.zeros([5, 2, 8])
            _ = MultiheadAttention(8, 2)(x, x, x, keyPaddingMask: .zeros([5, 2], dtype: .bool))
        }
        #expect(message(mask).contains("MultiheadAttention: the padding mask must have shape [2, 5], got [5, 2]"))
        let heads = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = TransformerEncoderLayer(10, 3)
        }
        #expect(message(heads).contains("MultiheadAttention: 10 is not divisible by 3 heads"))
    }
}

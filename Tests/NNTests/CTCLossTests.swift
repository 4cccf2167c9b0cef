import NN
import Tensor
import Testing

@Suite("CTC loss")
struct CTCLossTests {
    @Test("is the total probability of all alignments", arguments: [[], [1], [2, 1], [1, 1], [1, 2, 1]])
    func readings(target: [Int]) {
        let (steps, classes) = (4, 3)
        let logits = Tensor.normal([steps, classes], dtype: .float64, generator: Generator(seed: 1)).logSoftmax(dim: -1)
        let logarithms = logits.array(of: Double.self)
        var total = 0.0
        for code in 0..<81 {
            let path = (0..<steps).map { step in code / [1, 3, 9, 27][step] % classes }
            // Repetitions are one label, blanks none.
            let labels = path.indices.filter { $0 == 0 || path[$0] != path[$0 - 1] }.map { path[$0] }.filter { $0 != 0 }
            if labels == target {
                let sum = path.enumerated().reduce(0) { $0 + logarithms[$1.offset * classes + $1.element] }
                total += Tensor(sum, dtype: .float64).exp().item()
            }
        }
        let loss = ctcLoss(
            logits, Tensor(target, shape: [target.count], dtype: .int64), inputLengths: [steps], targetLengths: [target.count],
            reduction: .none)
        #expect(loss.shape == [])
        #expect(loss.allClose(-Tensor(total, dtype: .float64).log(), relative: 1e-10))
    }

    @Test("of a target that is too long is infinite, or 0 on request; its gradient is 0")
    func impossible() {
        let x = Tensor.zeros([2, 1, 3]).logSoftmax(dim: -1).requiringGradient()
        let target = Tensor([[1, 1]])
        func loss(_ zero: Bool) -> Tensor {
            ctcLoss(x, target, inputLengths: [2], targetLengths: [2], reduction: .sum, zeroInfinity: zero)
        }
        #expect(loss(false).item() == Double.infinity)
        #expect(loss(true).item() == 0.0)
        #expect(loss(true).gradients()[x]?.allClose(.zeros([2, 1, 3])) ?? false)
    }
}

import Autograd
import Tensor
import Testing

@Suite("Derivatives of losses at special points")
struct LossDerivativeTests {
    @Test("of binary cross-entropy at probabilities of 0 and 1 are torch's, first and second")
    func tails() {
        let target = double([0, 1, 0.3, 1, 0])
        let slope: @Sendable (Tensor) -> Tensor = { x in
            gradient(of: { Operation.loss(.binaryCrossEntropy, .sum)($0, target) }, at: x, createGraph: true)
        }
        let x = double([0, 1, 0.5, 0, 1])
        expect(slope(x), is: [0, 0, 0.8, -1e12, 1e12])
        expect(gradient(of: { slope($0).sum() }, at: x), is: [0, 0, 4, 1e24, 1e24], tolerance: 1e10)
    }

    @Test("of binary cross-entropy by the target are torch's, at the ends infinite")
    func byTarget() {
        let prediction = double([0, 1, 0.5])
        let slope = gradient(of: { Operation.loss(.binaryCrossEntropy, .sum)(prediction, $0) }, at: double([0, 1, 0.3]))
        expect(slope, is: [.infinity, -.infinity, 0])
    }

    @Test("of binary cross-entropy with logits of ±200 are finite", arguments: LossReduction.allCases)
    func logits(reduction: LossReduction) {
        let x = double([200, -200, 200, -200]).requiringGradient()
        let loss = Operation.loss(.binaryCrossEntropyWithLogits, reduction)(x, double([0, 1, 1, 0]))
        let share = reduction == .mean ? 0.25 : 1
        expect(loss.sum().gradients()[x], is: [share, -share, 0, 0], tolerance: 1e-80)
    }
}

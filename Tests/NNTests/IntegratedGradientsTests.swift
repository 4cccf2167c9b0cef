import NN
import Testing

@Suite("Integrated gradients")
struct IntegratedGradientsTests {
    let generator = Generator(seed: 1)

    @Test("of a linear model are w (x - baseline), without a gap")
    func linear() {
        let model = Linear(4, 1, generator: generator)
        let (x, mean) = (Tensor.normal([5, 4], generator: generator), Tensor.normal([4], generator: generator))
        let explained = IntegratedGradients(of: { model($0) }, at: x, from: mean, steps: 3)
        #expect(explained.contributions.allClose((x - mean) * model.weight))
        #expect(explained.gap.abs().amax().item() < 1e-6)
        #expect(explained.outputs.allClose(model(x).squeeze(1)) && explained.outputs.shape == [5])
        #expect(explained.baselineOutput.allClose(model(mean).squeeze(0)) && explained.baselineOutput.shape == [])
    }

    @Test("of a product share it, and of a cube are its difference")
    func closedForm() {
        // On the line from 0 to x, the integral of either derivative of x₀ x₁ is half the product.
        let x = Tensor([[2, 3, 2], [-1, 4, 0.5]], dtype: .float64)
        let explained = IntegratedGradients(
            of: { $0[.all, 0] * $0[.all, 1] + $0[.all, 2].pow(3) }, at: x, from: .zeros([3], dtype: .float64), steps: 1000)
        #expect(explained.contributions.allClose(Tensor([[3, 3, 8], [-2, -2, 0.125]], dtype: .float64), relative: 1e-6))
        #expect(explained.gap.abs().amax().item() < 1e-5)
    }

    @Test("of a network sum to the difference of its outputs, and the gap shrinks with the steps")
    func network() {
        let model = Sequential {
            Linear(6, 16, generator: generator)
            Tanh()
            Linear(16, 1, generator: generator)
        }
        let (x, mean) = (Tensor.normal([8, 6], generator: generator) * 3, Tensor.normal([6], generator: generator))
        let gaps = [2, 8, 64].map { steps in
            let explained = IntegratedGradients(of: { model($0) }, at: x, from: mean, steps: steps)
            let total = explained.contributions.sum(dim: 1) + explained.gap
            #expect(total.allClose(explained.outputs - explained.baselineOutput, relative: 1e-4, absolute: 1e-5))
            return explained.gap.abs().amax().item()
        }
        #expect(gaps[1] < gaps[0] / 4 && gaps[2] < gaps[1] / 4)
        let same = IntegratedGradients(of: { model($0) }, at: mean.unsqueeze(0), from: mean)
        #expect(same.contributions.abs().amax().item() == 0)
    }

    @Test("of no rows are none, and of what does not fit trap")
    func edges() async {
        #expect(
            IntegratedGradients(of: { $0.sum(dim: 1) }, at: .zeros([0, 3]), from: .zeros([3])).contributions.shape == [0, 3])
        await #expect(processExitsWith: .failure) {
            _ = IntegratedGradients(of: { $0.sum(dim: 1) }, at: .zeros([2, 3]), from: .zeros([2]))
        }
        await #expect(processExitsWith: .failure) {
            _ = IntegratedGradients(of: { $0 }, at: .zeros([2, 3]), from: .zeros([3]))
        }
    }
}

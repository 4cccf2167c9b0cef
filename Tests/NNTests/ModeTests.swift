import NN
import Testing

@Suite("Layers that differ between training and evaluation")
struct ModeTests {
    @Test("channel dropout drops whole channels, each of the batch by itself")
    func channels() {
        let x = Tensor.ones([20, 50, 3, 2])
        let y = Dropout2d(0.3, generator: Generator(seed: 1))(x)
        let sums = y.sum(dim: 2, 3).array(of: Float.self)
        #expect(sums.allSatisfy { $0 == 0 || abs($0 - 6 / 0.7) < 1e-4 })
        #expect(abs(Double(sums.count { $0 == 0 }) / 1000 - 0.3) < 0.05)
        #expect(Dropout1d(0.5, generator: Generator(seed: 2))(.ones([40, 3])).sum(dim: 1).unique().values.count == 2)
        #expect(Dropout3d(1)(.ones([2, 2, 1, 1, 1])).sum().item() == 0)
    }

    @Test("alpha dropout keeps mean 0 and variance 1", arguments: [0.1, 0.5])
    func alpha(probability: Double) {
        let x = Tensor.normal([400, 500], generator: Generator(seed: 3))
        let y = AlphaDropout(probability, generator: Generator(seed: 4))(x)
        #expect(abs(y.mean().item()) < 0.01)
        #expect(abs(y.std().item() - 1) < 0.01)
        let features = FeatureAlphaDropout(probability, generator: Generator(seed: 5))(.ones([30, 40, 5]))
        #expect((features - features[.ellipsis, 0..<1]).abs().amax().item() == 0)
        #expect(features.unique().values.count == 2)
    }

    @Test("dropouts have no effect in evaluation")
    func evaluation() {
        let x = Tensor.normal([2, 3, 4, 5])
        for layer in [Dropout2d(), AlphaDropout(), FeatureAlphaDropout()] as [any Module<Tensor, Tensor>] {
            #expect(evaluating { layer(x) }.array(of: Float.self) == x.array(of: Float.self))
        }
    }

    @Test("RReLU's slopes are random in training")
    func slopes() {
        let y = RReLU(lower: 0.2, upper: 0.4, generator: Generator(seed: 1))(.full([1000], -1.0))
        #expect(y.amin().item() >= -0.4 && y.amax().item() <= -0.2)
        #expect(abs(y.mean().item() + 0.3) < 0.01)
        expect(RReLU()(Tensor([2.0])), is: [2])
    }

    @Test("batch normalisation updates its statistics in training only")
    func batches() {
        let layer = BatchNorm1d(1, momentum: nil)
        _ = layer(Tensor([[1.0], [3]]))
        _ = layer(Tensor([[5.0], [11]]))
        expect(layer.runningMean, is: [5])
        expect(layer.runningVar, is: [10])
        expect(evaluating { layer(Tensor([[5.0]])) }, is: [0])
        expect(layer.runningMean, is: [5])
        expect(layer.stateDict["num_batches_tracked"], is: [2])
    }

    @Test("attention drops weights in training alone")
    func attention() {
        let layer = MultiheadAttention(4, 2, dropout: 0.5, batchFirst: true, generator: Generator(seed: 1))
        let x = Tensor.normal([3, 8, 4], generator: Generator(seed: 2))
        #expect(layer(x, x, x, averageWeights: false).weights!.array(of: Float.self).contains(0))
        #expect(!evaluating { layer(x, x, x, averageWeights: false).weights! }.array(of: Float.self).contains(0))
    }

    @Test("a recurrent network drops between its layers in training alone")
    func recurrent() {
        let layer = GRU(3, 4, numLayers: 2, dropout: 0.5, generator: Generator(seed: 1))
        let x = Tensor.normal([5, 2, 3], generator: Generator(seed: 2))
        func output() -> [Float] { layer(x).output.array(of: Float.self) }
        #expect(output() != output())
        #expect(evaluating(output) == evaluating(output))
    }
}

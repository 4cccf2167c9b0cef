import NN
import Testing

@Suite("Layers start from torch's values")
struct InitialValueTests {
    /// A parameter: uniform within ±bound.
    private struct Uniform: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let shape: Shape
        let bound: Double
        let tensor: @Sendable () -> Tensor?
    }

    private static let generator = Generator(seed: 4)

    private static let uniforms = [
        Uniform(testDescription: "Conv2d's weight", shape: [64, 8, 3, 3], bound: 1 / 72.0.squareRoot()) {
            Conv2d(16, 64, 3, groups: 2, generator: generator).weight
        },
        Uniform(testDescription: "Conv1d's bias", shape: [500], bound: 1 / 8.0.squareRoot()) {
            Conv1d(4, 500, 2, generator: generator).bias
        },
        Uniform(testDescription: "ConvTranspose2d's weight", shape: [64, 16, 2, 2], bound: 1 / 64.0.squareRoot()) {
            ConvTranspose2d(64, 32, 2, groups: 2, generator: generator).weight
        },
        Uniform(testDescription: "Bilinear's weight", shape: [30, 9, 20], bound: 1.0 / 3) {
            Bilinear(9, 20, 30, generator: generator).weight
        },
        Uniform(testDescription: "LSTM's weights", shape: [400, 20], bound: 0.1) {
            LSTM(20, 100, generator: generator).stateDict["weight_ih_l0"]
        },
        Uniform(testDescription: "attention's weights", shape: [192, 64], bound: (6 / 256.0).squareRoot()) {
            MultiheadAttention(64, 4, generator: generator).inProjWeight
        },
        Uniform(testDescription: "a Transformer's matrices", shape: [128, 64], bound: (6 / 192.0).squareRoot()) {
            Transformer(64, 4, numEncoderLayers: 1, numDecoderLayers: 1, dimFeedforward: 128, generator: generator)
                .stateDict["encoder.layers.0.linear1.weight"]
        },
    ]

    @Test("uniform", arguments: uniforms)
    private func uniform(_ example: Uniform) throws {
        let tensor = try #require(example.tensor())
        #expect(tensor.shape == example.shape)
        let (low, high, bound) = (tensor.amin().item(), tensor.amax().item(), example.bound)
        #expect(low >= -bound && low < -0.98 * bound)
        #expect(high <= bound && high > 0.98 * bound)
        #expect(abs(tensor.std().item() / bound * 3.0.squareRoot() - 1) < 0.05)
    }

    @Test("an Embedding's table from N(0, 1), the padding's row from 0")
    func embedding() {
        let table = Embedding(200, 50, EmbeddingOptions(paddingIndex: -1), generator: Generator(seed: 1)).weight
        #expect(abs(table[0..<199].mean().item()) < 0.03)
        #expect(abs(table[0..<199].std().item() - 1) < 0.03)
        expect(table[199], is: Array(repeating: 0, count: 50))
        #expect(EmbeddingBag(4, 3).weight.shape == [4, 3])
        expect(Embedding(weight: Tensor([[1.0, 2], [3, 4]]))(Tensor([1, 0])), is: [3, 4, 1, 2])
    }

    @Test("normalisation from 1 and 0, and running statistics from 0, 1 and a count of 0")
    func normalization() {
        let state = BatchNorm2d(2).stateDict.mapValues { $0.array(of: Double.self) }
        #expect(
            state == [
                "weight": [1, 1], "bias": [0, 0], "running_mean": [0, 0], "running_var": [1, 1], "num_batches_tracked": [0],
            ])
        #expect(BatchNorm2d(2, affine: false, trackRunningStats: false).stateDict.isEmpty)
        #expect(InstanceNorm2d(2).stateDict.isEmpty)
        expect(LayerNorm(2).weight, is: [1, 1])
        expect(LayerNorm([2]).bias, is: [0, 0])
        expect(RMSNorm(3).weight, is: [1, 1, 1])
        expect(PReLU(2).weight, is: [0.25, 0.25])
    }

    @Test("attention's biases from 0")
    func attention() {
        let layer = MultiheadAttention(4, 2, addBiasKV: true)
        expect(layer.inProjBias, is: Array(repeating: 0, count: 12))
        expect(layer.outProj.bias, is: [0, 0, 0, 0])
        #expect(layer.biasK?.shape == [1, 1, 4])
    }

    @Test("in the dtype that they are asked for")
    func dtypes() {
        let double: [any Module] = [
            Conv1d(1, 1, 1, dtype: .float64), ConvTranspose1d(1, 1, 1, dtype: .float64), Bilinear(1, 1, 1, dtype: .float64),
            Embedding(2, 2, dtype: .float64), LayerNorm(2, dtype: .float64), RMSNorm(2, dtype: .float64),
            GroupNorm(1, 2, dtype: .float64), GRU(2, 2, dtype: .float64), PReLU(dtype: .float64),
            Transformer(4, 2, numEncoderLayers: 1, numDecoderLayers: 1, dimFeedforward: 4, dtype: .float64),
        ]
        for module in double { #expect(module.stateDict.values.allSatisfy { $0.dtype == .float64 }, "\(module)") }
    }
}

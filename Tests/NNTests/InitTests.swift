import NN
import Testing

@Suite("Initial values are torch's in distribution")
struct InitTests {
    /// A matrix, and a weight of a convolution: fan in 64 · 9, fan out 32 · 9.
    private static let shapes: [(shape: Shape, fanIn: Double, fanOut: Double)] = [
        ([200, 300], 300, 200), ([32, 64, 3, 3], 576, 288),
    ]

    private func check(_ tensor: Tensor, bound: Double, sourceLocation: SourceLocation = #_sourceLocation) {
        let (low, high) = (tensor.amin().item(), tensor.amax().item())
        #expect(low >= -bound && low < -0.99 * bound, sourceLocation: sourceLocation)
        #expect(high <= bound && high > 0.99 * bound, sourceLocation: sourceLocation)
        check(tensor, std: bound / 3.0.squareRoot(), sourceLocation: sourceLocation)
    }

    private func check(_ tensor: Tensor, std: Double, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(abs(tensor.mean().item()) < 0.03 * std, sourceLocation: sourceLocation)
        #expect(abs(tensor.std().item() / std - 1) < 0.02, sourceLocation: sourceLocation)
    }

    @Test("Xavier's", arguments: [0, 1], [1, 5.0 / 3])
    func xavier(index: Int, gain: Double) {
        let (shape, fanIn, fanOut) = InitTests.shapes[index]
        let generator = Generator(seed: 11)
        check(
            Init.xavierUniform(shape, gain: gain, generator: generator), bound: gain * (6 / (fanIn + fanOut)).squareRoot())
        check(Init.xavierNormal(shape, gain: gain, generator: generator), std: gain * (2 / (fanIn + fanOut)).squareRoot())
    }

    @Test("Kaiming's", arguments: [0, 1], [0, 0.2])
    func kaiming(index: Int, slope: Double) {
        let (shape, fanIn, fanOut) = InitTests.shapes[index]
        let generator = Generator(seed: 12)
        let gain = (2 / (1 + slope * slope)).squareRoot()
        for (mode, fan) in [(Init.FanMode.fanIn, fanIn), (.fanOut, fanOut)] {
            check(
                Init.kaimingUniform(shape, mode: mode, nonlinearity: .leakyReLU(slope), generator: generator),
                bound: gain * (3 / fan).squareRoot())
            check(
                Init.kaimingNormal(shape, mode: mode, nonlinearity: .leakyReLU(slope), generator: generator),
                std: gain / fan.squareRoot())
        }
    }

    @Test("constants")
    func constants() {
        expect(Init.zeros([2]), is: [0, 0])
        expect(Init.ones([2]), is: [1, 1])
        expect(Init.constant([2], 0.25), is: [0.25, 0.25])
        #expect(Init.constant([1], 3, dtype: .float64).dtype == .float64)
    }

    @Test("the same seed gives the same weights, in the dtype asked for")
    func seeded() {
        let first = Init.xavierNormal([4, 5], dtype: .float64, generator: Generator(seed: 1))
        #expect(first.dtype == .float64)
        #expect(
            first.array(of: Double.self)
                == Init.xavierNormal([4, 5], dtype: .float64, generator: Generator(seed: 1)).array(of: Double.self))
    }

    @Test("a vector has no fans")
    func vector() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Init.kaimingNormal([3])
        }
        #expect(message(said).contains("kaimingNormal: a weight of shape [3] has no fans: it needs two dims"))
    }
}

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

    @Test("a truncated normal is one within its bounds")
    func truncated() {
        let generator = Generator(seed: 13)
        let tensor = Init.truncNormal([100_000], mean: 1, std: 2, from: 0, to: 3, generator: generator)
        #expect(tensor.amin().item() >= 0 && tensor.amin().item() < 0.001)
        #expect(tensor.amax().item() <= 3 && tensor.amax().item() > 2.999)
        // Of N(0, 1) within -1/2 ... 1: φ at the bounds, and what lies between.
        let (low, high, inside) = (0.3520653267642995, 0.24197072451914337, 0.532807207342556)
        let mean = (low - high) / inside
        let variance = 1 - (high + 0.5 * low) / inside - mean * mean
        #expect(abs(tensor.mean().item() - (1 + 2 * mean)) < 0.01)
        #expect(abs(tensor.var().item() / (4 * variance) - 1) < 0.01)
        #expect(abs(Init.truncNormal([1000], generator: generator).std().item() - 0.88) < 0.05)
        #expect(Init.truncNormal([3], from: 9, to: 9, dtype: .float64).array(of: Double.self) == [9, 9, 9])
    }

    @Test("uniform and normal")
    func plain() {
        let generator = Generator(seed: 14)
        check(Init.uniform([200, 200], from: -3, to: 3, generator: generator), bound: 3)
        check(Init.normal([200, 200], std: 0.5, generator: generator), std: 0.5)
    }

    @Test("eye gives a linear layer's input back")
    func eye() {
        expect(Init.eye([2, 3]), is: [1, 0, 0, 0, 1, 0])
        expect(Init.eye([3, 2]), is: [1, 0, 0, 1, 0, 0])
    }

    @Test("dirac gives a convolution's input back, in each group")
    func dirac() {
        let x = Tensor.normal([2, 3, 5, 4], generator: Generator(seed: 1))
        let same = x.conv2d(Init.dirac([3, 3, 3, 3]), padding: 1)
        expect(same, is: x.array(of: Double.self))
        // Two groups of two outputs: each has inputs 0 and 1 of its own three.
        expect(Init.dirac([4, 3, 1], groups: 2), is: [1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0])
        expect(Init.dirac([2, 1, 4]), is: [0, 0, 1, 0, 0, 0, 0, 0])
        #expect(Init.dirac([2, 2, 0]).count == 0)
    }

    @Test("orthogonal rows or columns, whichever are fewer", arguments: [[6, 6], [3, 8], [8, 3], [4, 2, 3]])
    func orthogonal(sizes: [Int]) {
        let tensor = Init.orthogonal(Shape(sizes), gain: 2, dtype: .float64, generator: Generator(seed: 15))
        #expect(tensor.shape == Shape(sizes))
        let matrix = tensor.reshape(sizes[0], -1)
        let fewer = matrix.shape[0] <= matrix.shape[1] ? matrix : matrix.t()
        let difference = fewer.matmul(fewer.t()) - 4 * Tensor.eye(fewer.shape[0], dtype: .float64)
        #expect(difference.abs().amax().item() < 1e-12)
    }

    @Test("an orthogonal matrix points anywhere: its trace has mean 0")
    func orthogonalSigns() {
        let generator = Generator(seed: 16)
        let traces = (0..<200).map { _ in Init.orthogonal([2, 2], generator: generator).diagonal().sum().item() }
        #expect(abs(traces.reduce(0, +) / 200) < 0.25)
    }

    @Test("sparse columns have their share of zeros, rounded up")
    func sparse() {
        let tensor = Init.sparse([10, 200], sparsity: 0.25, generator: Generator(seed: 17))
        #expect((tensor .== 0).sum(dim: 0).array(of: Int.self).allSatisfy { $0 == 3 })
        let kept = tensor.array(of: Double.self).filter { $0 != 0 }
        let variance = kept.map { $0 * $0 }.reduce(0, +) / Double(kept.count)
        #expect(abs(variance.squareRoot() / 0.01 - 1) < 0.06)
        #expect((tensor .== 0).sum(dim: 1).array(of: Int.self).allSatisfy { $0 > 30 })
    }

    @Test(
        "gains are torch's",
        arguments: [
            (Init.Nonlinearity.linear, 1), (.sigmoid, 1), (.tanh, 5.0 / 3), (.relu, 1.4142135623730951),
            (.leakyReLU(0.2), 1.3867504905630728), (.selu, 0.75),
        ])
    func gains(nonlinearity: Init.Nonlinearity, gain: Double) {
        #expect(abs(Init.calculateGain(nonlinearity) - gain) < 1e-15)
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
        #expect(message(said).contains("kaimingNormal: needs at least two dims to have fans, got shape [3]"))
    }
}

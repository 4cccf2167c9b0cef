import Glibc
import Tensor
import Testing

/// Functions whose squares or sums leave the range of the dtype on the way to a result that does not.
@Suite("Numbers whose squares or sums overflow or underflow")
struct RangeTests {
    /// Factors that are no powers of two, so that something is rounded.
    static let scales: [(DType, Double)] = [
        (.float32, 1e-40), (.float32, 1e-25), (.float32, 1), (.float32, 1e20), (.float32, 1e25), (.float32, 5e37),
        (.float64, 1e-300), (.float64, 1e-200), (.float64, 1), (.float64, 1e160), (.float64, 1e200), (.float64, 1e307),
    ]

    private func vector(_ values: [Double], _ dtype: DType, _ scale: Double) -> Tensor {
        Tensor(values.map { $0 * scale }, dtype: dtype)
    }

    /// Denormal numbers have fewer digits.
    private func units(_ dtype: DType, _ scale: Double) -> Double { dtype == .float32 && scale < 1e-37 ? 16 : 4 }

    @Test("a norm is accurate", arguments: scales)
    func norm(dtype: DType, scale: Double) {
        expect(vector([3, 4], dtype, scale).norm(), isNear: [5 * scale], units: units(dtype, scale))
        expect(vector([0, -0.0], dtype, scale).norm(), is: [0])
        expect(vector([3, .infinity], dtype, scale).norm(), is: [.infinity])
        expect(vector([3, .nan], dtype, scale).norm(), is: [.nan])
        let columns = vector([3, 0, 4, 1], dtype, scale).reshape(2, 2)
        expect(columns.norm(dim: 0), isNear: [5 * scale, scale], units: units(dtype, scale))
        expect(columns.t().norm(dim: -1), isNear: [5 * scale, scale], units: units(dtype, scale))
        let many = Tensor.full([3000], scale / 20, dtype: dtype)
        expect(many.norm(), isNear: [3000.squareRoot() / 20 * scale], units: dtype == .float32 ? units(dtype, scale) : 64)
    }

    @Test("norms of other orders are accurate", arguments: scales.filter { $0.1 > 1e-39 })
    func otherNorms(dtype: DType, scale: Double) {
        let x = vector([3, -4, 0, 5], dtype, scale)
        expect(x.norm(3), isNear: [6 * scale], units: 8)
        expect(x.norm(20) / 5, isNear: [scale * Glibc.pow(1 + Glibc.pow(0.8, 20) + Glibc.pow(0.6, 20), 0.05)], units: 64)
        expect(vector([3, -6], dtype, scale).norm(-1), isNear: [2 * scale], units: 8)
        expect(x.norm(-2), is: [0])
        expect(vector([3, -4], dtype, scale).norm(1), isNear: [7 * scale], units: 8)
        expect(x.reshape(2, 2).norm(3, dim: 1, keepDim: true), isNear: [4.497941445275415 * scale, 5 * scale], units: 16)
    }

    @Test("a standard deviation is accurate", arguments: scales)
    func deviation(dtype: DType, scale: Double) {
        expect(vector([1, 2, 3], dtype, scale).std(), isNear: [scale], units: units(dtype, scale))
        expect(vector([2, 2, 2], dtype, scale).std(), is: [0])
        expect(
            vector([1, 2, 3, 3, 2, 1], dtype, scale).reshape(2, 3).std(dim: 1), isNear: [scale, scale],
            units: units(dtype, scale))
    }

    @Test("a variance is accurate where the sum of squares overflows")
    func variance() {
        // A thousand squares of 10¹⁹ are beyond float32, their mean is not.
        let x = Tensor((0..<1000).map { $0 % 2 == 0 ? 1e19 : -1e19 })
        expect(x.var(correction: 0), isNear: [1e38], units: 2)
        expect(x.std(correction: 0), isNear: [1e19], units: 2)
        expect(x.to(.float64).var(correction: 0), isNear: [1e38], units: 1e9)
    }

    @Test("a mean is accurate where the sum overflows", arguments: [2, 3, 129, 4000, 70000])
    func mean(count: Int) {
        // What adding up so many equal numbers in double loses.
        let units = 4 + Double(count) / 256
        expect(Tensor.full([count], 1.5e308, dtype: .float64).contiguous().mean(), isNear: [1.5e308], units: units)
        expect(Tensor.full([count], 3e38).contiguous().mean(), isNear: [3e38], units: units)
        expect(Tensor.full([count, 3], 3e38).contiguous().mean(dim: 0), isNear: [3e38, 3e38, 3e38], units: units)
        expect(
            Tensor.full([3, count], -1.5e308, dtype: .float64).contiguous().mean(dim: 1),
            isNear: [-1.5e308, -1.5e308, -1.5e308], units: units)
        expect(Tensor.full([count], 1.5e308, dtype: .float64).contiguous().nanMean(), isNear: [1.5e308], units: units)
        expect(Tensor([1.5e308, Double.infinity], dtype: .float64).mean(), is: [.infinity])
        expect(Tensor([Double.infinity, -Double.infinity]).mean(), is: [.nan])
    }

    @Test("a sum is accurate where a partial sum overflows")
    func sum() {
        let largest = Double(Float.greatestFiniteMagnitude)
        let x = Tensor((0..<256).map { $0 < 128 ? largest : -largest })
        expect(x.sum(), is: [0])
        expect(Tensor([1.5e308, 1.5e308, -1.5e308], dtype: .float64).sum(), is: [1.5e308])
        expect(Tensor([1.5e308, 1.5e308], dtype: .float64).sum(), is: [.infinity])
    }

    static let large: [(DType, Double)] = [
        (.float32, 1e19), (.float32, 1e25), (.float32, 5e37), (.float64, 1e160), (.float64, 1e200), (.float64, 1e307),
    ]

    @Test("normalisations scale them to variance 1", arguments: large)
    func normalization(dtype: DType, scale: Double) {
        let row = [1.0, 2, 3, 4].map { $0 * scale }
        let standard = [-1.5, -0.5, 0.5, 1.5].map { $0 / 1.25.squareRoot() }
        let x = Tensor(row + row, shape: [2, 4], dtype: dtype)
        expect(x.layerNorm([4]), isNear: standard + standard, units: 8)
        expect(x.rmsNorm([4]), isNear: ([1, 2, 3, 4, 1, 2, 3, 4] as [Double]).map { $0 / 7.5.squareRoot() }, units: 8)
        expect(x.reshape(2, 4, 1).groupNorm(1), isNear: standard + standard, units: 8)
        expect(x.reshape(2, 2, 2).groupNorm(2), isNear: [-1, 1, -1, 1, -1, 1, -1, 1], units: 8)
        expect(x.reshape(2, 1, 4).instanceNorm(), isNear: standard + standard, units: 8)
        expect(x.t().batchNorm(), isNear: standard.flatMap { [$0, $0] }, units: 8)
        expect(x.t().reshape(1, 4, 2).transpose(0, 1).batchNorm(), isNear: standard.flatMap { [$0, $0] }, units: 8)
        expect(
            x.reshape(2, 1, 4).batchNorm(weight: Tensor([2.0], dtype: dtype), bias: Tensor([4.0], dtype: dtype)),
            isNear: (standard + standard).map { $0 * 2 + 4 }, units: 16)
        let length = 30.squareRoot()
        expect(x.normalize(), isNear: ([1, 2, 3, 4, 1, 2, 3, 4] as [Double]).map { $0 / length }, units: 8)
        // As ordinary rows beside them.
        let mixed = Tensor(row + [1, 2, 3, 4], shape: [2, 4], dtype: dtype)
        expect(mixed.layerNorm([4], eps: 0), isNear: standard + standard, units: 8)
    }

    @Test("small numbers are normalised where eps allows it", arguments: [(DType.float32, 1e-25), (.float64, 1e-200)])
    func small(dtype: DType, scale: Double) {
        let x = Tensor([1.0, 2, 3, 4].map { $0 * scale }, shape: [1, 4], dtype: dtype)
        let standard = [-1.5, -0.5, 0.5, 1.5].map { $0 / 1.25.squareRoot() }
        expect(x.layerNorm([4], eps: 0), isNear: standard, units: 8)
        expect(x.t().batchNorm(eps: 0), isNear: standard, units: 8)
        expect(x.layerNorm([4]), isNear: [-1.5, -0.5, 0.5, 1.5].map { $0 * scale / 1e-5.squareRoot() }, units: 8)
    }

    @Test("running statistics cover the range of the dtype")
    func running() {
        var (mean, variance) = (Tensor.zeros([1], dtype: .float64), Tensor.zeros([1], dtype: .float64))
        let x = Tensor([1.5e308, 1.5e308, 1.5e308], shape: [3, 1], dtype: .float64)
        _ = x.batchNorm(updatingMean: &mean, updatingVar: &variance, momentum: 1)
        expect(mean, isNear: [1.5e308], units: 1)
        expect(variance, is: [0])
    }

    @Test("distances are accurate", arguments: scales.filter { $0.1 > 1e-39 })
    func distances(dtype: DType, scale: Double) {
        let (x, y) = (Tensor([[3 * scale, 0]], dtype: dtype), Tensor([[0, 4 * scale]], dtype: dtype))
        let windows = Tensor([[[3 * scale, 4 * scale, -4 * scale, 3 * scale]]], dtype: dtype)
        expect(windows.lpPool1d(2, 2), isNear: [5 * scale, 5 * scale], units: 4)
        for mode in [Tensor.DistanceMode.product, .difference, .productIfLarge] {
            expect(x.cdist(y, mode: mode), isNear: [5 * scale], units: 4, "\(mode)")
        }
        expect(x.dist(y), isNear: [5 * scale], units: 4)
        expect(x.pairwiseDistance(y, eps: 0), isNear: [5 * scale], units: 4)
        expect(Tensor.concatenate([x, y]).pdist(), isNear: [5 * scale], units: 4)
        expect(Tensor.zeros([1, 2], dtype: dtype).cdist(.zeros([1, 2], dtype: dtype), mode: .product), is: [0])
        expect(Tensor([[Double.infinity, 0]], dtype: dtype).cdist(y, mode: .difference), is: [.infinity])
    }

    @Test(
        "a cosine is found, and lies between -1 and 1",
        arguments: scales.filter { 1...1e36 ~= $0.1 || $0.0 == .float64 && $0.1 > 1 })
    func cosine(dtype: DType, scale: Double) {
        let generator = Generator(seed: 1)
        let x = Tensor.normal([1000, 30], generator: generator).to(dtype) * scale
        let same = x.cosineSimilarity(x)
        #expect(same.amax().item() <= 1)
        #expect(same.amin().item() > 1 - 1e-6)
        #expect(x.cosineSimilarity(-x).amin().item() >= -1)
        #expect(
            (Tensor([[3.0, 4]], dtype: dtype) * scale).cosineSimilarity(Tensor([[4.0, 3]], dtype: dtype) * scale).item() - 0.96
                < 1e-6)
    }

    @Test("correlations do not depend on the size", arguments: scales)
    func correlations(dtype: DType, scale: Double) {
        let x = Tensor([1.0, 2, 3, 1, 3, 2].map { $0 * scale }, shape: [2, 3], dtype: dtype)
        let expected = [1, 0.5, 0.5, 1]
        for (value, truth) in zip(x.corrcoef().array(of: Double.self), expected) { #expect(Swift.abs(value - truth) < 1e-5) }
    }
}

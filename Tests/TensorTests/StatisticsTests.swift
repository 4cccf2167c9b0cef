import Tensor
import Testing

@Suite("Statistics")
struct StatisticsTests {
    private let gaps = Tensor([[1.0, Double.nan, 3], [Double.nan, Double.nan, Double.nan]])

    @Test("without NaN")
    func nan() {
        expect(gaps.nanSum(dims: [1]), is: [4, 0])
        expect(gaps.nanMean(dims: [1]), is: [2, .nan])
        expect(gaps.nanMedian(dim: 1).values, is: [1, .nan])
        expect(gaps.nanMedian(), is: [1])
        expect(gaps.nanQuantile(0.5, dim: 1), is: [2, .nan])
    }

    @Test("the median is the lower of two; NaN where there is one, with its first index")
    func median() {
        let x = Tensor([[4.0, 1, 3, 2], [1, Double.nan, 0, Double.nan]])
        let (values, indices) = x.median(dim: 1)
        expect(values, is: [2, .nan])
        expect(indices, is: [3, 1])
        expect(Tensor([4, 1, 3, 2]).median(), is: [2], dtype: .int64)
        expect(Tensor([1.0, Double.nan]).median(), is: [.nan])
        #expect(x.median(dim: 0, keepDim: true).values.shape == [1, 4])
    }

    @Test(
        "a quantile lies between two elements",
        arguments: zip(
            [.linear, .lower, .higher, .midpoint, .nearest] as [Tensor.Interpolation], [1.75, 1, 2, 1.5, 2] as [Double]))
    func interpolation(interpolation: Tensor.Interpolation, value: Double) {
        expect(Tensor([3.0, 2, 1, 0]).quantile(0.5833333333333334, interpolation: interpolation), isNear: [value], units: 4)
    }

    @Test("several quantiles are in a first dim")
    func quantiles() {
        let x = Tensor([[0.0, 1, 2], [10, 20, 30]])
        let q = Tensor([0.0, 0.5, 1])
        expect(x.quantile(q, dim: 1), is: [0, 10, 1, 20, 2, 30], shape: [3, 2])
        #expect(x.quantile(q, dim: 1, keepDim: true).shape == [3, 2, 1])
        #expect(x.quantile(q, keepDim: true).shape == [3, 1, 1])
        #expect(x.quantile(0.5, dim: 0, keepDim: true).shape == [1, 3])
        expect(Tensor([1.0, Double.nan]).quantile(0.0), is: [.nan])
        expect(Tensor([-Double.infinity, 0, 1]).quantile(0.25), is: [-.infinity])
    }

    @Test("quantiles and medians of infinite elements are the limits of large ones")
    func infinite() {
        let inf = Double.infinity
        let cases: [(x: [Double], q: Double, value: Double)] = [
            ([0, inf], 0.75, inf), ([0, inf], 0.25, inf), ([0, inf], 0, 0), ([0, inf], 1, inf),
            ([-inf, -inf, 1, 2], 0.1, -inf),
            ([-inf, -inf, 1, 2], 0.4, -inf), ([-inf, -inf, 1, 2], 0.75, 1.25), ([-inf, 0], 0.75, -inf), ([-inf, 0], 1, 0),
            ([inf, inf], 0.3, inf), ([-inf, inf], 0.5, .nan), ([-inf, inf], 1, inf), ([inf], 0.5, inf),
        ]
        for dtype in [DType.float32, .float64] {
            for (values, q, value) in cases {
                let x = Tensor(values, dtype: dtype)
                expect(x.quantile(q), is: [value])
                expect(Tensor.concatenate([x, Tensor([Double.nan], dtype: dtype)], dim: 0).nanQuantile(q), is: [value])
            }
            expect(Tensor([0, inf], dtype: dtype).quantile(0.25, interpolation: .midpoint), is: [inf])
            expect(Tensor([inf], dtype: dtype).median(), is: [inf])
            expect(Tensor([inf], dtype: dtype).median(dim: 0).values, is: [inf])
            expect(Tensor([inf, Double.nan], dtype: dtype).nanMedian(), is: [inf])
            expect(Tensor([-inf, inf, inf], dtype: dtype).median(), is: [inf])
        }
    }

    @Test("NaN counts as one value to the mode", arguments: [.float32, .float64] as [DType])
    func modeOfNaN(dtype: DType) {
        expect(Tensor([Double.nan, .nan, 4], dtype: dtype).mode().values, is: [.nan])
        expect(Tensor([4, Double.nan, .nan, 4, .nan], dtype: dtype).mode().values, is: [.nan])
        expect(Tensor([4, Double.nan, .nan, 4], dtype: dtype).mode().values, is: [4])
        expect(Tensor([Double.nan, 5, 4], dtype: dtype).mode().values, is: [4])
    }

    @Test("the mode is the smallest of the most frequent", arguments: [.float32, .int64, .uint8] as [DType])
    func mode(dtype: DType) {
        let (values, indices) = Tensor([[3, 1, 3, 1, 2], [2, 2, 1, 1, 1]], dtype: dtype).mode(dim: 1)
        expect(values, is: [1, 1], dtype: dtype)
        expect(indices, is: [3, 4])
        expect(Tensor([[1, 2], [1, 3]]).mode(dim: 0, keepDim: true).values, is: [1, 2], shape: [1, 2])
        expect(Tensor(5.0).mode().values, is: [5], shape: [])
    }

    @Test("a histogram counts within its bounds, the upper one too")
    func histogram() {
        let x = Tensor([0.0, 0.5, 1, 2, 3.9, 4, 5, -1, Double.nan])
        expect(x.histc(bins: 4, min: 0, max: 4), is: [2, 1, 1, 2], dtype: .float32)
        expect(Tensor([1.0, 2]).histc(bins: 2), is: [1, 1])
        expect(Tensor([1.0, 1]).histc(bins: 2), is: [0, 2])
    }

    @Test("covariance with weights, correlation")
    func covariance() {
        let x = Tensor([[0.0, 2, 4], [0, 1, 5]])
        expect(x.cov(), is: [4, 5, 5, 7], shape: [2, 2])
        expect(
            x.cov(fweights: Tensor([2, 1, 1])),
            isNear: x.indexSelect(dim: 1, Tensor([0, 0, 1, 2])).cov().array(of: Double.self), units: 4)
        expect(Tensor([1.0, 3]).cov(), is: [2], shape: [])
        expect(x.corrcoef(), isNear: [1, 5 / 28.0.squareRoot(), 5 / 28.0.squareRoot(), 1], units: 4)
    }

    @Test("distances of rows to rows")
    func distances() {
        let (x, y) = (Tensor([[0.0, 0], [3, 4]]), Tensor([[0.0, 0], [6, 8], [3, 4]]))
        expect(x.cdist(y), is: [0, 10, 5, 5, 5, 0], shape: [2, 3])
        expect(x.cdist(y, p: 1), is: [0, 14, 7, 7, 7, 0])
        expect(x.cdist(y, p: .infinity), is: [0, 8, 4, 4, 4, 0])
        expect(x.cdist(y, p: 0), is: [0, 2, 2, 2, 2, 0])
        expect(x.cdist(y, mode: .product), is: [0, 10, 5, 5, 5, 0])
        expect(y.pdist(), is: [10, 5, 5])
        #expect(Tensor.ones([1, 3]).pdist().shape == [0])
        #expect(Tensor.ones([2, 1, 4, 5]).cdist(.ones([3, 6, 5])).shape == [2, 3, 4, 6])
    }
}

import Tensor
import Testing

@Suite("Scans")
struct ScanTests {
    @Test("along any dim of any strides are running folds", arguments: 0..<3)
    func dims(dim: Int) {
        let x = Tensor.uniform([3, 4, 5], from: -2, to: 2, dtype: .float64, generator: Generator(seed: 3))
        for view in [x, x.flip(1), x.permute(2, 0, 1), x[.ellipsis, .slice(step: 2)], x[1..<2].expand(3, 4, 5)] {
            let steps = 1...view.shape[dim]
            func running(_ fold: (Tensor) -> Tensor) -> [Double] {
                Tensor.stack(steps.map { fold(view.narrow(dim: dim, start: 0, length: $0)) }, dim: dim).array(of: Double.self)
            }
            expect(view.cumsum(dim: dim), isNear: running { $0.sum(dim: dim) }, units: 256)
            expect(view.cumprod(dim: dim), isNear: running { $0.prod(dim: dim) }, units: 8)
            expect(view.logCumSumExp(dim: dim) + 10, isNear: running { $0.logSumExp(dim: dim) + 10 }, units: 8)
            expect(view.cummax(dim: dim).values, is: running { $0.amax(dim: dim) })
            expect(view.cummin(dim: dim - 3).values, is: running { $0.amin(dim: dim) })
        }
    }

    @Test("of whole numbers and bools are int64", arguments: [.int32, .int64, .uint8, .bool] as [DType])
    func whole(dtype: DType) {
        let x = Tensor([1, 0, 1], dtype: dtype)
        expect(x.cumsum(dim: 0), is: [1, 1, 2], dtype: .int64)
        expect(x.cumprod(dim: 0), is: [1, 0, 0], dtype: .int64)
        expect(x.cummax(dim: 0).values, is: [1, 1, 1], dtype: dtype)
    }

    @Test("extremes: the last of equal ones; NaN stays")
    func extremes() {
        let (values, indices) = Tensor([1.0, 3, 3, Double.nan, 5, Double.nan]).cummax(dim: 0)
        expect(values, is: [1, 3, 3, .nan, .nan, .nan])
        expect(indices, is: [0, 1, 2, 3, 3, 5], dtype: .int64)
        expect(Tensor([3.0, 3, 1, 2]).cummin(dim: 0).indices, is: [0, 1, 2, 2])
    }

    @Test("of exponentials do not overflow, and bear infinities")
    func exponentials() {
        expect(
            Tensor([1000.0, 1000, -1000]).logCumSumExp(dim: 0), isNear: [1000, 1000.6931471805599, 1000.6931471805599], units: 1
        )
        expect(
            Tensor([-Double.infinity, -Double.infinity, 2, Double.infinity]).logCumSumExp(dim: 0),
            is: [-.infinity, -.infinity, 2, .infinity])
    }

    @Test("a running sum of a million float32 stays accurate")
    func accuracy() {
        let last = Tensor.full([1_000_000], 0.1).cumsum(dim: 0)[-1].item()
        #expect(abs(last - 100_000.0014901161) < 0.01)
    }

    @Test("of scalars and of no elements")
    func degenerate() {
        expect(Tensor(3.0).cumsum(dim: 0), is: [3], shape: [])
        expect(Tensor(3.0).cummax(dim: -1).indices, is: [0], shape: [])
        #expect(Tensor.ones([0, 3]).cumprod(dim: 0).shape == [0, 3])
        #expect(Tensor.ones([3, 0]).cumsum(dim: 0).shape == [3, 0])
    }

    @Test("differences of neighbours")
    func diff() {
        let x = Tensor([[1, 4, 9, 16]])
        expect(x.diff(), is: [3, 5, 7], shape: [1, 3])
        expect(x.diff(n: 2), is: [2, 2])
        #expect(x.diff(n: 9).shape == [1, 0])
        expect(x.diff(dim: 0, prepend: x * 0), is: [1, 4, 9, 16], shape: [1, 4])
        expect(x.diff(append: Tensor([[20]])), is: [3, 5, 7, 4])
        expect(Tensor([true, false, false]).diff(), is: [1, 0], dtype: .bool)
    }

    @Test("integrals by the trapezoid rule")
    func trapezoid() {
        let y = Tensor([[1.0, 2, 4], [0, 1, 0]])
        expect(y.trapezoid(), is: [4.5, 1])
        expect(y.trapezoid(dx: 2, dim: 0), is: [1, 3, 4])
        expect(y.trapezoid(x: Tensor([0.0, 1, 3])), is: [7.5, 1.5])
        expect(y.cumulativeTrapezoid(), is: [1.5, 4.5, 0.5, 1], shape: [2, 2])
        expect(Tensor([1, 2]).trapezoid(), is: [1.5], dtype: .float32)
    }
}

import Tensor
import Testing

@Suite("Sorting")
struct SortingTests {
    static let mixed: [Double] = [3, .nan, 1, -.infinity, 3, .infinity, .nan, -0.0, 0, 1]

    @Test("sorts as torch's stable sort: NaN is largest", arguments: [.float32, .float64] as [DType])
    func floats(dtype: DType) {
        let x = Tensor(Self.mixed, dtype: dtype)
        let (up, order) = x.sort()
        expect(up, is: [-.infinity, -0.0, 0, 1, 1, 3, 3, .infinity, .nan, .nan], dtype: dtype)
        expect(order, is: [3, 7, 8, 2, 9, 0, 4, 5, 1, 6], dtype: .int64)
        expect(x.argsort(descending: true), is: [1, 6, 5, 0, 4, 2, 9, 7, 8, 3])
        expect(x.sort(descending: true).values, is: [.nan, .nan, .infinity, 3, 3, 1, 1, -0.0, 0, -.infinity])
    }

    @Test("sorts along any dim of any strides", arguments: 0..<3, [false, true])
    func dims(dim: Int, descending: Bool) {
        let x = Tensor.integers([4, 5, 6], from: 0, to: 9, generator: Generator(seed: 5))
        for view in [x, x.flip(1), x.permute(2, 0, 1), x[.ellipsis, .slice(step: 2)], x[1..<2].expand(3, 5, 6)] {
            let (values, indices) = view.sort(dim: dim, descending: descending)
            let rows = view.movedim(dim, to: -1).reshape(-1, view.shape[dim]).unbind()
            let sorted = rows.map { row in
                row.array(of: Int.self).enumerated().sorted {
                    ($0.element == $1.element) ? $0.offset < $1.offset : descending != ($0.element < $1.element)
                }
            }
            #expect(values.movedim(dim, to: -1).array(of: Int.self) == sorted.flatMap { $0.map(\.element) })
            #expect(indices.movedim(dim, to: -1).array(of: Int.self) == sorted.flatMap { $0.map(\.offset) })
        }
    }

    @Test("sorts each dtype", arguments: DType.allCases)
    func dtypes(dtype: DType) {
        let x = Tensor([1, 0, 1, 0], dtype: dtype)
        expect(x.sort().values, is: [0, 0, 1, 1], dtype: dtype)
        expect(x.argsort(), is: [1, 3, 0, 2])
        expect(x.argsort(descending: true), is: [0, 2, 1, 3])
    }

    @Test("the k largest or smallest, in order")
    func topk() {
        let x = Tensor([[3, 9, 1], [7, 7, 8]])
        let (values, indices) = x.topk(2)
        expect(values, is: [9, 3, 8, 7], shape: [2, 2])
        expect(indices, is: [1, 0, 2, 0], shape: [2, 2])
        expect(x.topk(1, dim: 0, largest: false).values, is: [3, 7, 1], shape: [1, 3])
        expect(Tensor(Self.mixed).topk(4).values, is: [.nan, .nan, .infinity, 3])
        #expect(x.topk(0).values.shape == [2, 0])
    }

    @Test("a range of ranks agrees with the whole order", arguments: DType.allCases, [false, true])
    func ranks(dtype: DType, descending: Bool) {
        func positions(_ order: Tensor) -> [Int] { order.array(of: Int.self) }
        let few = Tensor.integers([3, 3000], from: 0, to: 9, generator: Generator(seed: 7)).to(dtype)
        let many = Tensor.normal([3, 3000], generator: Generator(seed: 8)).to(dtype)
        for x in [few, many, few.t().contiguous().t(), many[.all, .slice(step: 2)]] {
            let size = x.shape[1]
            let order = x.argsort(dim: 1, descending: descending)
            for k in [1, 10, 100, size / 2, size] {
                #expect(
                    positions(x.topk(k, largest: descending).indices) == positions(order.narrow(dim: 1, start: 0, length: k)))
            }
            if descending { continue }
            for k in [1, 2, size / 3, size] {
                #expect(positions(x.kthValue(k).indices) == positions(order.select(dim: 1, k - 1)))
            }
            #expect(positions(x.median(dim: 1).indices) == positions(order.select(dim: 1, (size - 1) / 2)))
        }
    }

    @Test("long rows are sorted as short ones")
    func long() {
        let x = Tensor.normal([20_000], generator: Generator(seed: 9))
        let values = x.array(of: Float.self)
        let sorted = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        for dtype in [DType.float32, .float64] { #expect(x.to(dtype).argsort().array(of: Int.self) == sorted) }
        #expect(x.median().item(as: Float.self) == values[sorted[9999]])
        #expect((x * 1000).to(.int64).median().item(as: Int.self) == Int(values[sorted[9999]] * 1000))
    }

    @Test("scalars and empty tensors")
    func degenerate() {
        expect(Tensor(3.0).sort().values, is: [3], shape: [])
        expect(Tensor(3.0).argsort(dim: 0), is: [0], shape: [])
        expect(Tensor(3.0).topk(1).values, is: [3], shape: [])
        #expect(Tensor.ones([2, 0]).sort().values.shape == [2, 0])
        #expect(Tensor.ones([0, 2]).argsort(dim: 1).shape == [0, 2])
    }

    @Test("ten thousand equal keys keep their order")
    func stability() {
        let keys = Tensor.arange(10000).remainder(3)
        let order = keys.argsort().array(of: Int.self)
        #expect(order == (0..<3).flatMap { stride(from: $0, to: 10000, by: 3) })
    }
}

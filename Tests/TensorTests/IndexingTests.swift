import Tensor
import Testing

@Suite("Indexing functions")
struct IndexingTests {
    let x = Tensor.arange(12).reshape(3, 4)
    let index = Tensor([[0, 2], [1, 1], [3, 0]])
    let source = Tensor([[1, 2], [3, 4], [5, 6]])
    static let dtypes = DType.allCases.filter { $0 != .bool }

    @Test("gather is torch's", arguments: dtypes)
    func gather(dtype: DType) {
        let x = x.to(dtype)
        expect(x.gather(dim: 1, Tensor([[0, 0], [3, 1], [2, 2]])), is: [0, 0, 7, 5, 10, 10], shape: [3, 2], dtype: dtype)
        expect(
            x.gather(dim: 0, Tensor([[2, 1, 0, 0], [0, 0, 1, 2]])), is: [8, 5, 2, 3, 0, 1, 6, 11], shape: [2, 4], dtype: dtype)
        expect(x.t().gather(dim: 0, Tensor([[0, -1], [-4, 1]])), is: [0, 7, 0, 5], shape: [2, 2])
        expect(x.flip(1).gather(dim: 1, Tensor([[0], [1]]).expand(2, 2)), is: [3, 3, 6, 6])
    }

    @Test("scatter is torch's", arguments: dtypes)
    func scatter(dtype: DType) {
        let zeros = Tensor.zeros([3, 4], dtype: dtype)
        expect(zeros.scatter(dim: 1, index, source), is: [1, 0, 2, 0, 0, 4, 0, 0, 6, 0, 0, 5], shape: [3, 4], dtype: dtype)
        // Only as much of the source as the index has.
        let wide = Tensor([[1, 2, 9], [3, 4, 9]])
        expect(zeros.scatter(dim: 0, Tensor([[0, 2]]), wide), is: [1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0])
        expect(zeros.scatter(dim: 1, Tensor([[1], [0], [-1]]), 7), is: [0, 7, 0, 0, 7, 0, 0, 0, 0, 0, 0, 7])
        expect(zeros.t().scatter(dim: 0, index.t(), source.t()).t(), is: [1, 0, 2, 0, 0, 4, 0, 0, 6, 0, 0, 5])
        expect(zeros, is: Array(repeating: 0, count: 12))
    }

    @Test("scatterAdd adds at positions that occur twice", arguments: dtypes)
    func scatterAdd(dtype: DType) {
        let sums = x.to(dtype).scatterAdd(dim: 1, Tensor([[0, 0], [1, 1], [3, 0]]), source)
        expect(sums, is: [3, 1, 2, 3, 4, 12, 6, 7, 14, 9, 10, 16], shape: [3, 4], dtype: dtype)
    }

    @Test("indexSelect, indexAdd and indexCopy are torch's", arguments: dtypes)
    func slices(dtype: DType) {
        let x = x.to(dtype)
        expect(x.indexSelect(dim: 1, Tensor([3, 3, 0])), is: [3, 3, 0, 7, 7, 4, 11, 11, 8], shape: [3, 3], dtype: dtype)
        expect(x.t().indexSelect(dim: -1, Tensor([-1])), is: [8, 9, 10, 11], shape: [4, 1])
        expect(x.indexSelect(dim: 0, Tensor([Int]())), is: [], shape: [0, 4])
        expect(x.indexSelect(dim: 0, Tensor(1)), is: [4, 5, 6, 7], shape: [1, 4])
        let added = x.indexAdd(dim: 1, Tensor([0, 0, 3]), Tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
        expect(added, is: [3, 1, 2, 6, 13, 5, 6, 13, 23, 9, 10, 20], dtype: dtype)
        let copied = x.indexCopy(dim: 0, Tensor([2, 0]), Tensor([[1, 2, 3, 4], [5, 6, 7, 8]]))
        expect(copied, is: [5, 6, 7, 8, 4, 5, 6, 7, 1, 2, 3, 4], dtype: dtype)
        expect(x.t().indexCopy(dim: 1, Tensor([2, 0]), Tensor([[1, 2, 3, 4], [5, 6, 7, 8]]).t()).t(), is: copied.array())
        expect(x, is: (0..<12).map(Double.init))
    }

    @Test("bools that are added are or, and stay bools")
    func bools() {
        let x = Tensor([true, false, false])
        let added = x.indexAdd(dim: 0, Tensor([0, 0, 2]), Tensor([true, true, true]))
        #expect(added.array(of: UInt8.self) == [1, 0, 1])
        let scattered = x.scatterAdd(dim: 0, Tensor([0, 2, 2]), Tensor([true, true, true]))
        #expect(scattered.array(of: UInt8.self) == [1, 0, 1])
        expect(x.scatter(dim: 0, Tensor([1]), Tensor([true])), is: [1, 1, 0], dtype: .bool)
        expect(x.gather(dim: 0, Tensor([2, 0])), is: [0, 1], dtype: .bool)
    }

    @Test("scalars and empty indices")
    func degenerate() {
        expect(Tensor(5).gather(dim: 0, Tensor(0)), is: [5], shape: [])
        expect(Tensor(5).scatterAdd(dim: -1, Tensor(0), Tensor(2)), is: [7], shape: [])
        #expect(x.gather(dim: 0, Tensor.zeros([0, 4], dtype: .int64)).shape == [0, 4])
        expect(x.scatterAdd(dim: 0, Tensor.zeros([0, 4], dtype: .int64), .zeros([0, 4])), is: (0..<12).map(Double.init))
        expect(x.indexAdd(dim: 0, Tensor([Int]()), .zeros([0, 4])), is: (0..<12).map(Double.init))
        #expect(Tensor.zeros([2, 0]).indexSelect(dim: 0, Tensor([1, 1, 0])).shape == [3, 0])
    }
}

import Tensor
import Testing

@Suite("Searching")
struct SearchingTests {
    @Test("values go before equal ones, or after them", arguments: [.float32, .float64, .int32, .int64, .uint8] as [DType])
    func searchSorted(dtype: DType) {
        let (table, values) = (Tensor([1, 3, 3, 5], dtype: dtype), Tensor([[0, 1, 3], [4, 5, 6]], dtype: dtype))
        expect(table.searchSorted(values), is: [0, 0, 1, 3, 3, 4], shape: [2, 3], dtype: .int64)
        expect(table.searchSorted(values, right: true), is: [0, 1, 3, 3, 4, 4])
        expect(values.bucketize(table), is: [0, 0, 1, 3, 3, 4])
        expect(table.searchSorted(values[1, 0]), is: [3], shape: [])
    }

    @Test("row by row, unsorted with an order, NaN behind all")
    func rows() {
        let tables = Tensor([[1.0, 2, 3], [10, 20, 30]])
        expect(tables.searchSorted(Tensor([[2.5, 0], [25, 40]])), is: [2, 0, 2, 3], shape: [2, 2])
        let unsorted = Tensor([3.0, 1, 2])
        expect(unsorted.searchSorted(Tensor([2.5]), sorter: unsorted.argsort()), is: [2])
        expect(Tensor([1.0, Double.nan]).searchSorted(Tensor([Double.infinity, Double.nan])), is: [1, 1])
        #expect(Tensor.zeros([0]).searchSorted(Tensor([1.0])).array(of: Int.self) == [0])
    }

    @Test("the k-th smallest")
    func kthValue() {
        let x = Tensor([[3.0, 1, 2], [Double.nan, 5, 4]])
        let (values, indices) = x.kthValue(2)
        expect(values, is: [2, 5])
        expect(indices, is: [2, 1])
        expect(x.kthValue(3, keepDim: true).values, is: [3, .nan], shape: [2, 1])
        expect(Tensor(7.0).kthValue(1, dim: 0).values, is: [7], shape: [])
    }

    @Test("membership")
    func isIn() {
        expect(Tensor([[1, 2], [3, 4]]).isIn(Tensor([4, 2, 9])), is: [0, 1, 0, 1], shape: [2, 2], dtype: .bool)
        expect(Tensor([1, 2]).isIn(Tensor([2]), invert: true), is: [1, 0])
        expect(Tensor([1.0, Double.nan]).isIn(Tensor([Double.nan])), is: [0, 0])
        expect(Tensor([1, 2]).isIn(Tensor([2.0, 1.5])), is: [0, 1])
        expect(Tensor([1, 2]).isIn(.zeros([0], dtype: .int64)), is: [0, 0])
    }

    @Test("distinct elements, where they are found, how often they occur")
    func unique() {
        let (values, inverse, counts) = Tensor([[3, 1], [1, 2]]).unique()
        expect(values, is: [1, 2, 3], dtype: .int64)
        expect(inverse, is: [2, 0, 0, 1], shape: [2, 2])
        expect(counts, is: [2, 1, 1])
        expect(Tensor([Double.nan, 1, Double.nan]).unique().values, is: [1, .nan, .nan])
        #expect(Tensor.zeros([0]).unique().values.shape == [0])
        expect(Tensor(5).unique().inverse, is: [0], shape: [])
    }

    @Test("distinct slices along a dim", arguments: [0, 1, -1])
    func uniqueSlices(dim: Int) {
        let rows = Tensor([[3, 1, 0], [2, 9, 9], [3, 1, 0], [2, 8, 9]])
        let (values, inverse, counts) = (dim == 0 ? rows : rows.t()).unique(dim: dim)
        expect(dim == 0 ? values : values.t(), is: [2, 8, 9, 2, 9, 9, 3, 1, 0], shape: [3, 3])
        expect(inverse, is: [2, 1, 2, 0])
        expect(counts, is: [1, 1, 2])
    }

    @Test("runs of equal ones")
    func uniqueConsecutive() {
        let (values, inverse, counts) = Tensor([1, 1, 2, 1, 1, 1]).uniqueConsecutive()
        expect(values, is: [1, 2, 1])
        expect(inverse, is: [0, 0, 1, 2, 2, 2])
        expect(counts, is: [2, 1, 3])
        let slices = Tensor([[1, 1, 2], [3, 3, 3]]).uniqueConsecutive(dim: 1)
        expect(slices.values, is: [1, 2, 3, 3], shape: [2, 2])
        expect(slices.counts, is: [2, 1])
    }
}

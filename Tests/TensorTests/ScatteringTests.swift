import Tensor
import Testing

@Suite("Scattering")
struct ScatteringTests {
    private static let index = Tensor([0, 0, 2])

    @Test(
        "Elements are reduced where they meet, the tensor's own among them or not",
        arguments: [
            (Reduction.sum, true, [5, 1, 8]), (.sum, false, [3, 1, 5]), (.product, true, [4, 1, 15]),
            (.product, false, [2, 1, 5]),
            (.max, true, [2, 1, 5]), (.max, false, [2, 1, 5]), (.min, true, [1, 1, 3]), (.min, false, [1, 1, 5]),
            (.mean, true, [1, 1, 4]), (.mean, false, [1, 1, 5]),
        ] as [(Reduction, Bool, [Double])])
    func reduced(reduction: Reduction, includeSelf: Bool, expected: [Double]) {
        for dtype in [DType.int32, .int64, .uint8] {
            let (x, source) = (Tensor([2, 1, 3], dtype: dtype), Tensor([1, 2, 5], dtype: dtype))
            expect(x.scatterReduce(dim: 0, Self.index, source, reduction, includeSelf: includeSelf), is: expected, dtype: dtype)
        }
        let x = Tensor([2.0, 1, 3])
        let result = x.scatterReduce(dim: 0, Self.index, Tensor([1.0, 2, 5]), reduction, includeSelf: includeSelf)
        if reduction != .mean { expect(result, is: expected, dtype: .float32) }
    }

    @Test("NaN propagates as both maximum and minimum")
    func nan() {
        let x = Tensor([0.0, 0])
        for reduction in [Reduction.max, .min] {
            expect(x.scatterReduce(dim: 0, Tensor([0, 0]), Tensor([Double.nan, 1]), reduction), is: [.nan, 0])
            expect(x.scatterReduce(dim: 0, Tensor([0, 0]), Tensor([1, Double.nan]), reduction), is: [.nan, 0])
        }
    }

    @Test("Products of integers wrap around")
    func wrapping() {
        let x = Tensor([Int32.max])
        expect(x.scatterReduce(dim: 0, Tensor([0]), Tensor([Int32(2)]), .product), is: [-2], dtype: .int32)
    }

    @Test("A source larger than its index is used as far as the index reaches")
    func larger() {
        let result = Tensor.zeros([2, 2]).scatter(dim: 0, Tensor([[1]]), Tensor([[5.0, 6], [7, 8]]))
        expect(result, is: [0, 0, 5, 0])
    }

    @Test("Values are put or added where an index of any kind says")
    func put() {
        let x = Tensor([[1, 2], [3, 4]])
        expect(x.put(Tensor([[0, -1], [0, 0]]), Tensor([[1, 2], [3, 4]]), accumulate: true), is: [9, 2, 3, 6])
        expect(x.indexPut([Tensor([1, 1]), Tensor([0, 0])], Tensor(10), accumulate: true), is: [1, 2, 23, 4])
        expect(x.indexPut([.ellipsis as TensorIndex, 1], Tensor([7, 8])), is: [1, 7, 3, 8])
        expect(x.maskedScatter(Tensor([true, false]), Tensor([5, 6, 7])), is: [5, 2, 6, 4])
        expect(x.indexFill(dim: 1, Tensor([-1, 1]), 0), is: [1, 0, 3, 0])
        expect(Tensor(3).indexFill(dim: 0, Tensor([0]), 5), is: [5], shape: [])
    }

    @Test("Diagonals, positions and slices are replaced")
    func replaced() {
        let x = Tensor.zeros([2, 3], dtype: .int64)
        expect(x.diagonalScatter(Tensor([1, 2]), offset: 1), is: [0, 1, 0, 0, 0, 2])
        expect(x.t().diagonalScatter(Tensor([1, 2]), offset: -1).t(), is: [0, 1, 0, 0, 0, 2])
        expect(x.selectScatter(Tensor([1, 2]), dim: 1, -1), is: [0, 0, 1, 0, 0, 2])
        expect(x.sliceScatter(Tensor([[1, 2], [3, 4]]), dim: 1, step: 2), is: [1, 0, 2, 3, 0, 4])
    }

    @Test("A slice's size does not depend on the stride of the dim that is indexed")
    func stride() {
        let x = Tensor.arange(24).reshape(1, 4, 6).transpose(0, 1)[0..<1]  // of strides [6, 24, 1]
        expect(x.reshape(1, 6)[Tensor([0])], is: [0, 1, 2, 3, 4, 5])
        let y = Tensor.arange(6).reshape(2, 3).unsqueeze(1).permute(1, 0, 2)
        expect(y.indexSelect(dim: 0, Tensor([0, 0])), is: [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
    }
}

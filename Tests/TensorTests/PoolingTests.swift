import Tensor
import Testing

@Suite("Pooling")
struct PoolingTests {
    @Test("finds NaN largest, and the first of equal elements")
    func extremes() {
        let x = Tensor([[1, .nan, 2, 2, -.infinity, -.infinity]] as [[Double]], dtype: .float32)
        let (values, indices) = x.maxPool1dWithIndices(2)
        expect(values, is: [.nan, 2, -.infinity], shape: [1, 3])
        expect(indices, is: [1, 2, 4], dtype: .int64)
    }

    @Test("pads with what is smaller than any number, and averages with zeros that count or do not")
    func padding() {
        let x = Tensor([[-1.0, -2, -3, -6]])
        expect(x.maxPool1d(3, stride: 2, padding: 1), is: [-1, -2])
        expect(x.avgPool1d(3, stride: 3, padding: 1), is: [-1, -3])
        expect(x.avgPool1d(3, stride: 3, padding: 1, countIncludePad: false), is: [-1.5, -4.5])
        expect(x.avgPool1d(3, stride: 3, ceilMode: true), is: [-2, -6])
        expect(x.unsqueeze(0).avgPool2d([1, 2], divisorOverride: 4), is: [-0.75, -2.25], shape: [1, 1, 2])
    }

    @Test("takes integers, whose mean is cut")
    func integers() {
        let x = Tensor([[1, 2, 4, -3]])
        expect(x.maxPool1d(2), is: [2, 4], dtype: .int64)
        expect(x.avgPool1d(2), is: [1, 0], dtype: .int64)
    }

    @Test("to a given size covers everything, and may keep a size")
    func adaptive() {
        let x = Tensor.arange(14).to(.float64).reshape([1, 2, 7])
        expect(x.adaptiveAvgPool1d(3), is: [1, 3, 5, 8, 10, 12], shape: [1, 2, 3])
        expect(x.adaptiveMaxPool1d(1), is: [6, 13])
        expect(x.adaptiveMaxPool2d([1, -1]), is: [7, 8, 9, 10, 11, 12, 13], shape: [1, 1, 7])
        #expect(x.adaptiveAvgPool1d(0).shape == [1, 2, 0])
        #expect(Tensor.zeros([0, 2, 7]).adaptiveAvgPool1d(2).shape == [0, 2, 2])
    }

    @Test("is undone where the elements came from")
    func unpooling() {
        let x = Tensor([[[1, 2, 0], [4, 3, 0], [0, 0, 9]]] as [[[Double]]])
        let (values, indices) = x.maxPool2dWithIndices(2, ceilMode: true)
        expect(values, is: [4, 0, 0, 9], shape: [1, 2, 2])
        let back = values.maxUnpool2d(indices, 2, outputSize: [3, 3])
        expect(back, is: [0, 0, 0, 4, 0, 0, 0, 0, 9], shape: [1, 3, 3])
    }

    @Test("refuses what torch refuses")
    func refusals() async {
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 4]).maxPool1d(2, padding: 2) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 4]).avgPool1d(5) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 0]).avgPool1d(1) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 1]).maxPool1d(2, padding: 2, dilation: 3) }
        await #expect(processExitsWith: .failure) {
            _ = Tensor.zeros([1, 1]).maxUnpool1d(Tensor([[7]]), 2)
        }
    }
}

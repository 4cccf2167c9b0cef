@testable import Tensor
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

    @Test("of squares that fill the planes follows their positions", arguments: DType.allCases.filter { $0 != .bool })
    func squares(dtype: DType) {
        for shape in [[3, 2, 2], [5, 28, 28], [70, 14, 14], [2, 32, 32], [1, 2, 70], [3, 200, 2], [2, 3, 6, 4]] as [Shape] {
            var x = Tensor.uniform(shape, from: 0, to: 200, generator: Generator(seed: 1)).to(dtype)
            if dtype.isFloatingPoint { x[0, 1, 1] = Tensor(Double.nan) }
            let (values, indices) = x.maxPool2dWithIndices(2)
            expect(x.maxPool2d(2), is: values.array(of: Double.self), shape: values.shape, dtype: dtype)
            if dtype != .float32 && dtype != .float64 { continue }
            let (input, output) = (Shape(Array(shape.suffix(2))), Shape(Array(values.shape.suffix(2))))
            let window = SlidingWindow(
                input: input, kernel: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1], output: output)
            let dy = Tensor.uniform(values.shape, generator: Generator(seed: 2)).to(dtype)
            let gradient = Operation.maxPoolGradient(Pooling(input: input, output: output, window: window))(dy, x)
            expect(gradient, is: dy.maxUnpool2d(indices, 2).array(of: Double.self), shape: shape, dtype: dtype)
        }
    }

    @Test("ignores padding in maxima, and counts its zeros in means or not")
    func padding() {
        let x = Tensor([[-1.0, -2, -3, -6]])
        expect(x.maxPool1d(3, stride: 2, padding: 1), is: [-1, -2])
        expect(x.avgPool1d(3, stride: 3, padding: 1), is: [-1, -3])
        expect(x.avgPool1d(3, stride: 3, padding: 1, countIncludePad: false), is: [-1.5, -4.5])
        expect(x.avgPool1d(3, stride: 3, ceilMode: true), is: [-2, -6])
        expect(x.unsqueeze(0).avgPool2d([1, 2], divisorOverride: 4), is: [-0.75, -2.25], shape: [1, 1, 2])
    }

    @Test("takes integers, whose mean is truncated")
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

    @Test("is reverted at the indices of the elements")
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

import Tensor
import Testing

@Suite("Padding and windows")
struct PaddingTests {
    @Test(
        "Each mode has its elements around the tensor, and negative amounts take some away",
        arguments: [
            (PaddingMode.constant, [1, 2], [9, 0, 1, 2, 3, 9, 9]), (.constant, [-1, 1], [1, 2, 3, 9]),
            (.constant, [-4, 2], [9, 9]), (.reflect, [2, 3], [2, 1, 0, 1, 2, 3, 2, 1, 0]),
            (.reflect, [-2, 3], [2, 3, 2, 1, 0]),
            (.replicate, [2, 1], [0, 0, 0, 1, 2, 3, 3]), (.replicate, [-5, 3], [3, 3]),
            (.circular, [2, 4], [2, 3, 0, 1, 2, 3, 0, 1, 2, 3]),
            (.circular, [-1, 1], [1, 2, 3, 1]), (.circular, [0, 0], [0, 1, 2, 3]),
        ] as [(PaddingMode, [Int], [Double])])
    func modes(mode: PaddingMode, amounts: [Int], expected: [Double]) {
        let x = Tensor.arange(4).reshape(1, 4)
        expect(x.pad(amounts, mode: mode, value: 9), is: expected, dtype: .int64)
        expect(x.t().pad([0, 0] + amounts, mode: mode, value: 9).t(), is: expected)
    }

    @Test("Padding with a constant changes no element, not even an infinite one")
    func exact() {
        let x = Tensor([Float.infinity, -.infinity, .nan])
        expect(x.pad([1, 0], value: 1), is: [1, .infinity, -.infinity, .nan])
        expect(Tensor([true]).pad([1, 1], value: true), is: [1, 1, 1], dtype: .bool)
        expect(Tensor.zeros([0]).pad([1, 1]), is: [0, 0])
    }

    @Test("Windows are a view of any strides")
    func windows() {
        let columns = Tensor.arange(12).reshape(4, 3).t()
        let windows = columns.unfold(dim: 1, size: 3, step: 1)
        #expect(windows.shape == [3, 2, 3] && windows.strides == [1, 3, 3])
        expect(windows[1], is: [1, 4, 7, 4, 7, 10])
        #expect(columns.unfold(dim: 0, size: 0, step: 2).shape == [2, 4, 0])
    }

    @Test("Folding an unfolded image counts each pixel once for each kernel that covers it", arguments: DType.allCases)
    func fold(dtype: DType) {
        let image = Tensor.ones([1, 1, 4, 5], dtype: dtype)
        let columns = image.unfold(kernelSize: [2, 3], padding: 1, stride: [1, 2])
        #expect(columns.shape == [1, 6, 15])
        let counts = columns.fold(outputSize: [4, 5], kernelSize: [2, 3], padding: 1, stride: [1, 2])
        let row: [Double] = [2, 4, 2, 4, 2].map { dtype == .bool ? 1 : $0 }
        expect(counts, is: row + row + row + row, shape: [1, 1, 4, 5], dtype: dtype)
    }

    @Test("A dilated kernel's columns are the pixels apart, without a batch too")
    func dilation() {
        let image = Tensor.arange(9).reshape(1, 3, 3)
        expect(image.unfold(kernelSize: 2, dilation: 2), is: [0, 2, 6, 8], shape: [4, 1])
        let folded = Tensor([[1], [2], [3], [4]]).fold(outputSize: 3, kernelSize: 2, dilation: 2)
        expect(folded, is: [1, 0, 2, 0, 0, 0, 3, 0, 4], shape: [1, 3, 3])
    }
}

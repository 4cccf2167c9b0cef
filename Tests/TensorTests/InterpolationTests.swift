import Tensor
import Testing

@Suite("Interpolation")
struct InterpolationTests {
    @Test("keeps a constant, in every mode", arguments: InterpolationMode.allCases, [[2, 3], [9, 8], [5, 4]])
    func constant(mode: InterpolationMode, size: [Int]) {
        let spatial = mode == .linear ? 1 : mode == .trilinear ? 3 : 2
        let x = Tensor.full(Shape([1, 2] + [5, 4, 6].prefix(spatial)), 1.5)
        let size = Array((size + [7]).prefix(spatial))
        let y = x.interpolate(size: size, mode: mode)
        #expect(y.shape == Shape([1, 2] + size))
        #expect(y.allClose(.full(y.shape, 1.5)))
        if mode == .bilinear || mode == .bicubic {
            #expect(x.interpolate(size: size, mode: mode, antialias: true).allClose(.full(y.shape, 1.5)))
        }
    }

    @Test("of the same size changes nothing, with corners aligned or not", arguments: [true, false])
    func identity(aligned: Bool) {
        let x = Tensor.normal([1, 1, 5, 4], generator: Generator(seed: 1))
        #expect(x.interpolate(size: [5, 4], mode: .bilinear, alignCorners: aligned).allClose(x))
        #expect(x.interpolate(scaleFactor: 1, mode: .bicubic, alignCorners: aligned).allClose(x))
    }

    @Test("repeats the nearest elements, of integers too")
    func nearest() {
        let x = Tensor([[[1, 2, 3]]])
        expect(x.interpolate(scaleFactor: 2), is: [1, 1, 2, 2, 3, 3], dtype: .int64)
        expect(x.interpolate(size: 2), is: [1, 2])
        expect(x.interpolate(size: 2, mode: .nearestExact), is: [1, 3])
    }

    @Test("at the coordinates of the identity map gives the input", arguments: [true, false])
    func grid(aligned: Bool) {
        let x = Tensor.normal([1, 2, 4, 3], dtype: .float64, generator: Generator(seed: 1))
        let map = Tensor([[[1, 0, 0], [0, 1, 0]]] as [[[Double]]], dtype: .float64)
        let grid = Tensor.affineGrid(map, size: [1, 2, 4, 3], alignCorners: aligned)
        for mode in GridSampleMode.allCases {
            #expect(x.gridSample(grid, mode: mode, alignCorners: aligned).allClose(x, relative: 1e-10, absolute: 1e-10))
        }
    }

    @Test("outside of the input gives the padding, and 0 at coordinates of NaN")
    func outside() {
        let x = Tensor([[[[1, 2, 3]]]] as [[[[Double]]]])
        let grid = Tensor([[[[9, 0], [-9, 0], [.nan, 0], [.infinity, 0]]]] as [[[[Double]]]])
        expect(x.gridSample(grid), is: [0, 0, 0, 0])
        expect(x.gridSample(grid.narrow(dim: 2, start: 0, length: 2), padding: .border), is: [3, 1])
    }

    @Test("refuses modes and sizes that do not match")
    func refusals() async {
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 2, 3]).interpolate(size: 4, mode: .bilinear) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 2, 3]).interpolate(scaleFactor: 0.1) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 2, 3]).interpolate() }
    }
}

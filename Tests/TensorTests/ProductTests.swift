import Tensor
import Testing

/// Products of every shape of tile, held against sums in float64.
@Suite("Tiles of matrix products")
struct ProductTests {
    private static let sizes = [1, 2, 13, 15, 16, 31, 33, 64, 113, 150]

    @Test("are right for all tiles and layouts", arguments: sizes)
    func tiles(m: Int) {
        let generator = Generator(seed: 1)
        for n in Self.sizes {
            for k in [1, 17, 64, 530] {
                let a = Tensor.normal([m, k], generator: generator)
                let b = Tensor.normal([k, n], generator: generator)
                let wide = (a.to(.float64).unsqueeze(2) * b.to(.float64).unsqueeze(0)).sum(dim: 1)
                for (dtype, tolerance) in [(DType.float32, 1e-4), (.float64, 1e-12)] {
                    for left in layouts(a.to(dtype)) {
                        for right in layouts(b.to(dtype)) {
                            #expect(
                                left.matmul(right).to(.float64).allClose(wide, relative: tolerance, absolute: tolerance),
                                "\(m) \(n) \(k) \(dtype)")
                        }
                    }
                }
            }
        }
    }

    private func layouts(_ x: Tensor) -> [Tensor] { [x, x.transpose(0, 1).contiguous().transpose(0, 1)] }

    @Test("add a bias to few columns and to few rows", arguments: [(60, 10), (60, 1), (3, 70), (2, 2)])
    func bias(m: Int, n: Int) {
        let generator = Generator(seed: 3)
        let (x, weight) = (Tensor.normal([m, 85], generator: generator), Tensor.normal([n, 85], generator: generator))
        let bias = Tensor.normal([n], generator: generator)
        let sum = x.matmul(weight.transpose(0, 1)) + bias
        #expect(x.linear(weight, bias: bias).allClose(sum, relative: 1e-5, absolute: 1e-5))
    }

    @Test("keep infinities", arguments: [1, 3, 60])
    func infinities(m: Int) {
        let inside = Tensor.arange(37) .== 30
        let x = Tensor.ones([m, 37]).maskedFill(inside, Float.infinity)
        #expect((x.matmul(Tensor.ones([10, 37]).transpose(0, 1)) .== Float.infinity).all().item(as: Bool.self))
    }

    @Test("take views with steps, reversed rows and repeated rows")
    func views() {
        let generator = Generator(seed: 2)
        let x = Tensor.normal([60, 90], generator: generator)
        let y = Tensor.normal([45, 80], generator: generator)
        let left = x[.slice(step: 2), .slice(step: 2)]
        #expect(left.matmul(y).allClose(left.contiguous().matmul(y), relative: 1e-5, absolute: 1e-5))
        let repeated = Tensor.normal([1, 45], generator: generator).expand([30, 45])
        #expect(repeated.matmul(y).allClose(repeated.contiguous().matmul(y), relative: 1e-5, absolute: 1e-5))
    }
}

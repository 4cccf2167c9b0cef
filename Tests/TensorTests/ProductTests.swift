import Tensor
import Testing

/// Products of every shape of tile, held against sums in float64.
@Suite("Matrix products")
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
                for left in [a, a.transpose(0, 1).contiguous().transpose(0, 1)] {
                    for right in [b, b.transpose(0, 1).contiguous().transpose(0, 1)] {
                        #expect(
                            left.matmul(right).allClose(wide.to(.float32), relative: 1e-4, absolute: 1e-4), "\(m) \(n) \(k)"
                        )
                    }
                }
                let double = a.to(.float64).matmul(b.to(.float64))
                #expect(double.allClose(wide, relative: 1e-12, absolute: 1e-12), "\(m) \(n) \(k)")
            }
        }
    }

    @Test("with views that no library takes: steps, turned rows, repeated rows")
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

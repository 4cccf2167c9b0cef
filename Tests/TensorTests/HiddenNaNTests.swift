import Tensor
import Testing

/// Attention of two queries to three keys, the last of which no query may see, and holds NaN.
@Suite("NaN hidden by a mask")
struct HiddenNaNTests {
    private static let masks: [(name: String, mask: Tensor?, isCausal: Bool)] = [
        ("bools", Tensor([[true, true, false], [true, false, false]]), false),
        ("bools for all queries", Tensor([true, true, false]), false),
        ("numbers", Tensor([[0.5, 0, -Double.infinity], [0, -.infinity, -.infinity]]), false),
        ("order", nil, true),
        ("a query that may look nowhere", Tensor([[true, true, false], [false, false, false]]), false),
    ]

    @Test("does not reach the result", arguments: [DType.float32, .float64], masks.indices)
    func ignored(dtype: DType, index: Int) {
        let (_, mask, isCausal) = Self.masks[index]
        let generator = Generator(seed: 1)
        let q = Tensor.normal([2, 4], dtype: dtype, generator: generator)
        let k = Tensor.normal([3, 4], dtype: dtype, generator: generator)
        let v = Tensor.normal([3, 5], dtype: dtype, generator: generator)
        let isLast = Tensor([[false], [false], [true]])
        func attend(_ k: Tensor, _ v: Tensor) -> Tensor { q.scaledDotProductAttention(k, v, mask: mask, isCausal: isCausal) }
        let expected = attend(k.maskedFill(isLast, 0), v.maskedFill(isLast, 0)).array(of: Double.self)
        for (keys, values) in [(k, v.maskedFill(isLast, Double.nan)), (k.maskedFill(isLast, Double.nan), v)] {
            expect(attend(keys, values), isNear: expected, units: 2)
        }
    }

    @Test("reaches the result where it is not masked")
    func seen() {
        let v = Tensor([[1.0, 2], [.nan, 3]])
        let y = Tensor.zeros([2, 2]).scaledDotProductAttention(.zeros([2, 2]), v, isCausal: true)
        expect(y, is: [1, 2, .nan, 2.5])
    }
}

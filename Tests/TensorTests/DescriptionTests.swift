import Tensor
import Testing

@Suite("Printed form")
struct DescriptionTests {
    static let rows: [(Tensor, String)] = [
        (Tensor(1.5), "tensor(1.5000, shape=[], dtype=float32)"),
        (Tensor(3), "tensor(3, shape=[], dtype=int64)"),
        (Tensor(true), "tensor(true, shape=[], dtype=bool)"),
        (Tensor([1.0, 2, 3]), "tensor([1., 2., 3.], shape=[3], dtype=float32)"),
        (Tensor([0.1], dtype: .float64), "tensor([0.1000], shape=[1], dtype=float64)"),
        (Tensor([0.5, -1.25, 100]), "tensor([  0.5000,  -1.2500, 100.0000], shape=[3], dtype=float32)"),
        (Tensor([true, false]), "tensor([ true, false], shape=[2], dtype=bool)"),
        (Tensor([UInt8(7), 200]), "tensor([  7, 200], shape=[2], dtype=uint8)"),
        (Tensor([1e-5, 1.0]), "tensor([1.0000e-05, 1.0000e+00], shape=[2], dtype=float32)"),
        (Tensor([-1e10, 0.0]), "tensor([-1.0000e+10,  0.0000e+00], shape=[2], dtype=float32)"),
        (Tensor([9.99999e20, 1e-40], dtype: .float64), "tensor([1.0000e+21, 1.0000e-40], shape=[2], dtype=float64)"),
        (
            Tensor([Double.nan, .infinity, -.infinity, 1.5]),
            "tensor([   nan,    inf,   -inf, 1.5000], shape=[4], dtype=float32)"
        ),
        (Tensor([-0.0, 0, 0.25]), "tensor([-0.0000,  0.0000,  0.2500], shape=[3], dtype=float32)"),
        (Tensor([-0.0, 7]), "tensor([-0.,  7.], shape=[2], dtype=float32)"),
        (Tensor([Double]()), "tensor([], shape=[0], dtype=float32)"),
        (.zeros([0, 3]), "tensor([], shape=[0, 3], dtype=float32)"),
        (.zeros([100_000, 0]), "tensor([], shape=[100000, 0], dtype=float32)"),
        (.zeros([3, 5000, 0, 2], dtype: .int64), "tensor([], shape=[3, 5000, 0, 2], dtype=int64)"),
        (Tensor([[1, -20], [300, 4]]), "tensor([[  1, -20],\n        [300,   4]], shape=[2, 2], dtype=int64)"),
        (Tensor([[1, 2], [3, 4]]).t(), "tensor([[1, 3],\n        [2, 4]], shape=[2, 2], dtype=int64)"),
    ]

    @Test("is torch's, with shape and dtype", arguments: rows)
    func row(tensor: Tensor, text: String) { #expect(tensor.description == text) }

    @Test("separates blocks of more dims by empty lines")
    func blocks() {
        let text = """
            tensor([[[ 0,  1,  2],
                     [ 3,  4,  5]],

                    [[ 6,  7,  8],
                     [ 9, 10, 11]]], shape=[2, 2, 3], dtype=int64)
            """
        #expect("\(Tensor.arange(12).reshape(2, 2, 3))" == text)
    }

    @Test("wraps wide rows")
    func wide() {
        let text = """
            tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
                    20, 21, 22, 23, 24, 25, 26, 27, 28, 29], shape=[30], dtype=int64)
            """
        #expect("\(Tensor.arange(30))" == text)
    }

    @Test("shortens what has more than a thousand elements")
    func shortened() {
        #expect("\(Tensor.arange(1000))".contains("..") == false)
        #expect("\(Tensor.arange(1001))" == "tensor([   0,    1,    2, ...,  998,  999, 1000], shape=[1001], dtype=int64)")
        let text = """
            tensor([[   0,    1,    2, ...,   37,   38,   39],
                    [  40,   41,   42, ...,   77,   78,   79],
                    [  80,   81,   82, ...,  117,  118,  119],
                    ...,
                    [1480, 1481, 1482, ..., 1517, 1518, 1519],
                    [1520, 1521, 1522, ..., 1557, 1558, 1559],
                    [1560, 1561, 1562, ..., 1597, 1598, 1599]], shape=[40, 40], dtype=int64)
            """
        #expect("\(Tensor.arange(1600).reshape(40, 40))" == text)
        // Short dims are shown whole, and nothing but what is shown is read.
        let long = "\(Tensor.ones([2, 1]).expand(2, 1 << 40))"
        #expect(long.hasPrefix("tensor([[1., 1., 1., ..., 1., 1., 1.],\n        [1., 1., 1., ..., 1., 1., 1.]], shape=[2, "))
    }
}

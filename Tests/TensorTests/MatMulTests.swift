import Tensor
import Testing

@Suite("Matrix products")
struct MatMulTests {
    /// m, k, n below and above the size from which the library is called, and the shapes with one row or column.
    static let sizes = [
        (1, 1, 1), (2, 3, 4), (3, 1, 5), (1, 7, 1), (5, 0, 3), (0, 4, 2), (4, 2, 0), (1, 30, 1), (32, 30, 1), (1, 30, 32),
        (7, 17, 19), (16, 16, 16), (20, 20, 20), (21, 20, 20), (33, 65, 9), (64, 48, 31), (1, 2000, 300), (300, 2000, 1),
        (1, 1100, 1000), (1100, 1000, 1), (2, 1000, 1000), (129, 3, 200),
    ]

    /// Ways to hold an [m, n] matrix in memory.
    static let holdings: [@Sendable (Int, Int) -> Tensor] = [
        { numbers($0, $1) }, { numbers($1, $0).t() }, { numbers($0, 2 * $1)[.all, .slice(step: 2)] },
        { numbers($0 + 2, $1 + 3)[1..<($0 + 1), 2..<($1 + 2)] }, { numbers($1 + 1, $0 + 2)[1..., 2...].t() },
        { numbers($0, $1).flip(0) }, { numbers($0, $1).flip(1) }, { numbers(1, $1).expand($0, $1) },
        { numbers($0, 1).expand($0, $1) }, { numbers(2 * $0, $1)[.slice(step: 2)] }, { numbers(1, 1).expand($0, $1) },
    ]

    /// Small whole numbers, whose products and sums are exact in every dtype.
    private static func numbers(_ rows: Int, _ columns: Int) -> Tensor {
        let values: [Int] = (0..<(rows * columns)).map { i in (i + i / 5) % 7 - 3 }
        return Tensor(values, shape: [rows, columns], dtype: .float64)
    }

    /// The product by its definition.
    private func naive(_ a: Tensor, _ b: Tensor) -> [Double] {
        let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
        let (x, y) = (a.array(of: Double.self), b.array(of: Double.self))
        var result = [Double](repeating: 0, count: m * n)
        for i in 0..<m { for p in 0..<k { for j in 0..<n { result[i * n + j] += x[i * k + p] * y[p * n + j] } } }
        return result
    }

    /// Leaves NaN, or -77, in the memory that a result of this size will get.
    private func spoil(_ count: Int, _ dtype: DType) {
        _ = Tensor.full([count], dtype.isFloatingPoint ? Double.nan : -77, dtype: dtype) + 1
    }

    @Test("agree with the definition", arguments: sizes)
    func shapes(m: Int, k: Int, n: Int) {
        let (a, b) = (Self.numbers(m, k), Self.numbers(k, n))
        let truth = naive(a, b)
        for dtype in [DType.float64, .float32, .int64, .int32] {
            spoil(m * n, dtype)
            expect(a.to(dtype).matmul(b.to(dtype)), is: truth, shape: [m, n], dtype: dtype)
        }
    }

    @Test("take operands of any strides", arguments: holdings.indices, holdings.indices)
    func strides(left: Int, right: Int) {
        // Vectors so long that the library is called, for a few of the pairs.
        let long = left == right ? [(1, 1100, 1000), (1100, 1000, 1)] : []
        for (m, k, n) in [(4, 5, 3), (40, 30, 25), (1, 40, 9), (60, 300, 1)] + long {
            let (a, b) = (Self.holdings[left](m, k), Self.holdings[right](k, n))
            let truth = m * k * n > 100_000 ? a.contiguous().matmul(b.contiguous()).array(of: Double.self) : naive(a, b)
            for dtype in [DType.float64, .float32] {
                spoil(m * n, dtype)
                expect(
                    Self.cast(a, dtype).matmul(Self.cast(b, dtype)), is: truth, shape: [m, n], "[\(m), \(k)] × [\(k), \(n)]")
            }
        }
    }

    /// The matrix in another dtype, held as it was.
    private static func cast(_ x: Tensor, _ dtype: DType) -> Tensor {
        if dtype == x.dtype { return x }
        let rows = x.strides[0] == 0 ? 1 : x.shape[0], columns = x.strides[1] == 0 ? 1 : x.shape[1]
        let held = x[..<rows, ..<columns]
        let tall = Swift.abs(held.strides[0]) >= Swift.abs(held.strides[1])
        let copy = tall ? held.to(dtype) : held.t().to(dtype).t()
        return copy.expand(x.shape)
    }

    static let ranks: [(Shape, Shape, Shape)] = [
        ([3], [3], []), ([3], [3, 2], [2]), ([2, 3], [3], [2]), ([5, 2, 3], [3], [5, 2]), ([3], [5, 3, 2], [5, 2]),
        ([5, 2, 3], [3, 4], [5, 2, 4]), ([2, 3], [5, 3, 4], [5, 2, 4]), ([5, 2, 3], [5, 3, 4], [5, 2, 4]),
        ([1, 2, 3], [5, 3, 4], [5, 2, 4]), ([6, 1, 2, 3], [5, 3, 4], [6, 5, 2, 4]),
        ([6, 5, 20, 30], [6, 1, 30, 25], [6, 5, 20, 25]),
        ([0, 2, 3], [3, 4], [0, 2, 4]), ([2, 0], [0, 3], [2, 3]), ([0], [0], []), ([4, 2, 0], [4, 0, 3], [4, 2, 3]),
        ([5, 1, 3], [5, 3, 1], [5, 1, 1]), ([1, 1, 2, 3], [3], [1, 1, 2]),
    ]

    @Test("from vectors to batches, whose leading dims broadcast", arguments: ranks)
    func batches(a: Shape, b: Shape, expected: Shape) {
        let x = Self.numbers(1, a.elementCount).reshape(a), y = Self.numbers(1, b.elementCount).reshape(b)
        let product = x.matmul(y)
        #expect(product.shape == expected)
        // As a sum of pointwise products over the inner dim.
        let left = x.rank == 1 ? x.unsqueeze(0) : x, right = y.rank == 1 ? y.unsqueeze(1) : y
        let truth = (left.unsqueeze(-1) * right.unsqueeze(-3)).sum(dim: -2)
        expect(product, is: truth.array(of: Double.self))
        // Batches of transposed matrices.
        let transposed = (x.rank > 1 ? x.transpose(-1, -2).contiguous().transpose(-1, -2) : x).matmul(
            y.rank > 1 ? y.transpose(-1, -2).contiguous().transpose(-1, -2) : y)
        expect(transposed, is: product.array(of: Double.self), shape: expected)
        expect(x.to(.float32).flip(0).matmul(y.to(.float32)), is: x.flip(0).matmul(y).array(of: Double.self))
    }

    @Test("infinity and NaN pass through, small or large", arguments: [4, 64])
    func special(size: Int) {
        var a = Tensor.eye(size)
        a[0, 0] = Tensor(Double.nan)
        a[1, 1] = Tensor(Double.infinity)
        let x = a.matmul(.ones([size, size]))
        expect(x[0], is: Array(repeating: .nan, count: size))
        expect(x[1], is: Array(repeating: .infinity, count: size))
        expect(x[2], is: Array(repeating: 1, count: size))
    }

    @Test("integers are exact to 2⁵³, and wrap in narrow dtypes")
    func integers() {
        expect(Tensor([[1 << 26]]).matmul(Tensor([[1 << 26]])), is: [0x1p52], dtype: .int64)
        expect(Tensor([UInt8(16), 1]).matmul(Tensor([UInt8(16), 5])), is: [5], dtype: .uint8)
    }

    @Test("linear is x Wᵀ + b", arguments: sizes)
    func linear(m: Int, k: Int, n: Int) {
        let (x, weight) = (Self.numbers(m, k), Self.numbers(n, k))
        let bias = Self.numbers(1, 2 * n)[0, .slice(step: 2)]
        let product = x.matmul(weight.t())
        let inputs = [x, x.t().contiguous().t(), x.unsqueeze(0), x.flip(0).flip(0)]
        for dtype in [DType.float64, .float32] {
            for input in inputs {
                for w in [weight, weight.t().contiguous().t(), weight.flip(1).contiguous().flip(1)] {
                    spoil(m * n, dtype)
                    let plain = input.to(dtype).linear(w.to(dtype))
                    expect(plain, is: product.array(of: Double.self), shape: Shape(input.shape.dropLast() + [n]), dtype: dtype)
                    let biased = input.to(dtype).linear(w.to(dtype), bias: bias.to(dtype))
                    expect(biased, is: (product + bias).array(of: Double.self))
                }
            }
        }
        if m > 0 {
            expect(x[0].linear(weight, bias: bias), is: (product + bias)[0].array(of: Double.self), shape: [n])
            let repeated = bias[..<Swift.min(n, 1)].expand(n)
            expect(x.linear(weight, bias: repeated), is: (product + repeated).array(of: Double.self))
        }
    }
}

import Tensor
import Testing

@Suite("Half precision")
struct HalfTests {
    /// Rounding, the least normal and subnormal numbers, the largest one, what becomes infinite, and NaN.
    private static let values: [Float] = [
        0, -0.0, 1, -1.5, 1 + 0x1p-11, 1 + 0x1p-10, 1 + 0x3p-11, 2049, 2051, 0x1p-14, 0x1p-24, 0x1p-25, 0x1.8p-24, 0x1.8p-25,
        0x1.ffcp-15, 0x1.ffep-15, 65504, 65519, 65520, -65520, 1e6, 0x1p-126, 0x1p-133, 0x1p-149, .greatestFiniteMagnitude,
        .infinity, -.infinity, 1 + 0x1p-8, 1 + 0x3p-8, 1.00390625, 3.1415927, -2.7182817, 0.1,
    ]

    @Test("float16 is rounded as the processor's own type, in vectors and alone")
    func float16() {
        let stored = Tensor(Self.values).to(.float16)
        #expect(stored.array(of: Float16.self).map(\.bitPattern) == Self.values.map { Float16($0).bitPattern })
        #expect(stored.array(of: Float.self) == Self.values.map { Float(Float16($0)) })
        for value in Self.values {
            #expect(Tensor(value).to(.float16).item(as: Float16.self).bitPattern == Float16(value).bitPattern)
        }
    }

    @Test("every float16 is a float32, and comes back")
    func everyFloat16() {
        let all = (0...UInt16.max).map { Float16(bitPattern: $0) }
        let x = Tensor(all)
        #expect(x.dtype == .float16 && x.count == 65536)
        let wide = x.to(.float32).array(of: Float.self)
        #expect(zip(wide, all).allSatisfy { $0.bitPattern == Float($1).bitPattern || $0.isNaN && $1.isNaN })
        let back = Tensor(wide).to(.float16).array(of: Float16.self)
        #expect(zip(back, all).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN })
    }

    @Test("bfloat16 is the nearest with 8 bits of precision, halves to the even one")
    func bfloat16() {
        func nearest(_ value: Float) -> Float {
            if !value.isFinite { return value }
            let below = Float(bitPattern: value.bitPattern & 0xFFFF_0000)
            let above = Float(bitPattern: below.bitPattern + 0x10000)
            let (down, up) = (Double(value) - Double(below), (above.isFinite ? Double(above) : 0x1p128) - Double(value))
            let isEven = below.bitPattern & 0x10000 == 0
            return abs(down) < abs(up) || abs(down) == abs(up) && isEven ? below : above
        }
        let stored = Tensor(Self.values).to(.bfloat16)
        #expect(stored.array(of: Float.self) == Self.values.map(nearest))
        #expect(stored.array(of: BFloat16.self) == Self.values.map { BFloat16($0) })
        #expect(BFloat16(1).bitPattern == 0x3F80 && BFloat16(.nan).float.isNaN)
        #expect(Tensor([BFloat16(2.5)]).to(.int32).array(of: Int32.self) == [2])
    }

    @Test("NaN stays NaN, and is true", arguments: [DType.float16, .bfloat16])
    func nan(dtype: DType) {
        let x = Tensor([Double.nan, .infinity, 0], dtype: dtype)
        expect(x, is: [.nan, .infinity, 0])
        expect(x.to(.bool), is: [1, 1, 0], dtype: .bool)
        expect(x.isNaN(), is: [1, 0, 0])
    }

    @Test("arithmetic is float32's, rounded once", arguments: [DType.float16, .bfloat16])
    func arithmetic(dtype: DType) {
        let (x, y) = (Tensor([1.0, 3, -7], dtype: dtype), Tensor([3.0, 0.1, 2], dtype: dtype))
        let (a, b) = (x.to(.float32), y.to(.float32))
        for (half, full) in [(x / y, a / b), (x * y + 1, (a * b).to(dtype).to(.float32) + 1), (x.exp(), a.exp())] {
            #expect(half.dtype == dtype)
            #expect(half.array(of: Float.self) == full.to(dtype).array(of: Float.self))
        }
        // A sum is not rounded before it is complete: 1 + 4096 · 2⁻¹² in steps would stay 1.
        let small = Tensor.full([4097], 0x1p-12, dtype: dtype)
        #expect(small.sum().item() == 1)
        let (product, exact) = (x.unsqueeze(1).matmul(y.unsqueeze(0)), a.unsqueeze(1).matmul(b.unsqueeze(0)))
        #expect(product.array(of: Float.self) == exact.to(dtype).array(of: Float.self))
    }

    @Test("elements are moved as they are", arguments: [DType.float16, .bfloat16])
    func movement(dtype: DType) {
        let x = Tensor.arange(6, dtype: dtype).reshape(2, 3)
        expect(x.t().contiguous(), is: [0, 3, 1, 4, 2, 5], dtype: dtype)
        expect(x[.all, Tensor([2, 0])], is: [2, 0, 5, 3], dtype: dtype)
        expect(x.scatter(dim: 1, Tensor([[1], [0]]), Tensor([[9], [8]])), is: [0, 9, 2, 8, 4, 5], dtype: dtype)
        expect(x.scatterAdd(dim: 1, Tensor([[1, 1], [0, 0]]), x), is: [0, 2, 2, 10, 4, 5], dtype: dtype)
        expect(Tensor.where(x .> 2, x, 0), is: [0, 0, 0, 3, 4, 5], dtype: dtype)
        expect(.concatenate([x[0], x[1]]), is: [0, 1, 2, 3, 4, 5], dtype: dtype)
        expect(x.pad([1, 0], mode: .circular), is: [2, 0, 1, 2, 5, 3, 4, 5], dtype: dtype)
    }

    @Test("they are printed as other floats are")
    func description() {
        #expect("\(Tensor([1.0, -2.5], dtype: .bfloat16))" == "tensor([ 1.0000, -2.5000], shape=[2], dtype=bfloat16)")
        #expect("\(Tensor([1.0, 2], dtype: .float16))" == "tensor([1., 2.], shape=[2], dtype=float16)")
    }

    @Test("random halves stay below the upper end", arguments: [DType.float16, .bfloat16])
    func random(dtype: DType) {
        let x = Tensor.uniform([5000], from: 1, to: 2, dtype: dtype, generator: Generator(seed: 1))
        #expect(x.dtype == dtype && x.amin().item() >= 1 && x.amax().item() < 2)
        let mean = Tensor.normal([5000], dtype: dtype, generator: Generator(seed: 1)).to(.float64).mean().item()
        #expect(abs(mean) < 0.05)
    }
}

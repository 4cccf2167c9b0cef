import Tensor
import Testing

@Suite("Comparison and logic")
struct LogicTests {
    @Test("comparisons, with NaN unequal to all", arguments: [.float32, .float64, .int32, .int64, .uint8, .bool] as [DType])
    func comparisons(dtype: DType) {
        let (a, b) = (Tensor([0, 1, 1, 0], dtype: dtype), Tensor([0, 1, 0, 1], dtype: dtype))
        expect(a .== b, is: [1, 1, 0, 0], dtype: .bool)
        expect(a .!= b, is: [0, 0, 1, 1], dtype: .bool)
        expect(a .< b, is: [0, 0, 0, 1], dtype: .bool)
        expect(a .<= b, is: [1, 1, 0, 1], dtype: .bool)
        expect(a .> b, is: [0, 0, 1, 0], dtype: .bool)
        expect(a .>= b, is: [1, 1, 1, 0], dtype: .bool)
        expect(a .== 1, is: [0, 1, 1, 0])
        expect(a.flip(0) .> b[.slice(step: -1)], is: [0, 1, 0, 0])
    }

    @Test("NaN, zeros and infinities compare as IEEE says")
    func floats() {
        let (a, b) = (Tensor([Double.nan, 0, .infinity, .nan]), Tensor([Double.nan, -0.0, .infinity, 1]))
        expect(a .== b, is: [0, 1, 1, 0])
        expect(a .!= b, is: [1, 0, 0, 1])
        expect(a .<= b, is: [0, 1, 1, 0])
        expect(a .> b, is: [0, 0, 0, 0])
    }

    @Test("integers compare with all their bits, and promoted beside floats")
    func wide() {
        expect(Tensor([1 << 60 + 1]) .== (1 << 60), is: [0])
        expect(Tensor([1, 2]) .< 1.5, is: [1, 0])
        expect(Tensor([0.1]) .== 0.1, is: [1])
    }

    @Test("logic of any dtype, bits of integers")
    func logic() {
        let (a, b) = (Tensor([2.0, 0, 3, 0]), Tensor([1, 1, 0, 0]))
        expect(a.logicalAnd(b), is: [1, 0, 0, 0], dtype: .bool)
        expect(a.logicalOr(b), is: [1, 1, 1, 0], dtype: .bool)
        expect(a.logicalXor(b), is: [0, 1, 1, 0], dtype: .bool)
        expect(a.logicalNot(), is: [0, 1, 0, 1], dtype: .bool)
        expect(Tensor([12, -1]) .& Tensor([10, 7]), is: [8, 7], dtype: .int64)
        expect(Tensor([12, -1]) .| Tensor([10, 7]), is: [14, -1], dtype: .int64)
        expect(Tensor([UInt8(12)]) .^ Tensor([UInt8(10)]), is: [6], dtype: .uint8)
        expect(Tensor([true, false]) .& Tensor([true, true]), is: [1, 0], dtype: .bool)
    }

    @Test("what is finite, infinite, or no number")
    func classes() {
        let x = Tensor([0, Double.nan, .infinity, -.infinity, 3e38])
        expect(x.isNaN(), is: [0, 1, 0, 0, 0], dtype: .bool)
        expect(x.isInfinite(), is: [0, 0, 1, 1, 0], dtype: .bool)
        expect(x.isFinite(), is: [1, 0, 0, 0, 1], dtype: .bool)
        for dtype in [DType.int32, .uint8, .bool] {
            let y = Tensor.ones([1], dtype: dtype)
            expect(y.isNaN(), is: [0], dtype: .bool)
            expect(y.isInfinite(), is: [0], dtype: .bool)
            expect(y.isFinite(), is: [1], dtype: .bool)
        }
    }

    @Test("closeness is torch's")
    func close() {
        let a = Tensor([1, 1, Double.infinity, .infinity, .nan, 0])
        let b = Tensor([1 + 1e-6, 1.1, .infinity, 1, .nan, 1e-9])
        expect(a.isClose(b), is: [1, 0, 1, 0, 0, 1])
        expect(a.isClose(b, equalNaN: true), is: [1, 0, 1, 0, 1, 1])
        #expect(a[..<1].allClose(b[..<1]) && !a.allClose(b) && !a.allClose(a[..<2]))
        #expect(a[1].allClose(b[1], relative: 0.1))
        #expect(Tensor([true, false]).allClose(Tensor([true, false])))
        #expect(!Tensor([UInt8(0)]).allClose(Tensor([UInt8(255)]), relative: 0.01))
        #expect(!Tensor([UInt8(255)]).allClose(Tensor([UInt8(0)])))
        #expect(Tensor([3, 4]).allClose(Tensor([3, 4])) && !Tensor([3, 4]).allClose(Tensor([3, 5])))
        #expect(Tensor.ones([0]).allClose(.ones([0])))
    }

    @Test("where chooses, and broadcasts all three")
    func select() {
        let condition = Tensor([true, false])
        expect(Tensor.where(condition, Tensor([1.0, 2]), Tensor([3.0, 4])), is: [1, 4], dtype: .float32)
        expect(Tensor.where(condition, Tensor([[1], [2]]), Tensor(9)), is: [1, 9, 2, 9], shape: [2, 2], dtype: .int64)
        expect(Tensor.where(condition.unsqueeze(1), Tensor([1.0, 2]), 0), is: [1, 2, 0, 0], shape: [2, 2])
        expect(Tensor.where(condition, 1, Tensor([5, 6])), is: [1, 6])
        expect(Tensor.where(condition, Tensor([1, 2]), 0.5), is: [1, 0.5], dtype: .float32)
        for dtype in DType.allCases {
            expect(
                Tensor.where(condition, Tensor.ones([2], dtype: dtype), .zeros([2], dtype: dtype)), is: [1, 0], dtype: dtype)
        }
        // What is not chosen does not matter.
        expect(Tensor.where(condition, Tensor([1, Double.nan]), Tensor([.nan, 2])), is: [1, 2])
    }

    @Test("masks fill and select")
    func masks() {
        let x = Tensor([[1.0, 2], [3, 4]])
        expect(x.maskedFill(x .> 2, -1), is: [1, 2, -1, -1], shape: [2, 2])
        expect(x.maskedFill(Tensor([true, false]), 0), is: [0, 2, 0, 4])
        expect(x.maskedSelect(x .> 1), is: [2, 3, 4], shape: [3])
        expect(x.maskedSelect(Tensor([[true], [false]])), is: [1, 2], shape: [2])
        expect(x.nonZero(), is: [0, 0, 0, 1, 1, 0, 1, 1], shape: [4, 2], dtype: .int64)
        expect(Tensor([[0, 5], [Int.min, 0]]).t().nonZero(), is: [0, 1, 1, 0], shape: [2, 2])
        expect(Tensor(2.0).nonZero(), is: [], shape: [1, 0])
        expect(Tensor(0.0).nonZero(), is: [], shape: [0, 0])
        expect(Tensor([Double.nan, -0.0]).nonZero(), is: [0], shape: [1, 1])
    }

    @Test("many elements are found in their order")
    func found() {
        let x = Tensor.integers([70, 3, 300], from: 0, to: 3, generator: Generator(seed: 4))
        let values = x.array(of: Int.self)
        let positions = values.indices.filter { values[$0] == 1 }
        let found = (x .== 1).nonZero()
        #expect(found.array(of: Int.self) == positions.flatMap { [$0 / 900, $0 / 300 % 3, $0 % 300] })
        #expect((x .== 1).flatten().nonZero().flatten().array(of: Int.self) == positions)
        #expect(x.maskedSelect(x .!= 1).array(of: Int.self) == values.filter { $0 != 1 })
    }
}

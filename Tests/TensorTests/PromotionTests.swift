import Tensor
import Testing

@Suite("Promotion")
struct PromotionTests {
    /// What torch's `result_type` says of a tensor of the row's dtype beside one of the column's, in the order of
    /// `DType.allCases`: float32, float64, int32, int64, uint8, bool, float16, bfloat16.
    static let tensors: [[DType]] = [
        [.float32, .float64, .float32, .float32, .float32, .float32, .float32, .float32],
        [.float64, .float64, .float64, .float64, .float64, .float64, .float64, .float64],
        [.float32, .float64, .int32, .int64, .int32, .int32, .float16, .bfloat16],
        [.float32, .float64, .int64, .int64, .int64, .int64, .float16, .bfloat16],
        [.float32, .float64, .int32, .int64, .uint8, .uint8, .float16, .bfloat16],
        [.float32, .float64, .int32, .int64, .uint8, .bool, .float16, .bfloat16],
        [.float32, .float64, .float16, .float16, .float16, .float16, .float16, .float32],
        [.float32, .float64, .bfloat16, .bfloat16, .bfloat16, .bfloat16, .float32, .bfloat16],
    ]

    /// Where the column's tensor has no dims.
    static let scalarTensors: [[DType]] = [
        [.float32, .float32, .float32, .float32, .float32, .float32, .float32, .float32],
        [.float64, .float64, .float64, .float64, .float64, .float64, .float64, .float64],
        [.float32, .float64, .int32, .int32, .int32, .int32, .float16, .bfloat16],
        [.float32, .float64, .int64, .int64, .int64, .int64, .float16, .bfloat16],
        [.float32, .float64, .uint8, .uint8, .uint8, .uint8, .float16, .bfloat16],
        [.float32, .float64, .int32, .int64, .uint8, .bool, .float16, .bfloat16],
        [.float16, .float16, .float16, .float16, .float16, .float16, .float16, .float16],
        [.bfloat16, .bfloat16, .bfloat16, .bfloat16, .bfloat16, .bfloat16, .bfloat16, .bfloat16],
    ]

    /// Beside a Swift `Int` and a `Double`.
    static let numbers: [[DType]] = [
        [.float32, .float32], [.float64, .float64], [.int32, .float32], [.int64, .float32], [.uint8, .float32],
        [.int64, .float32], [.float16, .float16], [.bfloat16, .bfloat16],
    ]

    static let pairs = DType.allCases.indices.flatMap { a in DType.allCases.indices.map { (a, $0) } }

    @Test("of two tensors is torch's", arguments: pairs)
    func tensors(a: Int, b: Int) {
        let (x, y) = (Tensor.ones([2], dtype: DType.allCases[a]), Tensor.ones([2], dtype: DType.allCases[b]))
        let (s, t) = (x[0], y[0])
        #expect(Tensor.resultType(x, y) == Self.tensors[a][b])
        #expect(Tensor.resultType(s, t) == Self.tensors[a][b])
        #expect(Tensor.resultType(x, t) == Self.scalarTensors[a][b])
        #expect(Tensor.resultType(t, x) == Self.scalarTensors[a][b])
        #expect((x + y).dtype == Self.tensors[a][b])
        #expect((x * t).dtype == Self.scalarTensors[a][b])
        #expect((x .== y).dtype == .bool)
        #expect(Tensor.where(Tensor(true), x, y).dtype == Self.tensors[a][b])
        #expect(Tensor.concatenate([x, y]).dtype == Self.tensors[a][b])
        #expect((x / y).dtype == (Self.tensors[a][b].isFloatingPoint ? Self.tensors[a][b] : .float32))
        #expect(DType.allCases[a].promoted(with: DType.allCases[b]) == Self.tensors[a][b])
    }

    @Test("of a tensor and a Swift number is torch's, on either side", arguments: DType.allCases.indices, [[2], []] as [Shape])
    func numbers(index: Int, shape: Shape) {
        let x = Tensor.ones(shape, dtype: DType.allCases[index])
        let (int, double) = (Self.numbers[index][0], Self.numbers[index][1])
        #expect((x + 1).dtype == int)
        #expect((1 + x).dtype == int)
        #expect((x * 0.5).dtype == double)
        #expect((0.5 * x).dtype == double)
        #expect((x - Float(0.5)).dtype == double)
        #expect((x + true).dtype == x.dtype)
        #expect((1 / x).dtype == (x.dtype.isFloatingPoint ? x.dtype : .float32))
        #expect(x.maximum(2).dtype == int)
        #expect(x.clamp(min: 0.5).dtype == double)
    }

    @Test("a uint8 combined with a number that it cannot represent wraps around, as in torch")
    func narrow() {
        let x = Tensor([UInt8(5), 200])
        expect(x + 300, is: [49, 244], dtype: .uint8)
        expect(x - 201, is: [60, 255], dtype: .uint8)
        expect(-x, is: [251, 56], dtype: .uint8)
    }
}

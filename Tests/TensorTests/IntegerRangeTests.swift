import Tensor
import Testing

/// Numbers that an integer tensor cannot hold, and the functions that refuse them.
enum UnheldNumber: String, CaseIterable, Codable {
    case full, infinite, large, byte, fraction, like, literal, literals, integers, halves
    case mask, maskByTensor, pad, scatter, fill, threshold, hardtanh, choice, otherChoice, linspace, arange

    func make() -> Tensor {
        let (x, bytes) = (Tensor([1, 2, 3]), Tensor([UInt8(1), 2, 3]))
        let mask = Tensor([true, false, false])
        return switch self {
        case .full: .full([2], Double.nan, dtype: .int64)
        case .infinite: .full([2], -Float.infinity, dtype: .int32)
        case .large: .full([2], 1e300, dtype: .int64)
        case .byte: .full([2], 300, dtype: .uint8)
        case .fraction: .full([2], 255.5, dtype: .uint8)
        case .like: .full(like: x, Double.nan)
        case .literal: Tensor(Double.nan, dtype: .int64)
        case .literals: Tensor([[1.0, 2], [.infinity, 3]], dtype: .int32)
        case .integers: Tensor([1, 1 << 40], dtype: .int32)
        case .halves: Tensor([Float16.nan], shape: [1], dtype: .uint8)
        case .mask: x.maskedFill(mask, Double.nan)
        case .maskByTensor: x.maskedFill(mask, Tensor(Double.infinity))
        case .pad: x.pad([1, 1], value: Double.nan)
        case .scatter: x.scatter(dim: 0, Tensor([0]), Double.nan)
        case .fill: x.indexFill(dim: 0, Tensor([0]), -Double.infinity)
        case .threshold: x.threshold(1, value: .nan)
        case .hardtanh: x.hardtanh(min: -1, max: .infinity)
        case .choice: .where(mask, bytes, 300)
        case .otherChoice: .where(mask, -300, bytes)
        case .linspace: .linspace(0, .nan, count: 3, dtype: .int64)
        case .arange: .arange(0, 1e300, step: 1e299, dtype: .int64)
        }
    }

    var message: String {
        switch self {
        case .full, .like: "full: int64 cannot represent nan"
        case .infinite: "full: int32 cannot represent -inf"
        case .large: "full: int64 cannot represent 1e+300"
        case .byte: "full: uint8 cannot represent 300"
        case .fraction: "full: uint8 cannot represent 255.5"
        case .literal: "Tensor: int64 cannot represent nan"
        case .literals: "Tensor: int32 cannot represent inf"
        case .integers: "Tensor: int32 cannot represent 1099511627776"
        case .halves: "Tensor: uint8 cannot represent nan"
        case .mask: "maskedFill: int64 cannot represent nan"
        case .maskByTensor: "maskedFill: int64 cannot represent inf"
        case .pad: "pad: int64 cannot represent nan"
        case .scatter: "scatter: int64 cannot represent nan"
        case .fill: "maskedFill: int64 cannot represent -inf"
        case .threshold: "threshold: int64 cannot represent nan"
        case .hardtanh: "hardtanh: int64 cannot represent inf"
        case .choice: "where: uint8 cannot represent 300"
        case .otherChoice: "where: uint8 cannot represent -300"
        case .linspace: "linspace: int64 cannot represent nan"
        case .arange: "arange: int64 cannot represent 1e+300"
        }
    }
}

@Suite("Integers' range")
struct IntegerRangeTests {
    @Test("is checked by functions that fill, pad and choose", arguments: UnheldNumber.allCases)
    func refused(number: UnheldNumber) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            [number] in _ = number.make()
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains(number.message))
    }

    @Test("numbers in it lose their fraction; negative bytes wrap around, as in torch")
    func within() {
        expect(.full([1], 3.7, dtype: .uint8), is: [3], dtype: .uint8)
        expect(.full([1], -1.5, dtype: .int32), is: [-1], dtype: .int32)
        expect(.full([1], -1, dtype: .uint8), is: [255], dtype: .uint8)
        expect(Tensor([1.9, -2.9], dtype: .int64), is: [1, -2], dtype: .int64)
        expect(Tensor([1, 2]).maskedFill(Tensor([true, false]), 1.5), is: [1, 2], dtype: .int64)
        expect(.full([1], Double.nan, dtype: .bool), is: [1], dtype: .bool)
        expect(Tensor([Double](), dtype: .int64), is: [], dtype: .int64)
    }

    @Test("is not checked by arithmetic and conversions, which wrap around")
    func arithmetic() {
        expect(Tensor([UInt8(1)]) + 300, is: [45], dtype: .uint8)
        expect(Tensor([1, 2]) + Double.nan, is: [.nan, .nan], dtype: .float32)
        expect(Tensor([1, 2]).clamp(max: Double.infinity), is: [1, 2], dtype: .float32)
        expect(Tensor([Double.nan]).to(.int64).isFinite(), is: [1])
    }

    @Test("does not limit the numbers that integers are compared with")
    func comparison() {
        let bytes = Tensor([UInt8(44), 255])
        expect(bytes .== 300, is: [0, 0], dtype: .bool)
        expect(bytes .!= 300, is: [1, 1], dtype: .bool)
        expect(bytes .< 300, is: [1, 1], dtype: .bool)
        expect(bytes .>= -1, is: [1, 1], dtype: .bool)
        expect(Tensor([Int32(0)]) .< (1 << 32), is: [1], dtype: .bool)
        expect(Tensor([Int32(0)]) .== (1 << 32), is: [0], dtype: .bool)
    }
}

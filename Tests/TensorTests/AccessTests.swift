import Tensor
import Testing

@Suite("Access to elements")
struct AccessTests {
    let matrix = Tensor([[1, 2, 3], [4, 5, 6]])

    @Test("the only element of any shape", arguments: [[], [1], [1, 1, 1]] as [Shape])
    func item(shape: Shape) {
        #expect(Tensor.full(shape, 2.5).item() == 2.5)
        #expect(Tensor.full(shape, 3).item(as: Int.self) == 3)
        #expect(Tensor.full(shape, 3).item(as: Float.self) == 3)
        #expect(Tensor.full(shape, true).item(as: Bool.self))
    }

    @Test("an integer keeps all its bits")
    func wideItem() {
        #expect(Tensor(Int.max).item(as: Int.self) == .max)
        #expect(Tensor([Int.min, -1]).array(of: Int.self) == [.min, -1])
    }

    @Test("arrays are in the order of the indices, whatever the strides")
    func arrays() {
        #expect(matrix.array(of: Int.self) == [1, 2, 3, 4, 5, 6])
        #expect(matrix.t().array(of: Int.self) == [1, 4, 2, 5, 3, 6])
        #expect(matrix.flip(0, 1).array(of: Int32.self) == [6, 5, 4, 3, 2, 1])
        #expect(matrix[1].expand(2, 3).array(of: Double.self) == [4, 5, 6, 4, 5, 6])
        #expect(matrix[.all, 1].array(of: Float.self) == [2, 5])
    }

    @Test("elements are read in place if nothing must be converted")
    func elementsInPlace() {
        matrix.withElements(of: Int.self) { #expect(UnsafeRawPointer($0.baseAddress) == UnsafeRawPointer(matrix.address)) }
        matrix[1].withBytes { bytes in
            #expect(bytes.baseAddress == UnsafeRawPointer(matrix.address + 24))
            #expect(bytes.count == 24)
        }
    }

    @Test("writing to elements copies what is shared, and only that")
    func mutableElements() {
        var x = Tensor.zeros([3])
        let address = x.address
        x.withMutableElements(of: Float.self) { $0[1] = 5 }
        #expect(x.address == address)
        let other = x
        x.withMutableElements(of: Float.self) { $0[0] = 7 }
        expect(x, is: [7, 5, 0])
        expect(other, is: [0, 5, 0])
    }

    @Test("writing to a view's elements copies them, and its source stays")
    func mutableView() {
        var columns = matrix.t()
        columns.withMutableElements(of: Int.self) { $0[1] = 40 }
        #expect(columns.array(of: Int.self) == [1, 40, 2, 5, 3, 6])
        #expect(matrix.array(of: Int.self) == [1, 2, 3, 4, 5, 6])
    }

    @Test("each dtype converts to each, as torch converts", arguments: DType.allCases)
    func casts(dtype: DType) {
        let values = [0.0, 1, -1.5, 300.7, -2]
        let x = Tensor(values, dtype: .float64)
        let expected: [DType: [Double]] = [
            .float32: [0, 1, -1.5, Double(Float(300.7)), -2], .float64: values, .int32: [0, 1, -1, 300, -2],
            .int64: [0, 1, -1, 300, -2], .uint8: [0, 1, 255, 44, 254], .bool: [0, 1, 1, 1, 1],
            .float16: [0, 1, -1.5, 300.75, -2], .bfloat16: [0, 1, -1.5, 300, -2],
        ]
        expect(x.to(dtype), is: expected[dtype] ?? [], dtype: dtype)
        expect(x.flip(0).to(dtype).flip(0), is: expected[dtype] ?? [], dtype: dtype)
        for other in DType.allCases {
            let small = Tensor([0, 1, 1, 0]).to(dtype).to(other)
            expect(small, is: [0, 1, 1, 0], dtype: other)
        }
    }

    @Test("integers wrap around, NaN is true, what is too large for int32 gives the smallest, as in torch")
    func extremeCasts() {
        #expect(Tensor([1 << 40 + 5, -1]).to(.int32).array(of: Int32.self) == [5, -1])
        #expect(Tensor([256, -1]).to(.uint8).array(of: UInt8.self) == [0, 255])
        #expect(Tensor([Double.nan, -0.0, .infinity]).to(.bool).array(of: Bool.self) == [true, false, true])
        #expect(Tensor([3e9, -3e9, .nan, .infinity]).to(.int32).array(of: Int32.self) == [.min, .min, .min, .min])
        #expect(Tensor([1e19, -1e19, .nan]).to(.int64).array(of: Int.self) == [.min, .min, .min])
    }
}

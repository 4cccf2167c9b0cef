import Tensor
import Testing

/// A tensor that was made, and what torch has instead.
struct Made: CustomTestStringConvertible {
    let testDescription: String
    let tensor: Tensor
    let shape: Shape
    let dtype: DType
    let values: [Double]

    init(_ name: String, _ tensor: Tensor, _ shape: Shape, _ dtype: DType, _ values: [Double]) {
        (testDescription, self.tensor, self.shape, self.dtype, self.values) = (name, tensor, shape, dtype, values)
    }

    static let filled: [Made] = [
        Made("zeros", .zeros([2, 2]), [2, 2], .float32, [0, 0, 0, 0]),
        Made("ones, int32", .ones([3], dtype: .int32), [3], .int32, [1, 1, 1]),
        Made("ones, bool", .ones([2], dtype: .bool), [2], .bool, [1, 1]),
        Made("full of a Double", .full([2], 1.5), [2], .float32, [1.5, 1.5]),
        Made("full of a Float", .full([1], Float(2.5)), [1], .float32, [2.5]),
        Made("full of an Int", .full([2], 7), [2], .int64, [7, 7]),
        Made("full of a Bool", .full([2], true), [2], .bool, [1, 1]),
        Made("full of a Double as int64", .full([1], -2.9, dtype: .int64), [1], .int64, [-2]),
        Made("full of an Int as uint8", .full([1], -1, dtype: .uint8), [1], .uint8, [255]),
        Made("full of a Double as bool", .full([1], 0.25, dtype: .bool), [1], .bool, [1]),
        Made("full of a Bool as float64", .full([1], true, dtype: .float64), [1], .float64, [1]),
        Made("full scalar", .full([], 3.0), [], .float32, [3]),
        Made("zeros of no size", .zeros([2, 0, 3]), [2, 0, 3], .float32, []),
        Made("zeros like", .zeros(like: Tensor([1, 2])), [2], .int64, [0, 0]),
        Made("ones like, float64", .ones(like: Tensor([[true]]), dtype: .float64), [1, 1], .float64, [1]),
        Made("full like", .full(like: Tensor([1.0, 2]), 3), [2], .float32, [3, 3]),
        Made("full like a view", .full(like: Tensor([[1, 2], [3, 4]]).t(), 9), [2, 2], .int64, [9, 9, 9, 9]),
    ]

    static let stepped: [Made] = [
        Made("arange to 4", .arange(4), [4], .int64, [0, 1, 2, 3]),
        Made("arange to 0", .arange(0), [0], .int64, []),
        Made("arange from 2 to 5", .arange(2, 5), [3], .int64, [2, 3, 4]),
        Made("arange by 3", .arange(0, 10, step: 3), [4], .int64, [0, 3, 6, 9]),
        Made("arange backwards", .arange(5, 0, step: -2), [3], .int64, [5, 3, 1]),
        Made("arange of Doubles", .arange(0.0, 1.0, step: 0.25), [4], .float32, [0, 0.25, 0.5, 0.75]),
        Made("arange counts as torch does", .arange(1.0, 1.3, step: 0.1, dtype: .float64), [4], .float64, [1, 1.1, 1.2, 1.3]),
        Made("arange to 2.5", .arange(2.5), [3], .float32, [0, 1, 2]),
        Made("arange of Ints as float64", .arange(1, 4, dtype: .float64), [3], .float64, [1, 2, 3]),
        Made("arange of large Ints", .arange(1 << 53, 1 << 53 + 2), [2], .int64, [0x1p53, 0x1p53]),
        Made("linspace", .linspace(0, 1, count: 5), [5], .float32, [0, 0.25, 0.5, 0.75, 1]),
        Made("linspace backwards", .linspace(1, -1, count: 3), [3], .float32, [1, 0, -1]),
        Made("linspace of one", .linspace(3, 4, count: 1), [1], .float32, [3]),
        Made("linspace of none", .linspace(3, 4, count: 0), [0], .float32, []),
        Made("eye", .eye(2), [2, 2], .float32, [1, 0, 0, 1]),
        Made("eye, wide", .eye(2, 3, dtype: .int32), [2, 3], .int32, [1, 0, 0, 0, 1, 0]),
        Made("eye, tall", .eye(3, 1, dtype: .bool), [3, 1], .bool, [1, 0, 0]),
        Made("eye of no size", .eye(0), [0, 0], .float32, []),
    ]

    static let converted: [Made] = [
        Made("a Double", Tensor(1.5), [], .float32, [1.5]),
        Made("an Int", Tensor(-3), [], .int64, [-3]),
        Made("a Bool", Tensor(true), [], .bool, [1]),
        Made("Doubles", Tensor([0.5, 2]), [2], .float32, [0.5, 2]),
        Made("Doubles as float64", Tensor([0.1], dtype: .float64), [1], .float64, [0.1]),
        Made("Floats", Tensor([Float(0.1)]), [1], .float32, [Double(Float(0.1))]),
        Made("Floats as float64", Tensor([Float(0.1)], dtype: .float64), [1], .float64, [Double(Float(0.1))]),
        Made("Int32s", Tensor([Int32(-1)]), [1], .int32, [-1]),
        Made("Int64s", Tensor([Int64.max]), [1], .int64, [0x1p63]),
        Made("UInt8s", Tensor([UInt8(200)]), [1], .uint8, [200]),
        Made("Bools", Tensor([true, false]), [2], .bool, [1, 0]),
        Made("rows", Tensor([[1, 2, 3], [4, 5, 6]]), [2, 3], .int64, [1, 2, 3, 4, 5, 6]),
        Made("rows of rows", Tensor([[[1.0], [2]], [[3], [4]]]), [2, 2, 1], .float32, [1, 2, 3, 4]),
        Made("no elements", Tensor([Double]()), [0], .float32, []),
        Made("empty rows", Tensor([[Int](), []]), [2, 0], .int64, []),
        Made("flat, with a shape", Tensor([1, 2, 3, 4], shape: [2, 2]), [2, 2], .int64, [1, 2, 3, 4]),
        Made("flat, of another dtype", Tensor([1, 2], shape: [2, 1], dtype: .float64), [2, 1], .float64, [1, 2]),
    ]
}

@Suite("Creation")
struct CreationTests {
    @Test("fills", arguments: Made.filled)
    func fill(made: Made) { check(made) }

    @Test("counts", arguments: Made.stepped)
    func step(made: Made) { check(made) }

    @Test("converts Swift's values", arguments: Made.converted)
    func convert(made: Made) { check(made) }

    private func check(_ made: Made) {
        expect(made.tensor, is: made.values, shape: made.shape, dtype: made.dtype)
        #expect(made.tensor.isContiguous)
    }

    @Test("counts with all the bits of an Int")
    func largeRange() {
        #expect(Tensor.arange(1 << 53, 1 << 53 + 3).array(of: Int.self) == [1 << 53, 1 << 53 + 1, 1 << 53 + 2])
    }

    @Test("linspace ends exactly at its end", arguments: [3, 7, 10, 50, 1000])
    func linspaceEnds(count: Int) {
        let x = Tensor.linspace(0.1, 0.7, count: count, dtype: .float64).array(of: Double.self)
        #expect(x.first == 0.1 && x.last == 0.7)
        #expect(zip(x, x.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("fills on a device that is named")
    func fullOnDevice() throws {
        expect(try Tensor.full([2], 1.0, device: .cpu), is: [1, 1])
        #expect(throws: DeviceUnavailable.self) { try Tensor.full([2], 1.0, device: Device(.cuda)) }
    }

    @Test("reads bytes as they lie")
    func bytes() {
        let x = [Int32(1), -2].withUnsafeBytes { Tensor(bytes: $0, shape: [2, 1], dtype: .int32) }
        expect(x, is: [1, -2], shape: [2, 1], dtype: .int32)
        let empty = Tensor(bytes: UnsafeRawBufferPointer(start: nil, count: 0), shape: [0], dtype: .float64)
        expect(empty, is: [], shape: [0])
    }

    @Test("bytes other than 0 and 1 become bools")
    func boolBytes() {
        let x = [UInt8(0), 1, 2, 255].withUnsafeBytes { Tensor(bytes: $0, shape: [4], dtype: .bool) }
        #expect(x.array(of: UInt8.self) == [0, 1, 1, 1])
    }

    @Test("a shape without elements may have any other sizes")
    func emptyShapes() {
        let x = Tensor.zeros([0, 1 << 40, 1 << 40])
        #expect(x.count == 0 && x.flatten().shape == [0])
    }
}

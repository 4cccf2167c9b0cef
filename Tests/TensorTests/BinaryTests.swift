import Glibc
import Tensor
import Testing

/// A function of two float64 tensors, and what torch makes of ``BinaryTests/left`` and ``BinaryTests/right``.
struct BinaryFunction: CustomTestStringConvertible {
    let testDescription: String
    let of: @Sendable (Tensor, Tensor) -> Tensor
    let expected: [Double]

    init(_ name: String, _ of: @escaping @Sendable (Tensor, Tensor) -> Tensor, _ expected: [Double]) {
        (testDescription, self.of, self.expected) = (name, of, expected)
    }

    static let all: [BinaryFunction] = [
        BinaryFunction(
            "divide", { $0 / $1 },
            [
                3.5, -3.5, -3.5, 3.5, 2, -2, 0, .nan, .infinity, -.infinity, 2.75, 2.75, .infinity, -.infinity, 0, -0.0, .nan,
                .nan, .nan, -2, 1, -0.0, -0.0,
            ]),
        BinaryFunction(
            "remainder", { $0.remainder($1) },
            [
                1, 1, -1, -1, 0, -0.0, 0, .nan, .nan, .nan, 1.5, -1.5, .nan, .nan, 1, .infinity, .nan, .nan, .nan, 0, 0, -0.0,
                -.infinity,
            ]),
        BinaryFunction(
            "fmod", { $0.fmod($1) },
            [
                1, -1, 1, -1, 0, -0.0, 0, .nan, .nan, .nan, 1.5, -1.5, .nan, .nan, 1, -1, .nan, .nan, .nan, 0, 0, -0.0, 3,
            ]),
        BinaryFunction(
            "floorDivide", { $0.floorDivide($1) },
            [
                3, -4, -4, 3, 2, -2, 0, .nan, .infinity, -.infinity, 2, 2, .nan, .nan, 0, -1, .nan, .nan, .nan, -2, 1, -0.0, -1,
            ]),
        BinaryFunction(
            "maximum", { $0.maximum($1) },
            [
                7, 2, 7, -2, 6, 3, 5, 0, 1, 0, 5.5, -2, .infinity, 2, .infinity, .infinity, .nan, .nan, .infinity, 2, 0.5, 1, 3,
            ]),
        BinaryFunction(
            "minimum", { $0.minimum($1) },
            [
                2, -7, -2, -7, 3, -6, 0, 0, 0, -1, 2, -5.5, 2, -.infinity, 1, -1, .nan, .nan, .infinity, -1, 0.5, -0.0,
                -.infinity,
            ]),
        BinaryFunction(
            "copySign", { $0.copySign($1) },
            [
                7, 7, -7, -7, 6, 6, 0, 0, 1, 1, 5.5, -5.5, .infinity, .infinity, 1, 1, .nan, 1, .infinity, -2, 0.5, 0, -3,
            ]),
    ]
}

@Suite("Functions of two tensors")
struct BinaryTests {
    static let left: [Double] = [
        7, -7, 7, -7, 6, -6, 0, 0, 1, -1, 5.5, -5.5, .infinity, -.infinity, 1, -1, .nan, 1, .infinity, 2, 0.5, -0.0, 3,
    ]
    static let right: [Double] = [
        2, 2, -2, -2, 3, 3, 5, 0, 0, 0, 2, -2, 2, 2, .infinity, .infinity, 1, .nan, .infinity, -1, 0.5, 1, -.infinity,
    ]

    @Test("floats give torch's results", arguments: BinaryFunction.all, [.float32, .float64] as [DType])
    func floats(function: BinaryFunction, dtype: DType) {
        let (a, b) = (Tensor(Self.left, dtype: dtype), Tensor(Self.right, dtype: dtype))
        expect(function.of(a, b), is: function.expected, dtype: dtype)
        // Not contiguous, and one at a time.
        expect(function.of(a.flip(0), b.flip(0)).flip(0), is: function.expected)
        for (index, value) in function.expected.enumerated() { expect(function.of(a[index], b[index]), is: [value]) }
    }

    @Test("a tensor and a number", arguments: BinaryFunction.all)
    func numbers(function: BinaryFunction) {
        let x = Tensor(Self.left)
        for number in [2.0, -0.5, 0] {
            let other = Tensor.full(like: x, number)
            expect(function.of(x, Tensor(number)), is: function.of(x, other).array(of: Double.self))
            expect(function.of(Tensor(number), x), is: function.of(other, x).array(of: Double.self))
        }
    }

    @Test("atan2, hypot, logAddExp are the C library's", arguments: [.float32, .float64] as [DType])
    func library(dtype: DType) {
        let (a, b) = (Tensor(Self.left, dtype: dtype), Tensor(Self.right, dtype: dtype))
        expect(a.atan2(b), isNear: zip(Self.left, Self.right).map(Glibc.atan2), units: 1)
        expect(a.hypot(b), isNear: zip(Self.left, Self.right).map(Glibc.hypot), units: 1)
        #expect(Tensor(3e38).hypot(Tensor(1e38)).item() < .infinity)
        let (u, v) = (
            [0.0, 1000, -1000, .infinity, -.infinity, 3, .nan], [0.0, 1000, 1, .infinity, -.infinity, -.infinity, 1]
        )
        expect(
            Tensor(u, dtype: dtype).logAddExp(Tensor(v, dtype: dtype)),
            isNear: [M_LN2, 1000 + M_LN2, 1, .infinity, -.infinity, 3, .nan], units: 1)
    }

    @Test("powers are torch's", arguments: [.float32, .float64] as [DType])
    func powers(dtype: DType) {
        let base: [Double] = [2, -2, 0, 0, .infinity, -.infinity, 1, -8, 4, 0, 2, -1]
        let exponent: [Double] = [3, 3, 0, -1, 0, 3, .nan, 1 / 3.0, 0.5, .infinity, -.infinity, .infinity]
        let expected: [Double] = [8, -8, 1, .infinity, 1, -.infinity, 1, .nan, 2, 0, 0, 1]
        expect(Tensor(base, dtype: dtype).pow(Tensor(exponent, dtype: dtype)), is: expected, dtype: dtype)
        expect(Tensor([3.0, -2], dtype: dtype).pow(2), is: [9, 4], dtype: dtype)
        expect(Tensor([4.0, 2], dtype: dtype).pow(-1), is: [0.25, 0.5], dtype: dtype)
        expect(Tensor([4.0, 9], dtype: dtype).pow(0.5), is: [2, 3], dtype: dtype)
    }

    @Test("powers of integers are torch's")
    func integerPowers() {
        let x = Tensor([1, -1, -1, 2, 0, 3, -2]).pow(Tensor([-3, -3, -2, -1, 0, 4, 3]))
        expect(x, is: [1, -1, 1, 0, 1, 81, -8], dtype: .int64)
        expect(Tensor([3, -2]).pow(2), is: [9, 4], dtype: .int64)
        expect(Tensor([3, -2]).pow(2.0), is: [9, 4], dtype: .float32)
        expect(Tensor([4, 2]).pow(-1.0), is: [0.25, 0.5], dtype: .float32)
        expect(Tensor([true, false]).pow(2), is: [1, 0], dtype: .int64)
        #expect(Tensor(3).pow(41).item(as: Int.self) == repeatElement(3, count: 41).reduce(1, &*))
    }

    @Test("division of integers is torch's; by zero it gives 0", arguments: [.int32, .int64] as [DType])
    func integerDivision(dtype: DType) {
        let a = Tensor([7, -7, 7, -7, 6, -6, 0, 5, 5], dtype: dtype)
        let b = Tensor([2, 2, -2, -2, 3, 3, 5, -1, 0], dtype: dtype)
        expect(a.floorDivide(b), is: [3, -4, -4, 3, 2, -2, 0, -5, 0], dtype: dtype)
        expect(a.remainder(b), is: [1, 1, -1, -1, 0, 0, 0, 0, 0], dtype: dtype)
        expect(a.fmod(b), is: [1, -1, 1, -1, 0, 0, 0, 0, 0], dtype: dtype)
        expect(a / b, is: [3.5, -3.5, -3.5, 3.5, 2, -2, 0, -5, .infinity], dtype: .float32)
    }

    @Test("the smallest integer divided by -1 wraps around")
    func smallest() {
        #expect(Tensor(Int.min).floorDivide(-1).item(as: Int.self) == .min)
        #expect(Tensor(Int.min).remainder(-1).item(as: Int.self) == 0)
        #expect(Tensor(Int.min).fmod(-1).item(as: Int.self) == 0)
        #expect(Tensor([Int32.min]).floorDivide(Tensor([Int32(-1)])).array(of: Int32.self) == [.min])
    }

    @Test("bytes are divided as unsigned numbers")
    func bytes() {
        let (a, b) = (Tensor([UInt8(200), 200, 7, 255]), Tensor([UInt8(255), 3, 0, 255]))
        expect(a.fmod(b), is: [200, 2, 0, 0], dtype: .uint8)
        expect(a.remainder(b), is: [200, 2, 0, 0], dtype: .uint8)
        expect(a.floorDivide(b), is: [0, 66, 0, 1], dtype: .uint8)
    }

    @Test("integers wrap around", arguments: [(.int32, 1 << 31), (.int64, 0), (.uint8, 256)] as [(DType, Int)])
    func wrapping(dtype: DType, span: Int) {
        let x = Tensor([Int.max]).to(dtype)  // all bits but the sign, of the narrow ones all
        let y = x.item(as: Int.self)
        #expect((x + 1).item(as: Int.self) == (dtype == .uint8 ? 0 : dtype == .int32 ? 0 : .min))
        #expect((x * x).to(.int64).item(as: Int.self) == 1)
        #expect((x - x).item(as: Int.self) == 0 && y == (dtype == .uint8 ? 255 : dtype == .int32 ? -1 : .max))
    }

    @Test("arithmetic of bools is torch's: + is or, * is and")
    func bools() {
        let (a, b) = (Tensor([true, true, false, false]), Tensor([true, false, true, false]))
        expect(a + b, is: [1, 1, 1, 0], dtype: .bool)
        expect(a * b, is: [1, 0, 0, 0], dtype: .bool)
        expect(a / b, is: [1, .infinity, 0, .nan], dtype: .float32)
        expect(a + 1, is: [2, 2, 1, 1], dtype: .int64)
    }

    @Test("clamp limits to bounds; NaN stays, and the upper bound wins")
    func clamp() {
        let x = Tensor([-2.0, 0.5, 3, .nan, .infinity])
        expect(x.clamp(min: -1, max: 1), is: [-1, 0.5, 1, .nan, 1])
        expect(x.clamp(min: 0.0), is: [0, 0.5, 3, .nan, .infinity])
        expect(x.clamp(max: 1.0), is: [-2, 0.5, 1, .nan, 1])
        expect(x.clamp(min: 3, max: 1), is: [1, 1, 1, .nan, 1])
        expect(Tensor([1.0, 2]).clamp(min: Double.nan), is: [.nan, .nan])
        expect(Tensor([-5, 5]).clamp(min: -1, max: 1), is: [-1, 1], dtype: .int64)
        expect(Tensor([-5, 5]).clamp(min: 0.5), is: [0.5, 5], dtype: .float32)
    }

    @Test("compound assignment changes the variable, not what it was copied from")
    func compound() {
        let x = Tensor([1.0, 2])
        var y = x
        y += 1
        y *= Tensor([2.0, 3])
        y -= x
        y /= 2
        expect(y, is: [1.5, 3.5])
        expect(x, is: [1, 2])
    }

    @Test("lerp, dot and outer")
    func composed() {
        let (a, b) = (Tensor([1.0, 2]), Tensor([3.0, 6]))
        expect(a.lerp(b, 0.5), is: [2, 4])
        expect(a.lerp(b, Tensor([0.0, 1])), is: [1, 6])
        expect(a.dot(b), is: [15], shape: [])
        expect(a.outer(b), is: [3, 6, 6, 12], shape: [2, 2])
    }
}

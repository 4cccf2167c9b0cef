import Glibc
import Tensor
import Testing

/// A function of a tensor, and the same of a number, by the C library. Errors are in units of float spacing.
struct Function: CustomTestStringConvertible {
    let testDescription: String
    let units: Double
    let of: @Sendable (Tensor) -> Tensor
    let truth: @Sendable (Double) -> Double

    init(
        _ name: String, units: Double = 1, _ of: @escaping @Sendable (Tensor) -> Tensor,
        _ truth: @escaping @Sendable (Double) -> Double
    ) {
        (testDescription, self.units, self.of, self.truth) = (name, units, of, truth)
    }

    static let all: [Function] = [
        Function("negate", units: 0, { -$0 }, { -$0 }),
        Function("abs", units: 0, { $0.abs() }, { Swift.abs($0) }),
        Function("sign", units: 0, { $0.sign() }, { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }),
        Function("square", { $0.square() }, { $0 * $0 }),
        Function("reciprocal", { $0.reciprocal() }, { 1 / $0 }),
        Function("sqrt", { $0.sqrt() }, { $0.squareRoot() }),
        Function("rsqrt", units: 1.5, { $0.rsqrt() }, { 1 / $0.squareRoot() }),
        Function("exp", { $0.exp() }, { Glibc.exp($0) }),
        Function("exp2", { $0.exp2() }, { Glibc.exp2($0) }),
        Function("expm1", units: 2, { $0.expm1() }, { Glibc.expm1($0) }),
        Function("log", { $0.log() }, { Glibc.log($0) }),
        Function("log2", { $0.log2() }, { Glibc.log2($0) }),
        Function("log10", units: 2, { $0.log10() }, { Glibc.log10($0) }),
        Function("log1p", units: 2, { $0.log1p() }, { Glibc.log1p($0) }),
        Function("sin", { $0.sin() }, { Glibc.sin($0) }),
        Function("cos", { $0.cos() }, { Glibc.cos($0) }),
        Function("tan", { $0.tan() }, { Glibc.tan($0) }),
        Function("asin", { $0.asin() }, { Glibc.asin($0) }),
        Function("acos", { $0.acos() }, { Glibc.acos($0) }),
        Function("atan", { $0.atan() }, { Glibc.atan($0) }),
        Function("sinh", units: 2, { $0.sinh() }, { Glibc.sinh($0) }),
        Function("cosh", units: 2, { $0.cosh() }, { Glibc.cosh($0) }),
        Function("tanh", units: 1.5, { $0.tanh() }, { Glibc.tanh($0) }),
        Function("asinh", units: 2, { $0.asinh() }, { Glibc.asinh($0) }),
        Function("acosh", units: 2, { $0.acosh() }, { Glibc.acosh($0) }),
        Function("atanh", units: 2, { $0.atanh() }, { Glibc.atanh($0) }),
        Function(
            "sigmoid", units: 2, { $0.sigmoid() }, { $0 < 0 ? Glibc.exp($0) / (1 + Glibc.exp($0)) : 1 / (1 + Glibc.exp(-$0)) }
        ),
        Function("relu", units: 0, { $0.relu() }, { $0.isNaN ? $0 : Swift.max($0, 0) }),
        Function("softplus", units: 2.5, { $0.softplus() }, { Swift.max($0, 0) + Glibc.log1p(Glibc.exp(-Swift.abs($0))) }),
        Function("logSigmoid", units: 2.5, { $0.logSigmoid() }, { Swift.min($0, 0) - Glibc.log1p(Glibc.exp(-Swift.abs($0))) }),
        Function("erf", units: 2, { $0.erf() }, { Glibc.erf($0) }),
        Function("erfc", units: 2, { $0.erfc() }, { Glibc.erfc($0) }),
        Function("floor", units: 0, { $0.floor() }, { Glibc.floor($0) }),
        Function("ceil", units: 0, { $0.ceil() }, { Glibc.ceil($0) }),
        Function("round", units: 0, { $0.round() }, { $0.rounded(.toNearestOrEven) }),
        Function("trunc", units: 0, { $0.trunc() }, { Glibc.trunc($0) }),
    ]
}

@Suite("Functions of one tensor")
struct UnaryTests {
    static let special: [Double] = [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 1e-3, -1e-3, 1e-10, -1e-10, 1e-30, 1e-40, -1e-40, 1e-45, 10, -10,
        17.5, -17.5, 40, -40, 88, -88, 88.7, 89, -87.4, -95, -103, -103.9, -105, 710, -746, 1e4, -1e4, 1e6, 16_777_217, 1e20,
        1e30, -1e30, 3.4e38, .infinity, -.infinity, .nan,
    ]

    static let even = stride(from: -12.0, through: 12, by: 0.03125).map { $0 }

    @Test("float32 agrees with the C library's float64", arguments: Function.all)
    func float32(function: Function) {
        let values = (Self.special + Self.even).map { Double(Float($0)) }
        expect(
            function.of(Tensor(values)), isNear: values.map(function.truth), units: Swift.max(function.units, 0.5),
            "of \(values)")
    }

    @Test("float64 agrees with the C library's", arguments: Function.all)
    func float64(function: Function) {
        let values = Self.special + Self.even + [0x1p-1074, 0x1.8p-1030, 1e300, -1e300]
        expect(function.of(Tensor(values, dtype: .float64)), isNear: values.map(function.truth), units: 2)
    }

    @Test("strides make no difference", arguments: Function.all)
    func strided(function: Function) {
        let x = Tensor((0..<60).map { Double($0) / 60 + 0.01 }).reshape(4, 15)
        for view in [x.t(), x.flip(0, 1), x[.ellipsis, .slice(step: 2)], x[1].expand(4, 15), x[2, 3]] {
            expect(function.of(view), is: function.of(view.contiguous()).array(of: Double.self), shape: view.shape)
        }
        #expect(function.of(Tensor.ones([0, 3])).shape == [0, 3])
    }

    @Test("sigmoid keeps full relative precision in its tails")
    func sigmoidTails() {
        let x = [-20.0, -50, -80, -87, -95, -100, -103, 20, 50, 100]
        expect(Tensor(x).sigmoid(), isNear: x.map { 1 / (1 + Glibc.exp(-$0)) }, units: 1)
        expect(Tensor([-200.0, 200, -Double.infinity, .infinity]).sigmoid(), is: [0, 1, 0, 1])
    }

    @Test("softplus and logSigmoid neither overflow nor lose their tails")
    func softplusTails() {
        let x = [-20.0, -50, -87, -100, 20, 50, 100, 1e4, 1e30]
        let truth = x.map { $0 > 0 ? $0 + Glibc.log1p(Glibc.exp(-$0)) : Glibc.log1p(Glibc.exp($0)) }
        expect(Tensor(x).softplus(), isNear: truth, units: 1)
        expect((-Tensor(x)).logSigmoid(), isNear: truth.map { -$0 }, units: 1)
        expect(Tensor([-Double.infinity, .infinity]).softplus(), is: [0, .infinity])
    }

    @Test("whole numbers: the functions that keep them keep the dtype", arguments: [.int32, .int64] as [DType])
    func integers(dtype: DType) {
        let x = Tensor([-3, 0, 4], dtype: dtype)
        expect(-x, is: [3, 0, -4], dtype: dtype)
        expect(x.abs(), is: [3, 0, 4], dtype: dtype)
        expect(x.sign(), is: [-1, 0, 1], dtype: dtype)
        expect(x.square(), is: [9, 0, 16], dtype: dtype)
        expect(x.relu(), is: [0, 0, 4], dtype: dtype)
        for whole in [x.floor(), x.ceil(), x.round(), x.trunc()] { expect(whole, is: [-3, 0, 4], dtype: dtype) }
        expect(x.frac(), is: [0, 0, 0], dtype: dtype)
    }

    @Test("whole numbers: the other functions give float32", arguments: [.int32, .int64, .uint8, .bool] as [DType])
    func floating(dtype: DType) {
        let x = Tensor([1, 0], dtype: dtype)
        expect(x.exp(), is: [Double(Float(M_E)), 1], dtype: .float32)
        expect(x.sqrt(), is: [1, 0], dtype: .float32)
        expect(x.reciprocal(), is: [1, .infinity], dtype: .float32)
    }

    @Test("integers wrap around")
    func wrapping() {
        #expect((-Tensor(Int.min)).item(as: Int.self) == .min)
        #expect(Tensor(Int.min).abs().item(as: Int.self) == .min)
        #expect(Tensor([1 << 20], dtype: .int32).square().item(as: Int.self) == 0)
        #expect(Tensor([UInt8(17)]).square().item(as: Int.self) == 289 - 256)
    }

    @Test("silu and gelu")
    func activations() {
        let x = Self.even
        expect(Tensor(x, dtype: .float64).silu(), isNear: x.map { $0 / (1 + Glibc.exp(-$0)) }, units: 3)
        let gelu = Tensor(x, dtype: .float64).gelu().array(of: Double.self)
        for (value, x) in zip(gelu, x) {
            #expect(Swift.abs(value - x * Glibc.erfc(-x / 2.0.squareRoot()) / 2) < 1e-15 * Swift.max(1, Swift.abs(x)))
        }
    }

    @Test("a fraction keeps the sign of its number")
    func frac() { expect(Tensor([1.75, -1.75, 3]).frac(), is: [0.75, -0.75, 0]) }
}

import Tensor
import Testing

/// A special function and its values to 19 digits, by mpmath.
struct SpecialFunction: Sendable, CustomTestStringConvertible {
    let name: String
    let units: Double
    let function: @Sendable (Tensor) -> Tensor
    let values: [(x: Double, y: Double)]

    init(_ name: String, units: Double = 4, _ values: [(Double, Double)], _ function: @escaping @Sendable (Tensor) -> Tensor) {
        (self.name, self.units, self.function, self.values) = (name, units, function, values)
    }

    var testDescription: String { name }

    static let all = [
        SpecialFunction(
            "lgamma",
            [
                (0.3, 1.095797994818075561), (-1.5, 0.8600470153764810145), (-9.75, -13.02816874893114554),
                (1e-30, 69.07755278982137044), (12.25, 18.11566950571089262),
            ]
        ) {
            $0.lgamma()
        },
        SpecialFunction(
            "digamma", [(0.3, -3.502524222200133125), (-1.5, 0.7031566406452431872), (12.25, 2.464154655185368956)]
        ) { $0.digamma() },
        SpecialFunction(
            "polygamma 2", units: 32,
            [(0.5, -16.82879664423432), (-1.5, -0.236204051641727403), (20, -0.002628122402314654593)]
        ) { $0.polygamma(2) },
        SpecialFunction("zeta", [(2.25, 0.08901224249238885111)]) { Tensor(3.5, dtype: $0.dtype).zeta($0) },
        SpecialFunction(
            "erfinv", [(1e-9, 8.862269254527580691e-10), (-0.5, -0.4769362762044698734), (0.9375, 1.317150334986130749)]
        ) { $0.erfinv() },
        SpecialFunction(
            "erfcx", [(-1.5, 18.65388625626273394), (0.25, 0.7703465477309967439), (30, 0.0187958888614167515)]
        ) { $0.erfcx() },
        SpecialFunction("ndtri", [(0.25, -0.6744897501960817432), (0.75, 0.6744897501960817432)]) { $0.ndtri() },
        SpecialFunction(
            "logNdtr", units: 16, [(-40, -804.6084420137537882), (-0.5, -1.175911761593618609), (5, -2.866516129637635934e-7)]
        ) { $0.logNdtr() },
        SpecialFunction("i0", units: 8, [(-1.5, 1.646723189772890845), (30, 781672297823.9774897)]) { $0.i0() },
        SpecialFunction("i0e", units: 8, [(0.5, 0.6450352704491500681), (1000, 0.01261724045589125659)]) { $0.i0e() },
        SpecialFunction("i1", units: 8, [(-1.5, -0.9816664285779075857), (30, 768532038938.9569995)]) { $0.i1() },
        SpecialFunction("i1e", units: 8, [(-0.5, -0.1564208031848716971), (1000, 0.01261093025692862947)]) { $0.i1e() },
        SpecialFunction("entr", [(0.25, 0.3465735902799726547), (3, -3.295836866004329074)]) { $0.entr() },
        SpecialFunction("sinc", [(0.5, 0.6366197723675813431), (-1.25, -0.1800632632314212139)]) { $0.sinc() },
    ]
}

@Suite("Special functions")
struct SpecialFunctionTests {
    @Test("are exact to a few units in float64", arguments: SpecialFunction.all)
    func double(function: SpecialFunction) {
        let x = Tensor(function.values.map(\.x), dtype: .float64)
        expect(function.function(x), isNear: function.values.map(\.y), units: function.units)
    }

    @Test("are float64's results rounded in float32, any strides", arguments: SpecialFunction.all)
    func single(function: SpecialFunction) {
        let x = Tensor(function.values.map { [$0.x, 0] }).select(dim: 1, 0)
        let truth = function.function(x.to(.float64)).array(of: Double.self)
        expect(function.function(x), isNear: truth, units: 2)
    }

    @Test("of whole numbers are float32", arguments: [.int32, .int64, .uint8, .bool] as [DType])
    func whole(dtype: DType) {
        let x = Tensor([1, 1], dtype: dtype)
        for function in SpecialFunction.all { #expect(function.function(x).dtype == .float32) }
        #expect(x.xlogy(x).dtype == .float32)
    }

    @Test("at the ends of their domains")
    func ends() {
        let x = Tensor([-0.0, 0, -1, -2, Double.infinity, Double.nan])
        expect(x.lgamma(), is: [.infinity, .infinity, .infinity, .infinity, .infinity, .nan])
        expect(x.digamma(), is: [.infinity, -.infinity, .nan, .nan, .infinity, .nan])
        expect(Tensor([-1, 1, 1.5, Double.nan]).erfinv(), is: [-.infinity, .infinity, .nan, .nan])
        expect(Tensor([0, 1, -0.5, Double.nan]).ndtri(), is: [-.infinity, .infinity, .nan, .nan])
        expect(Tensor([0, -1, Double.infinity, Double.nan]).entr(), is: [0, -.infinity, -.infinity, .nan])
        expect(Tensor([Double.infinity, -Double.infinity, Double.nan]).erfcx(), is: [0, .infinity, .nan])
        expect(Tensor([1000.0, -1000]).i0e() - Tensor([1000.0, 1000]).i0e(), is: [0, 0])
    }

    @Test("thin tails keep their digits")
    func tails() {
        expect(Tensor([1e-280, 1e-17], dtype: .float64).ndtri(), isNear: [-35.7834213946630236, -8.493793224109600], units: 8)
        expect(Tensor([1e-300], dtype: .float64).ndtri().logNdtr(), isNear: [-690.77552789821370520], units: 8)
    }

    @Test("zeta far below zero ends at once")
    func far() {
        expect(Tensor(2.0, dtype: .float64).zeta(Tensor(-1e15 + 0.5, dtype: .float64)), isNear: [9.8696044010893586], units: 8)
        expect(Tensor(2.0).zeta(Tensor([-3.0, 0])), is: [.infinity, .infinity])
        expect(Tensor(2.5).zeta(Tensor([-0.5])), is: [.nan])
    }

    @Test("x log y is 0 where x is, unless y is NaN")
    func xlogy() {
        expect(Tensor([0.0, 0, 0, 2]).xlogy(Tensor([0, -1, Double.nan, 1])), is: [0, 0, .nan, 0])
        expect(Tensor([0.0, 0, 0, 2]).xlog1py(Tensor([-1, -2, Double.nan, 0])), is: [0, 0, .nan, 0])
        expect(Tensor([3, 0], dtype: .uint8).xlogy(-1), is: [.nan, 0], dtype: .float32)
    }
}

import Foundation
import Tensor
import Testing

@Suite("Elementary functions are accurate to 2 ulp")
struct AccuracyTests {
    /// Bit patterns spread over all floats: every exponent, both signs, subnormal numbers, infinities and NaN.
    static let spread = Tensor(
        (0..<1_000_000).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0 &* 4_294)) } + [
            .infinity, -.infinity, .nan, -0.0,
        ],
        dtype: .float32)

    static let functions: [(name: String, function: @Sendable (Tensor) -> Tensor)] = [
        ("exp", { $0.exp() }), ("exp2", { $0.exp2() }), ("expm1", { $0.expm1() }),
        ("log", { $0.log() }), ("log2", { $0.log2() }), ("log10", { $0.log10() }), ("log1p", { $0.log1p() }),
        ("sin", { $0.sin() }), ("cos", { $0.cos() }), ("tan", { $0.tan() }),
        ("tanh", { $0.tanh() }), ("sigmoid", { $0.sigmoid() }), ("erf", { $0.erf() }),
        ("erfc", { $0.erfc() }), ("lgamma", { $0.abs().lgamma() }), ("digamma", { $0.abs().digamma() }),
        ("hypot", { $0.hypot($0.flip(0)) }),
        ("power", { $0.pow($0.flip(0).log()) }),
    ]

    @Test("over the whole range", arguments: functions.indices)
    func accuracy(index: Int) {
        let (name, function) = Self.functions[index]
        let x = Self.spread
        let found = function(x)
        let truth = name == "power" ? x.to(.float64).pow(x.flip(0).log().to(.float64)) : function(x.to(.float64))
        let unit = (truth.abs().log2().floor() - 23).exp2().maximum(0x1p-149)
        let isNear = (found.to(.float64) - truth).abs() .<= unit * 2
        let isSame = (found .== truth.to(.float32)) .| (found.isNaN() .& truth.isNaN())
        let wrong = x.maskedSelect((isNear .| isSame).logicalNot())
        #expect(wrong.count == 0, "\(name) of \(wrong)")
    }

    /// libm rounds, too: half a unit more than ours.
    static let doubles:
        [(name: String, units: Double, function: @Sendable (Tensor) -> Tensor, truth: @Sendable (Double) -> Double)] = [
            ("exp", 2.5, { $0.exp() }, { Foundation.exp($0) }), ("exp2", 2.5, { $0.exp2() }, { Foundation.exp2($0) }),
            ("expm1", 2.5, { $0.expm1() }, { Foundation.expm1($0) }), ("log", 2.5, { $0.log() }, { Foundation.log($0) }),
            ("log2", 2.5, { $0.log2() }, { Foundation.log2($0) }), ("log10", 2.5, { $0.log10() }, { Foundation.log10($0) }),
            ("log1p", 2.5, { $0.log1p() }, { Foundation.log1p($0) }), ("tanh", 2.5, { $0.tanh() }, { Foundation.tanh($0) }),
            ("sin", 2.5, { $0.sin() }, { Foundation.sin($0) }), ("cos", 2.5, { $0.cos() }, { Foundation.cos($0) }),
            ("erf", 2.5, { $0.erf() }, { Foundation.erf($0) }), ("erfc", 3.5, { $0.erfc() }, { Foundation.erfc($0) }),
            ("tan", 3.5, { $0.tan() }, { Foundation.tan($0) }), ("asin", 3, { $0.asin() }, { Foundation.asin($0) }),
            ("acos", 2.5, { $0.acos() }, { Foundation.acos($0) }), ("atan", 3, { $0.atan() }, { Foundation.atan($0) }),
            ("sinh", 2.5, { $0.sinh() }, { Foundation.sinh($0) }), ("cosh", 2.5, { $0.cosh() }, { Foundation.cosh($0) }),
            ("asinh", 3, { $0.asinh() }, { Foundation.asinh($0) }), ("acosh", 3, { $0.acosh() }, { Foundation.acosh($0) }),
            ("atanh", 3, { $0.atanh() }, { Foundation.atanh($0) }),
            ("power", 2.5, { $0.pow(2.7) }, { Foundation.pow($0, 2.7) }),
            ("power of 0.99", 2.5, { Tensor(0.99, dtype: .float64).pow($0) }, { Foundation.pow(0.99, $0) }),
            ("angle", 3, { $0.atan2(Tensor(-0.7, dtype: .float64)) }, { Foundation.atan2($0, -0.7) }),
            ("hypot", 2.5, { $0.hypot(Tensor(1e-160, dtype: .float64)) }, { Foundation.hypot($0, 1e-160) }),
            ("fmod", 0, { $0.fmod(Tensor(0.7, dtype: .float64)) }, { Foundation.fmod($0, 0.7) }),
        ]

    @Test("of float64, over all their range and beyond", arguments: doubles.indices)
    func float64(index: Int) {
        let (name, units, function, truth) = Self.doubles[index]
        let near = (-1000...1000).map { Double($0) * 0x1p-11 }, limits = [709.782712893384, 709.79, -745.13, -745.14, -708.4]
        let even = (0..<300_000).map { Double($0) * 0.005 - 750 }
        let spread = (0..<200_000).map { Double(bitPattern: UInt64($0) &* 92_233_720_368_547) }
        let x = even + near + limits + spread + [.infinity, -.infinity, -0.0, .nan, 1e6, 1_048_576, 0x1p-1074, 0x3p-1060]
        for (value, found) in zip(x, function(Tensor(x, dtype: .float64)).array(of: Double.self)) {
            let truth = truth(value)
            let isNear = found == truth || abs(found - truth) <= units * truth.ulp || found.isNaN && truth.isNaN
            #expect(isNear, "\(name)(\(value)) = \(found), not \(truth)")
        }
    }

    @Test("powers and angles of special values, in float64")
    func special() {
        let values = [0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 0x1p53, 1e300, -1e300, 0x1p-1074, .infinity, -.infinity, .nan]
        let x = Tensor(values, dtype: .float64).unsqueeze(1), y = x.transpose(0, 1)
        let powers = x.pow(y).array(of: Double.self), angles = x.atan2(y).array(of: Double.self)
        for (i, a) in values.enumerated() {
            for (j, b) in values.enumerated() {
                let k = i * values.count + j
                for (found, truth) in [(powers[k], Foundation.pow(a, b)), (angles[k], Foundation.atan2(a, b))] {
                    let isNear = found == truth || abs(found - truth) <= 2.5 * truth.ulp
                    let isSame = isNear && found.sign == truth.sign || found.isNaN && truth.isNaN
                    #expect(isSame, "\(a), \(b): \(found), not \(truth)")
                }
            }
        }
    }

    @Test("-0.0 stays, in odd functions", arguments: [.float32, .float64] as [DType])
    func negativeZero(dtype: DType) {
        let x = Tensor(-0.0, dtype: dtype)
        let circular = [x.sin(), x.tan(), x.asin(), x.atan()], hyperbolic = [x.sinh(), x.tanh(), x.asinh(), x.atanh()]
        for y in circular + hyperbolic + [x.erf(), x.expm1(), x.log1p()] { #expect(y.reciprocal().item() == -.infinity) }
    }
}

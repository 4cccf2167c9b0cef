import Foundation
import Tensor
import Testing

@Suite("Elementary functions are true to two units in the last place")
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

    static let doubles: [(name: String, function: @Sendable (Tensor) -> Tensor, truth: @Sendable (Double) -> Double)] = [
        ("exp", { $0.exp() }, { Foundation.exp($0) }), ("exp2", { $0.exp2() }, { Foundation.exp2($0) }),
        ("expm1", { $0.expm1() }, { Foundation.expm1($0) }), ("log", { $0.log() }, { Foundation.log($0) }),
        ("log2", { $0.log2() }, { Foundation.log2($0) }), ("log10", { $0.log10() }, { Foundation.log10($0) }),
        ("log1p", { $0.log1p() }, { Foundation.log1p($0) }), ("tanh", { $0.tanh() }, { Foundation.tanh($0) }),
        ("sin", { $0.sin() }, { Foundation.sin($0) }), ("cos", { $0.cos() }, { Foundation.cos($0) }),
    ]

    @Test("of float64, over all their range and beyond", arguments: doubles.indices)
    func float64(index: Int) {
        let (name, function, truth) = Self.doubles[index]
        let near = (-1000...1000).map { Double($0) * 0x1p-11 }, limits = [709.782712893384, 709.79, -745.13, -745.14, -708.4]
        let even = (0..<300_000).map { Double($0) * 0.005 - 750 }
        let spread = (0..<200_000).map { Double(bitPattern: UInt64($0) &* 92_233_720_368_547) }
        let x = even + near + limits + spread + [.infinity, -.infinity, -0.0, .nan, 1e6, 1_048_576, 0x1p-1074, 0x3p-1060]
        for (value, found) in zip(x, function(Tensor(x, dtype: .float64)).array(of: Double.self)) {
            let truth = truth(value)
            // libm rounds, too.
            let isNear = found == truth || abs(found - truth) <= 2.5 * truth.ulp || found.isNaN && truth.isNaN
            #expect(isNear, "\(name)(\(value)) = \(found), not \(truth)")
        }
    }
}

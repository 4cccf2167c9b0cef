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

    @Test("exp of float64, over all its range and beyond")
    func exp64() {
        let near = (-1000...1000).map { Double($0) * 0x1p-11 }, limits = [709.782712893384, 709.79, -745.13, -745.14, -708.4]
        let x = (0..<300_000).map { Double($0) * 0.005 - 750 } + near + limits + [.infinity, -.infinity, -0.0]
        for (value, found) in zip(x, Tensor(x, dtype: .float64).exp().array(of: Double.self)) {
            let truth = Foundation.exp(value)
            #expect(found == truth || abs(found - truth) <= 2 * truth.ulp, "exp(\(value)) = \(found), not \(truth)")
        }
        #expect(Tensor([Double.nan], dtype: .float64).exp().item().isNaN)
    }
}

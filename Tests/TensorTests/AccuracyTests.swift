import Tensor
import Testing

@Suite("Elementary functions of float32 are true to two units in the last place")
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
}

import NN
import Testing

/// A loss where one side of it is almost sure: its value and its slope by each element, which are far below 1's last digit.
struct SaturatedLoss: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let dtype: DType
    let x: Tensor
    let loss: @Sendable (Tensor) -> Tensor
    let value: Double
    let slope: [Double]

    private init(
        _ name: String, _ dtype: DType, _ x: [Double], value: Double, slope: [Double],
        _ loss: @escaping @Sendable (Tensor) -> Tensor
    ) {
        testDescription = "\(name), \(dtype)"
        self.dtype = dtype
        self.x = Tensor(x, dtype: dtype)
        self.loss = loss
        (self.value, self.slope) = (value, slope)
    }

    private static func logits(
        _ x: Double, _ y: Double, posWeight: Double? = nil, _ dtype: DType, _ value: Double, _ slope: Double
    )
        -> SaturatedLoss
    {
        SaturatedLoss("logit \(x) against \(y)", dtype, [x], value: value, slope: [slope]) {
            binaryCrossEntropyWithLogits(
                $0, Tensor([y], dtype: .float64), reduction: .sum, posWeight: posWeight.map { Tensor([$0], dtype: dtype) })
        }
    }

    /// e⁻¹⁸ / (1 + e⁻¹⁸), log(1 + e⁻¹⁸); e⁻⁴⁰, which is both there.
    private static let (share18, loss18, tail40) = (1.522997951276035e-08, 1.5229979628736488e-08, 4.248354255291589e-18)

    private static let ofLogits: [SaturatedLoss] = [
        logits(18, 1, .float32, loss18, -share18),
        logits(-18, 0, .float32, loss18, share18),
        logits(-17, 0, posWeight: 2, .float32, 4.1399376330897475e-08, 4.1399375473943306e-08),
        logits(18, 1, posWeight: 2, .float32, 2 * loss18, -2 * share18),
        logits(-40, 0, posWeight: 2, .float64, tail40, tail40),
        logits(40, 1, .float64, tail40, -tail40),
    ]

    /// Of a logit x that is right, beside one of 0 where there are classes.
    private static func others(_ dtype: DType, _ x: Double, _ value: Double, _ slope: Double) -> [SaturatedLoss] {
        let far = [Double](repeating: -2000, count: 40)
        let flat = [Double](repeating: 0, count: 40)
        return [
            SaturatedLoss("crossEntropy", dtype, [x, 0], value: value, slope: [-slope, slope]) {
                crossEntropy($0.unsqueeze(0), Tensor([0]))
            },
            SaturatedLoss("crossEntropy of many classes", dtype, [0, x] + far, value: value, slope: [slope, -slope] + flat) {
                crossEntropy($0.unsqueeze(0), Tensor([1]), reduction: .sum)
            },
            SaturatedLoss("crossEntropy of pixels", dtype, [0, x], value: value, slope: [slope, -slope]) {
                crossEntropy($0.reshape(1, 2, 1), Tensor([[1]]))
            },
            SaturatedLoss("nllLoss of logSoftmax", dtype, [x, 0], value: value, slope: [-slope, slope]) {
                nllLoss($0.unsqueeze(0).logSoftmax(dim: 1), Tensor([0]))
            },
            SaturatedLoss("nllLoss of logSoftmax down the columns", dtype, [x, 0], value: value, slope: [-slope, slope]) {
                nllLoss($0.unsqueeze(1).expand([2, 3]).logSoftmax(dim: 0).t(), Tensor([0, 0, 0]))
            },
            SaturatedLoss("softMarginLoss", dtype, [x], value: value, slope: [-slope]) {
                softMarginLoss($0, Tensor([1.0]), reduction: .sum)
            },
            SaturatedLoss("multilabelSoftMarginLoss", dtype, [x, -x], value: value, slope: [-slope / 2, slope / 2]) {
                multilabelSoftMarginLoss($0, Tensor([1.0, 0]))
            },
            SaturatedLoss("softplus", dtype, [-x], value: value, slope: [slope]) { $0.softplus().sum() },
            SaturatedLoss("logSigmoid", dtype, [x], value: -value, slope: [slope]) { $0.logSigmoid().sum() },
            SaturatedLoss("expm1", dtype, [-x], value: -1, slope: [dtype == .float64 ? tail40 : 1.5229979744712628e-08]) {
                $0.expm1().sum()
            },
        ]
    }

    private static let gelu = SaturatedLoss(
        "gelu", .float32, [-5], value: -2.2917961972623857e-07, slope: [-1.5463619879596227e-06]
    ) {
        $0.gelu(approximate: .tanh).sum()
    }

    static let all: [SaturatedLoss] =
        ofLogits + others(.float32, 18, loss18, share18) + others(.float64, 40, tail40, tail40) + [gelu]
}

@Suite("Losses of saturated probabilities")
struct SaturatedLossTests {
    @Test("are accurate, and so are their gradients, eager and compiled", arguments: SaturatedLoss.all)
    func accuracy(of loss: SaturatedLoss) throws {
        let relative = loss.dtype == .float64 ? 1e-12 : 1e-5
        func results(_ x: Tensor) -> [Tensor] {
            let x = x.requiringGradient()
            let value = loss.loss(x)
            return [value, value.gradients()[x]!].map { $0.detached() }
        }
        func check(_ results: [Tensor]) {
            for (found, wanted) in zip(results, [[loss.value], loss.slope]) {
                let values = found.array(of: Double.self)
                let agrees = zip(values, wanted).allSatisfy { abs($0 - $1) <= relative * abs($1) }
                #expect(values.count == wanted.count && agrees, "found \(values), expected \(wanted)")
            }
        }
        check(results(loss.x))
        let execution = try Execution(Program(.tracing(loss.x * 0.5) { results($0[0]) }))
        #expect(execution.execute([loss.x]))
        check(execution.outputs)
    }

    @Test("binaryCrossEntropyWithLogits of infinite logits is infinite or 0", arguments: [nil, 2.0])
    func infinite(posWeight: Double?) {
        let x = double([.infinity, .infinity, -.infinity, -.infinity]).requiringGradient()
        let target = double([0, 1, 0, 1])
        func losses(_ weight: Tensor?) -> Tensor {
            binaryCrossEntropyWithLogits(x, target, reduction: .none, posWeight: weight)
        }
        let found = losses(posWeight.map { double([$0]) })
        expect(found, is: [.infinity, 0, 0, .infinity])
        expect(found.sum().gradients()[x], is: [1, 0, 0, -(posWeight ?? 1)])
        expect(multilabelSoftMarginLoss(x, target, reduction: .none), is: [.infinity])
        expect(softMarginLoss(x, double([1, -1, 1, -1]), reduction: .none), is: [0, .infinity, .infinity, 0])
    }

    @Test("classes with a logit of -inf and a probability of 0 are ignored")
    func masked() {
        let x = double([-.infinity, 1, 1], shape: [1, 3]).requiringGradient()
        let loss = crossEntropy(x, double([0, 0.5, 0.5], shape: [1, 3]))
        expect(loss, is: [0.6931471805599453])
        expect(loss.gradients()[x], is: [0, 0, 0])
        expect(
            klDiv(x.detached(), double([0, 0.5, 0.5], shape: [1, 3]), reduction: .none),
            is: [0, -0.8465735902799727, -0.8465735902799727])
    }
}

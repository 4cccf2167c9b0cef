import NN
import Testing

/// A loss, and what torch computes for it in float64.
struct LossCase: Sendable, CustomTestStringConvertible {
    typealias Function = @Sendable (Tensor, Tensor, LossReduction) -> Tensor

    let name: String
    let function: Function
    let prediction: Tensor
    let target: Tensor
    let losses: [Double]
    let mean: Double
    /// Of the sum.
    let gradient: [Double]

    var testDescription: String { name }

    static let all: [LossCase] =
        binary + [
            LossCase(
                name: "mseLoss", function: { mseLoss($0, $1, reduction: $2) },
                prediction: double([1, -2, 3, 0.5], shape: [2, 2]),
                target: double([0, 1, 3.5, -1], shape: [2, 2]), losses: [1, 9, 0.25, 2.25], mean: 3.125,
                gradient: [2, -6, -1, 3]),
            LossCase(
                name: "crossEntropy of classes", function: { crossEntropy($0, $1, reduction: $2) }, prediction: logits,
                target: Tensor([2, 2, 0]), losses: [1.0045969023422834, 400.0, 1.201942848229244], mean: 134.06884658352382,
                gradient: [
                    0.6037488961486258, 0.030058887569574023, -0.6338077837181998, 1.0, 1.3838965267367376e-87, -1.0,
                    -0.6993903946442727, 0.33222499353334733, 0.3671654011109255,
                ]),
            LossCase(
                name: "crossEntropy with ignored elements", function: { crossEntropy($0, $1, reduction: $2) },
                prediction: logits,
                target: Tensor([2, -100, 0]), losses: [1.0045969023422834, 0, 1.201942848229244], mean: 1.1032698752857637,
                gradient: [
                    0.6037488961486258, 0.030058887569574023, -0.6338077837181998, 0, 0, 0, -0.6993903946442727,
                    0.33222499353334733, 0.3671654011109255,
                ]),
            LossCase(
                name: "crossEntropy with an ignored class", function: { crossEntropy($0, $1, reduction: $2, ignoreIndex: 1) },
                prediction: logits, target: Tensor([2, 1, 1], dtype: .int32), losses: [1.0045969023422834, 0, 0],
                mean: 1.0045969023422834,
                gradient: [0.6037488961486258, 0.030058887569574023, -0.6338077837181998, 0, 0, 0, 0, 0, 0]),
            LossCase(
                name: "crossEntropy of probabilities", function: { crossEntropy($0, $1, reduction: $2) }, prediction: logits,
                target: double([0.2, 0.3, 0.5, 1, 0, 0, 0.1, 0.1, 0.8], shape: [3, 3]),
                losses: [1.6545969023422833, 0, 1.031942848229244], mean: 0.8955132501905091,
                gradient: [
                    0.4037488961486258, -0.26994111243042596, -0.1338077837181998, 0, 0, 0, 0.20060960535572733,
                    0.23222499353334733, -0.43283459888907455,
                ]),
            LossCase(
                name: "crossEntropy with dims behind the classes", function: { crossEntropy($0, $1, reduction: $2) },
                prediction: (Tensor.arange(12, dtype: .float64) * 0.37).sin().reshape([2, 3, 2]),
                target: Tensor([[0, 2], [1, -100]]),
                losses: [1.7351437448034996, 0.9104842158272367, 1.206833254114565, 0], mean: 1.2841537382484338,
                gradient: [
                    -0.8236251545034341, 0.22087817212012922, 0.3461594287984467, 0.3767924652650591, 0.47746572570498746,
                    -0.5976706373851883, 0.5538485252359286, 0, -0.700856908780038, 0, 0.14700838354410958, 0,
                ]),
        ]

    private static let target = double([0, 1, 1, 0, 1, 0.3])
    private static let logits = double([1, -2, 0.5, 200, 0, -200, 0.1, 0.2, 0.3], shape: [3, 3])

    private static let binary = [
        LossCase(
            name: "binaryCrossEntropy, at 0 and 1 too", function: { binaryCrossEntropy($0, $1, reduction: $2) },
            prediction: double([0, 1, 0, 1, 0.25, 0.9]), target: target,
            losses: [0, 0, 100, 100, 1.3862943611198906, 1.6434177197931799], mean: 33.83828534681884,
            gradient: [0, 0, -1e12, 1e12, -4, 6.666666666666669]),
        LossCase(
            name: "binaryCrossEntropyWithLogits, at ±200 too",
            function: { binaryCrossEntropyWithLogits($0, $1, reduction: $2) },
            prediction: double([-200, 200, -200, 200, 0.5, -3]), target: target,
            losses: [1.3838965267367376e-87, 1.3838965267367376e-87, 200, 200, 0.4740769841801067, 0.9485873515737424],
            mean: 66.9037773892923,
            gradient: [1.3838965267367376e-87, 0, -1, 1, -0.3775406687981454, -0.2525741268224332]),
    ]
}

@Suite("Losses are torch's")
struct LossTests {
    @Test("element by element, as sum and as mean, with gradients, in float64 and float32", arguments: LossCase.all)
    func values(loss: LossCase) {
        for (dtype, relative) in [(DType.float64, 1e-12), (.float32, 2e-6)] {
            let x = loss.prediction.to(dtype).requiringGradient()
            let sum = loss.function(x, loss.target, .sum)
            expect(loss.function(x, loss.target, .none), is: loss.losses, relative: relative)
            expect(sum, is: [loss.losses.reduce(0, +)], relative: relative)
            expect(loss.function(x, loss.target, .mean), is: [loss.mean], relative: relative)
            #expect(sum.dtype == dtype)
            #expect(sum.shape == [])
            expect(sum.gradients()[x], is: loss.gradient, relative: relative)
            let share = loss.mean / loss.losses.reduce(0, +)
            expect(
                loss.function(x, loss.target, .mean).gradients()[x], is: loss.gradient.map { $0 * share }, relative: relative)
        }
    }

    @Test("the loss of logits is accurate in its tail")
    func tail() {
        let tail = binaryCrossEntropyWithLogits(double([-200]), double([0]), reduction: .none).item()
        #expect(abs(tail / 1.3838965267367376e-87 - 1) < 1e-12)
    }

    @Test("crossEntropy of a vector of logits")
    func vector() {
        let logits = double([1, 2, 0.5])
        expect(crossEntropy(logits, Tensor(1)), is: [0.4643687841079449])
        expect(crossEntropy(logits, double([0.2, 0.3, 0.5])), is: [1.4143687841079449])
        let wide = (Tensor.arange(12, dtype: .float64) * 0.37).sin().reshape([2, 3, 2])
        expect(crossEntropy(wide, (wide * 2).softmax(dim: 1)), is: [0.874901749826167])
    }

    // Few classes are taken by another kernel than many, some rows at a time.
    @Test("crossEntropy is the logarithm of the target's softmax", arguments: [1, 2, 10, 32, 33], [1, 31, 32, 33, 100])
    func definition(classes: Int, rows: Int) {
        let generator = Generator(seed: 1)
        let logits = Tensor.normal([rows, classes], dtype: .float64, generator: generator).requiringGradient()
        let weight = Tensor.uniform([classes], dtype: .float64, generator: generator) + 0.5
        let target = Tensor.integers([rows], to: classes, generator: generator)
        let ignored = Tensor.arange(rows).remainder(5) .== 3
        let loss = crossEntropy(logits, Tensor.where(ignored, -100, target), weight: weight, reduction: .none)
        let chosen = (logits.logSoftmax(dim: 1) * weight).gather(dim: 1, target.unsqueeze(1)).squeeze(1)
        let expected = Tensor.where(ignored, 0.0, -chosen)
        expect(loss, is: expected.array(of: Double.self))
        let slopes = expected.sum().gradients()[logits]!
        expect(loss.sum().gradients()[logits], is: slopes.array(of: Double.self))
    }

    @Test("crossEntropy of nothing but ignored elements is NaN as a mean")
    func nothing() {
        let logits = double([1, 2, 3], shape: [1, 3])
        expect(crossEntropy(logits, Tensor([-100])), is: [.nan])
        expect(crossEntropy(logits, Tensor([-100]), reduction: .sum), is: [0])
    }

    @Test("targets of another floating dtype are converted, and get gradients where they are wanted")
    func targets() {
        let target = double([0.3, 0.6]).requiringGradient()
        let loss = mseLoss(Tensor([1.0, 0]), target, reduction: .sum)
        expect(loss.gradients()[target], is: [-1.4, 1.2], relative: 1e-6)
        let binary = binaryCrossEntropyWithLogits(Tensor([2.0, -1]), target, reduction: .sum)
        expect(binary.gradients()[target], is: [-2, 1], relative: 1e-6)
        #expect(binaryCrossEntropy(Tensor([0.5]), Tensor([1])).dtype == .float32)
    }

    @Test("mistakes are named: different shapes, classes out of range")
    func mistakes() async {
        let shapes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = binaryCrossEntropy(.zeros([32, 1]), .zeros([32]))
        }
        #expect(message(shapes).contains("binaryCrossEntropy: target [32] must have the shape of prediction [32, 1]"))
        let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(.zeros([2, 3]), Tensor([0, -1]))
        }
        #expect(message(negative).contains("crossEntropy: a target -1 is not in 0..<3"))
        let large = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(.zeros([2, 3]), Tensor([3, 0]))
        }
        #expect(message(large).contains("crossEntropy: a target 3 is not in 0..<3"))
        let misfit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(.zeros([2, 3, 4]), .zeros([2, 3], dtype: .int64))
        }
        #expect(message(misfit).contains("crossEntropy: input [2, 3, 4] needs a target of shape [2, 4], got [2, 3]"))
    }
}

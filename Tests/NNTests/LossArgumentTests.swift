import NN
import Testing

/// Calls that losses refuse, and what they say.
enum RefusedLoss: String, CaseIterable, Codable {
    case prediction, target, negative, none, double, half, unread
    case poisson, divergence, hinge, ranking, softMargins, triplet, cosine, weight, posWeight, variance, gaussianTarget

    func make() -> Tensor {
        let (wide, flat) = (Tensor.ones([4, 1]), Tensor.ones([4]))
        return switch self {
        case .prediction: binaryCrossEntropy(Tensor([0.5, 1.25]), Tensor([1.0, 0]))
        case .target: binaryCrossEntropy(Tensor([0.5, 0.25]), Tensor([3.0, 0]))
        case .negative: binaryCrossEntropy(Tensor([-0.5, .nan]), Tensor([1.0, 0]), reduction: .sum)
        case .none: binaryCrossEntropy(.full([20_000], 1.5), .zeros([20_000]), reduction: .none)
        case .double: binaryCrossEntropy(NNTests.double([0.5, .infinity]), NNTests.double([1, 0]))
        case .half: binaryCrossEntropy(Tensor([2.0]).to(.float16), Tensor([1.0]).to(.float16))
        case .unread:
            // A program that gives the gradient alone checks as well.
            gradientOfCrossEntropy(Tensor([0.5, 1.25]))
        case .poisson: poissonNLLLoss(wide, flat)
        case .divergence: klDiv(wide, flat)
        case .hinge: hingeEmbeddingLoss(wide, flat)
        case .ranking: marginRankingLoss(wide, wide, flat.reshape(1, 4))
        case .softMargins: multilabelSoftMarginLoss(wide, flat)
        case .triplet: tripletMarginLoss(wide, wide, flat.reshape(1, 4))
        case .cosine: cosineEmbeddingLoss(.ones([1, 3]), .ones([1, 3]), flat)
        case .weight: binaryCrossEntropy(wide * 0.5, wide, weight: flat)
        case .posWeight: binaryCrossEntropyWithLogits(wide, wide, posWeight: flat)
        case .variance: gaussianNLLLoss(.ones([2, 2]), .ones([2, 2]), .ones([1, 1]))
        case .gaussianTarget: gaussianNLLLoss(wide, flat, wide)
        }
    }

    var message: String {
        switch self {
        case .prediction, .unread: "binaryCrossEntropy: a prediction must be in [0, 1], got 1.25 at index 1"
        case .target: "binaryCrossEntropy: a target must be in [0, 1], got 3.0 at index 0"
        case .negative: "binaryCrossEntropy: a prediction must be in [0, 1], got -0.5 at index 0"
        case .none: "binaryCrossEntropy: a prediction must be in [0, 1], got 1.5 at index 0"
        case .double: "binaryCrossEntropy: a prediction must be in [0, 1], got inf at index 1"
        case .half: "binaryCrossEntropy: a prediction must be in [0, 1], got 2.0 at index 0"
        case .poisson: "poissonNLLLoss: target [4] must have the shape of prediction [4, 1]"
        case .divergence: "klDiv: target [4] must have the shape of prediction [4, 1]"
        case .hinge: "hingeEmbeddingLoss: target [4] must have the shape of prediction [4, 1]"
        case .ranking: "marginRankingLoss: target [1, 4] must have the shape of prediction [4, 1]"
        case .softMargins: "multilabelSoftMarginLoss: target [4] must have the shape of prediction [4, 1]"
        case .triplet: "tripletMarginLoss: target [1, 4] must have the shape of prediction [4, 1]"
        case .cosine: "cosineEmbeddingLoss: [1, 3] and [1, 3] do not match a target of shape [4]"
        case .weight: "binaryCrossEntropy: [4] does not broadcast to [4, 1]"
        case .posWeight: "binaryCrossEntropyWithLogits: [4] does not broadcast to [4, 1]"
        case .variance: "gaussianNLLLoss: variance [1, 1] does not match prediction [2, 2]"
        case .gaussianTarget: "gaussianNLLLoss: [4] does not broadcast to [4, 1]"
        }
    }
}

/// The gradient of the binary cross-entropy, as a program computes it.
private func gradientOfCrossEntropy(_ x: Tensor) -> Tensor {
    let graph = try? Graph.tracing(Tensor([0.5, 0.5])) { inputs in
        [gradient(of: { binaryCrossEntropy($0, Tensor([1.0, 0])) }, at: inputs[0])]
    }
    guard let graph else { return x }
    let execution = Execution(Program(graph))
    if execution.execute([x]) { return execution.output(0) }
    fatalError(execution.problem?.description ?? "not executed")
}

@Suite("Arguments of losses")
struct LossArgumentTests {
    @Test("that are out of range or of another shape are refused, and named", arguments: RefusedLoss.allCases)
    func refused(loss: RefusedLoss) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            [loss] in _ = loss.make()
        }
        #expect(message(result).contains(loss.message))
    }

    @Test("NaN passes through binaryCrossEntropy, so that a model that diverged says so", arguments: LossReduction.allCases)
    func diverged(reduction: LossReduction) {
        let loss = binaryCrossEntropy(Tensor([.nan, 0.5]), Tensor([1.0, 0]), reduction: reduction)
        #expect(loss.sum().item().isNaN)
        #expect(binaryCrossEntropy(Tensor([0.5]), Tensor([Double.nan]), reduction: reduction).sum().item().isNaN)
        #expect(gradientOfCrossEntropy(Tensor([.nan, 0.5])).isNaN().array(of: Bool.self) == [true, false])
    }

    @Test("binaryCrossEntropyWithLogits takes targets outside of 0 and 1 as torch does")
    func softTargets() {
        // 2 - 2 · 3 + log(1 + e⁻²)
        let loss = binaryCrossEntropyWithLogits(double([2]), double([3]), reduction: .none)
        expect(loss, is: [-3.873071988958026])
    }

    @Test("gaussianNLLLoss takes variances with a size of 1, and without the last size")
    func variances() {
        let (x, y) = (double([0.5, 2, 1, 3], shape: [2, 2]), double([1, 1, 2, 2], shape: [2, 2]))
        let spread = gaussianNLLLoss(x, y, double([1, 4], shape: [1, 2]), reduction: .none)
        expect(spread, is: [0.125, 0.8181471805599453, 0.5, 0.8181471805599453])
        let rows = gaussianNLLLoss(x, y, double([1, 4]), reduction: .none)
        expect(rows, is: gaussianNLLLoss(x, y, double([1, 4], shape: [2, 1]), reduction: .none).array(of: Double.self))
        expect(rows, is: [0.125, 0.5, 0.8181471805599453, 0.8181471805599453])
    }
}

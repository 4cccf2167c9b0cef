import NN

extension TorchCase {
    static let activations = ofElements + adaptive

    private static let adaptive = [
        TorchCase("adaptiveLogSoftmax", adaptiveLogSoftmax()) {
            let (logProbabilities, loss) = $0($1[0], $1[1])
            return [logProbabilities, loss]
        },
        TorchCase("adaptiveLogSoftmax.single", adaptiveLogSoftmax()) {
            let (logProbabilities, loss) = $0($1[0], $1[1])
            return [logProbabilities, loss]
        },
        TorchCase("adaptiveLogSoftmax.all", adaptiveLogSoftmax()) { [$0.logProbabilities($1[0]), $0.predict($1[0])] },
    ]

    private static func adaptiveLogSoftmax() -> AdaptiveLogSoftmaxWithLoss {
        AdaptiveLogSoftmaxWithLoss(8, 12, cutoffs: [3, 6], divValue: 2, headBias: true)
    }

    private static let ofElements = [
        TorchCase("celu", CELU(alpha: 0.7)),
        TorchCase("elu", ELU(alpha: 0.7)),
        TorchCase("gelu", GELU()),
        TorchCase("gelu.tanh", GELU(approximate: .tanh)),
        TorchCase("glu", GLU(dim: 0)),
        TorchCase("hardshrink", Hardshrink(lambda: 0.4)),
        TorchCase("hardsigmoid", Hardsigmoid()),
        TorchCase("hardswish", Hardswish()),
        TorchCase("hardtanh", Hardtanh(min: -0.5, max: 0.8)),
        TorchCase("leakyReLU", LeakyReLU(negativeSlope: 0.2)),
        TorchCase("logSigmoid", LogSigmoid()),
        TorchCase("logSoftmax", LogSoftmax(dim: 1)),
        TorchCase("mish", Mish()),
        TorchCase("prelu", PReLU()),
        TorchCase("prelu.channels", PReLU(3)),
        TorchCase("relu", ReLU()),
        TorchCase("relu6", ReLU6()),
        evaluated("rrelu", RReLU(lower: 0.1, upper: 0.4)),
        TorchCase("selu", SELU()),
        TorchCase("sigmoid", Sigmoid()),
        TorchCase("silu", SiLU()),
        TorchCase("softmax", Softmax(dim: -1)),
        TorchCase("softmax2d", Softmax(dim: -3)),
        TorchCase("softmin", Softmin(dim: 0)),
        TorchCase("softplus", Softplus(beta: 2, threshold: 1.5)),
        TorchCase("softshrink", Softshrink(lambda: 0.4)),
        TorchCase("softsign", Softsign()),
        TorchCase("tanh", Tanh()),
        TorchCase("tanhshrink", Tanhshrink()),
        TorchCase("threshold", Threshold(0.2, -1.5)),
    ]
}

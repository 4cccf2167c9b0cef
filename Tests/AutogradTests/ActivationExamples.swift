import Tensor

/// Where the derivatives of clamps, activations and scans are checked: away from kinks.
extension Primitive {
    static let clamps: [Example] = {
        let x = double([-2.3, -0.8, 0.4, 1.7, 2.6, 0.1])
        let (low, high) = (double([-1, -1, 0.5, 1, -3, 0.6]), double([1, 2, 0.9, 1.5, 3, -0.4]))
        return [
            Example("clamp by tensors", at: x, low, high) { Operation.clamp($0[0].sin() * 2, $0[1], $0[2]).sin() },
            Example("clamp by numbers", at: x) { $0[0].clamp(min: -1, max: 1.5).sin() },
            Example("clamp by one", at: x) { ($0[0].clamp(min: 0) * $0[0].clamp(max: 1)).sin() },
            Example("clamp broadcast", at: x.reshape([2, 3]), double([-1, 0.5, 0])) { $0[0].clamp(min: $0[1]).sin() },
        ]
    }()

    static let activations: [Activation] = [
        .silu, .mish, .gelu, .geluTanh, .hardswish, .hardsigmoid, .logSigmoid, .hardtanh(min: -1, max: 0.5),
        .leakyRelu(negativeSlope: 0.2), .elu(alpha: 1.3, scale: 1.1, inputScale: 0.7), .softplus(beta: 2, threshold: 1),
        .hardshrink(lambda: 0.6), .softshrink(lambda: 0.6), .threshold(0.2, value: 3),
    ]

    func examples(_ activation: Activation) -> [Example] {
        let points = double([-4.1, -2.3, -0.8, 0.4, 1.7, 3.6])
        if self == .activation {
            return [Example("\(activation)", at: points) { Operation.activation(activation)($0[0]).sin() }]
        }
        return [
            Example("gradient of \(activation)", at: random([6]), points) {
                Operation.activationGradient(activation)($0[0], $0[1]).sin()
            }
        ]
    }

    static func scans(_ scan: Scan) -> [Example] {
        [0, 1, 2].map { dim in
            Example("\(scan) along \(dim)", at: random([2, 5, 3])) { Operation.scan(scan, dim: dim)($0[0]).sin() }
        } + [
            Example("\(scan) of a scalar", at: random([])) { Operation.scan(scan, dim: 0)($0[0]).sin() },
            Example("\(scan) of a flipped tensor", at: random([4])) { Operation.scan(scan, dim: 0)($0[0].flip(0)).sin() },
            // Where elements are zero the product has a derivative of its own.
            Example("\(scan) beside zeros", at: double([2, 0, 3, -1, 0, 4])) { Operation.scan(scan, dim: 0)($0[0]).sin() },
        ]
    }
}

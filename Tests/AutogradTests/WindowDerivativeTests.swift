@testable import Tensor

extension Primitive {
    /// Of convolutions and pooling. Those of a convolution are checked through its layers too, whose checks of shapes are not here.
    var windowed: [Example] {
        switch self {
        case .convolution:
            Primitive.convolutions.map { name, x, w, convolution in
                Example(
                    "convolution \(name)", at: random(x), random(w, seed: 2), random([w[0]], seed: 3)
                ) { Operation.convolution(convolution)($0[0].sin(), $0[1], $0[2]).sin() }
            }
        case .convolutionInputGradient:
            Primitive.convolutions.map { name, x, w, convolution in
                Example("input gradient of \(name)", at: random(convolution.result(x, w)), random(w, seed: 2)) {
                    Operation.convolutionInputGradient(convolution)($0[0].sin(), $0[1]).sin()
                }
            }
        case .convolutionWeightGradient:
            Primitive.convolutions.map { name, x, w, convolution in
                Example("weight gradient of \(name)", at: random(convolution.result(x, w)), random(x, seed: 2)) {
                    Operation.convolutionWeightGradient(convolution)($0[0].sin(), $0[1]).sin()
                }
            }
        case .averagePool:
            Primitive.pools.map { name, x, pooling, divisor in
                Example("average pool \(name)", at: random(x)) { Operation.averagePool(pooling, divisor)($0[0].sin()).sin() }
            }
        case .maxPool:
            Primitive.maxPools.map { name, x, pooling in
                Example("max pool \(name)", at: distinct(x)) { Operation.maxPool(pooling)($0[0]).sin() }
            }
        case .maxPoolGradient:
            Primitive.maxPools.map { name, x, pooling in
                Example(
                    "gradient of max pool \(name)", at: random(Shape(Array(x.dropLast(2)) + Array(pooling.output))), distinct(x)
                ) { Operation.maxPoolGradient(pooling)($0[0].sin(), $0[1]).sin() }
            }
        default:
            Primitive.pools.map { name, x, pooling, divisor in
                Example("gradient of average pool \(name)", at: Operation.averagePool(pooling, divisor)(random(x))) {
                    Operation.averagePoolGradient(pooling, divisor)($0[0].sin()).sin()
                }
            }
        }
    }

    private static let convolutions: [(String, x: Shape, w: Shape, Convolution)] = [
        (
            "in one dim", [2, 2, 5], [3, 2, 2],
            Convolution(window: SlidingWindow([5], [2], stride: [2], padding: [1], dilation: [1], to: [3]), groups: 1)
        ),
        (
            "in two dims by groups", [1, 4, 4, 3], [2, 2, 2, 2],
            Convolution(
                window: SlidingWindow([4, 3], [2, 2], stride: [1, 2], padding: [0, 1], dilation: [2, 1], to: [2, 2]), groups: 2)
        ),
        (
            "in three dims", [1, 1, 3, 2, 3], [2, 1, 2, 1, 2],
            Convolution(
                window: SlidingWindow(
                    [3, 2, 3], [2, 1, 2], stride: [1, 1, 1], padding: [0, 0, 0], dilation: [1, 1, 1], to: [2, 2, 2]), groups: 1)
        ),
        (
            "of single positions", [2, 3, 2, 2], [2, 3, 1, 1],
            Convolution(
                window: SlidingWindow([2, 2], [1, 1], stride: [1, 1], padding: [0, 0], dilation: [1, 1], to: [2, 2]), groups: 1)
        ),
    ]

    private static let pools: [(String, x: Shape, Pooling, Pooling.Divisor)] = {
        let window = SlidingWindow([5, 4], [3, 2], stride: [2, 1], padding: [1, 1], dilation: [1, 1], to: [3, 5])
        let sliding = Pooling(input: [5, 4], output: [3, 5], window: window)
        let adaptive = Pooling(input: [5, 4], output: [3, 2], window: nil)
        return [
            ("of what is inside", [1, 2, 5, 4], sliding, .inside), ("of what is padded", [1, 2, 5, 4], sliding, .padded),
            ("by a number", [2, 5, 4], sliding, .fixed(-3)), ("adaptive", [1, 2, 5, 4], adaptive, .inside),
        ]
    }()
}

extension Primitive {
    fileprivate static let maxPools: [(String, x: Shape, Pooling)] = {
        let padded = SlidingWindow([5, 4], [3, 2], stride: [2, 1], padding: [1, 1], dilation: [1, 1], to: [3, 5])
        let pairs = SlidingWindow([5, 7], [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1], to: [2, 3])
        let squares = SlidingWindow([4, 6], [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1], to: [2, 3])
        let dilated = SlidingWindow([7, 5], [2, 3], stride: [1, 1], padding: [0, 0], dilation: [2, 2], to: [5, 1])
        return [
            ("padded", [1, 2, 5, 4], Pooling(input: [5, 4], output: [3, 5], window: padded)),
            ("of pairs", [2, 5, 7], Pooling(input: [5, 7], output: [2, 3], window: pairs)),
            ("of squares", [2, 4, 6], Pooling(input: [4, 6], output: [2, 3], window: squares)),
            ("dilated", [1, 7, 5], Pooling(input: [7, 5], output: [5, 1], window: dilated)),
            ("adaptive", [1, 2, 5, 4], Pooling(input: [5, 4], output: [3, 2], window: nil)),
        ]
    }()
}

extension SlidingWindow {
    fileprivate init(_ input: Shape, _ kernel: Shape, stride: Shape, padding: Shape, dilation: Shape, to output: Shape) {
        self.init(input: input, kernel: kernel, stride: stride, padding: padding, dilation: dilation, output: output)
    }
}

extension Convolution {
    fileprivate func result(_ x: Shape, _ w: Shape) -> Shape { Shape([x[0], w[0]] + Array(window.output)) }
}

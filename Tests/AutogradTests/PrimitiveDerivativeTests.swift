import Autograd
import GradientTesting
import Tensor
import Testing

@Suite("Derivatives of the primitives")
struct PrimitiveDerivativeTests {
    @Test("agree with finite differences, first and second", arguments: Primitive.allCases.flatMap(\.examples))
    func agree(example: Example) throws {
        try example.check()
    }

    @Test("leave what has none off the graph", arguments: Primitive.allCases)
    func discrete(primitive: Primitive) {
        let x = distinct([3, 4]).requiringGradient()
        let results: [Tensor] =
            switch primitive {
            case .compare: Comparison.allCases.map { Operation.compare($0)(x, x.detached()) }
            case .argReduce: ArgReduction.allCases.map { Operation.argReduce($0, dim: 1)(x) }
            case .argSort: [Operation.argSort(dim: 0, descending: true, ranks: 0..<3)(x)]
            case .nonZero: [Operation.nonZero(x)]
            case .maxPoolIndices: [x.unsqueeze(0).maxPool1dWithIndices(2).indices]
            case .argScan: ArgReduction.allCases.map { Operation.argScan($0, dim: 1)(x) }
            case .argMode: [Operation.argMode(dim: 0)(x)]
            case .searchSorted: [Operation.searchSorted(right: false)(x, x)]
            case .cast: [x.to(.int32), x.to(.bool)]
            default: []
            }
        for result in results { #expect(!result.requiresGradient) }
    }
}

/// The kinds of primitives that operations come in. A new one does not compile before it is named here and has its examples.
enum Primitive: CaseIterable {
    case pointwise, compare, select, cast, reduce, argReduce, softmax, softmaxGradient, loss, lossGradient
    case normalize, moments, normalizeGradient, crossEntropy, crossEntropyGradient
    case clamp, activation, activationGradient, scan, argScan, argMode, searchSorted
    case reshape, permute, expand, slice, sliceScatter, copy, transfer, pad, concatenate
    case indexSelect, indexAdd, indexCopy, gather, scatter, scatterAdd, argSort, nonZero
    case windows, overlapAdd, scatterReduce
    case maxPool, maxPoolGradient, resample
    case convolution, convolutionInputGradient, convolutionWeightGradient, maxPoolIndices, averagePool, averagePoolGradient
    case recurrentStates, recurrent, recurrentGradient
    case matmul, linear, linearWeightGradient, attention, attentionGradient, decompose, solve, solveTriangular, implicit, custom

    init(_ operation: Operation) {
        switch operation {
        case .unary, .binary: self = .pointwise
        case .compare: self = .compare
        case .select: self = .select
        case .cast: self = .cast
        case .clamp: self = .clamp
        case .activation: self = .activation
        case .activationGradient: self = .activationGradient
        case .scan: self = .scan
        case .argScan: self = .argScan
        case .argMode: self = .argMode
        case .searchSorted: self = .searchSorted
        case .reduce: self = .reduce
        case .argReduce: self = .argReduce
        case .softmax: self = .softmax
        case .normalize: self = .normalize
        case .moments: self = .moments
        case .normalizeGradient: self = .normalizeGradient
        case .crossEntropy: self = .crossEntropy
        case .crossEntropyGradient: self = .crossEntropyGradient
        case .softmaxGradient: self = .softmaxGradient
        case .loss: self = .loss
        case .lossGradient: self = .lossGradient
        case .reshape: self = .reshape
        case .permute: self = .permute
        case .expand: self = .expand
        case .slice: self = .slice
        case .sliceScatter: self = .sliceScatter
        case .pad: self = .pad
        case .copy: self = .copy
        case .transfer: self = .transfer
        case .concatenate: self = .concatenate
        case .indexSelect: self = .indexSelect
        case .indexAdd: self = .indexAdd
        case .indexCopy: self = .indexCopy
        case .gather: self = .gather
        case .scatter: self = .scatter
        case .scatterAdd: self = .scatterAdd
        case .argSort: self = .argSort
        case .nonZero: self = .nonZero
        case .matmul: self = .matmul
        case .linear: self = .linear
        case .linearWeightGradient: self = .linearWeightGradient
        case .attention: self = .attention
        case .recurrentStates: self = .recurrentStates
        case .recurrent: self = .recurrent
        case .recurrentGradient: self = .recurrentGradient
        case .attentionGradient: self = .attentionGradient
        case .convolution: self = .convolution
        case .convolutionInputGradient: self = .convolutionInputGradient
        case .convolutionWeightGradient: self = .convolutionWeightGradient
        case .resample: self = .resample
        case .maxPool: self = .maxPool
        case .maxPoolGradient: self = .maxPoolGradient
        case .maxPoolIndices: self = .maxPoolIndices
        case .averagePool: self = .averagePool
        case .averagePoolGradient: self = .averagePoolGradient
        case .decompose: self = .decompose
        case .solve: self = .solve
        case .solveTriangular: self = .solveTriangular
        case .implicit: self = .implicit
        case .custom: self = .custom
        case .windows: self = .windows
        case .overlapAdd: self = .overlapAdd
        case .scatterReduce: self = .scatterReduce
        }
    }

    /// Results are made uneven by `sin`, so that second derivatives are seen where the primitive itself is linear.
    var examples: [Example] {
        switch self {
        // By PointwiseDerivativeTests.
        case .pointwise: []
        // By DeviceTests.
        case .transfer: []
        // Without derivatives.
        case .compare, .argReduce, .argSort, .nonZero, .argScan, .argMode, .searchSorted,
            .maxPoolIndices, .recurrentStates:
            []
        case .clamp: Primitive.clamps
        case .activation, .activationGradient: Primitive.activations.flatMap(examples)
        case .scan: Scan.allCases.flatMap(Primitive.scans)
        case .select:
            [
                Example("select", at: random([2, 3]), random([2, 3], seed: 2)) {
                    Operation.select(Primitive.mask, $0[0].sin(), $0[1].sin())
                }
            ]
        case .cast: [Example("cast", at: random([3])) { ($0[0].sin().to(.float32) * 0).to(.float64) + $0[0] * $0[0] }]
        case .reduce: Reduction.allCases.flatMap(Primitive.reductions)
        case .softmax:
            [0, 1, 2].flatMap { dim in
                [false, true].map { logarithm in
                    Example("softmax \(dim) logarithm \(logarithm)", at: random([2, 3, 2])) {
                        Operation.softmax(dim: dim, logarithm: logarithm)($0[0])
                    }
                }
            }
        case .normalize, .moments, .normalizeGradient: normalizations
        case .crossEntropy, .crossEntropyGradient: crossEntropies
        case .softmaxGradient:
            [0, 1, 2].flatMap { dim in
                [false, true].map { logarithm in
                    Example(
                        "softmaxGradient \(dim) logarithm \(logarithm)", at: random([2, 3, 2]), random([2, 3, 2], seed: 2)
                    ) {
                        Operation.softmaxGradient(dim: dim, logarithm: logarithm)($0[0], $0[1]).sin()
                    }
                }
            }
        case .loss, .lossGradient: Loss.allCases.flatMap { loss in LossReduction.allCases.flatMap { examples(loss, $0) } }
        case .reshape:
            [([6], "flat"), ([3, 1, 2], "with a 1"), ([1, 6], "row")].map { (shape: Shape, name) in
                Example("reshape \(name)", at: random([2, 3])) { $0[0].sin().reshape(shape).sin() }
            } + [Example("reshape of a scalar", at: random([])) { $0[0].sin().reshape([1, 1]).sin() }]
        case .permute:
            [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]].map { order in
                Example("permute \(order)", at: random([2, 3, 4])) { $0[0].sin().permute(order).sin() }
            }
        case .expand:
            [([], [2, 3]), ([3], [2, 3]), ([2, 1], [2, 3]), ([1, 3, 1], [2, 2, 3, 2])].map { (from: Shape, to: Shape) in
                Example("expand \(from) to \(to)", at: random(from)) { $0[0].sin().expand(to).sin() }
            }
        case .slice:
            Primitive.slices.map { slice in
                Example("\(slice)", at: random([5, 4])) { Operation.slice(slice)($0[0].sin()).sin() }
            }
        case .sliceScatter:
            Primitive.slices.map { slice in
                Example("slice scatter of \(slice)", at: Operation.slice(slice)(random([5, 4]))) {
                    Operation.sliceScatter(slice, into: [5, 4])($0[0].sin()).sin()
                }
            }
        case .pad:
            [([0, 1], [2, 4]), ([1, 0], [5, 3]), ([2, 2], [4, 5]), ([0, 0], [2, 3])].map { (before: Shape, shape: Shape) in
                Example("pad \(before) into \(shape)", at: random([2, 3]), random([], seed: 2)) {
                    Operation.pad(before: before, into: shape)($0[0].sin(), $0[1]).sin()
                }
            }
        case .copy: [Example("copy", at: random([2, 3])) { Operation.copy($0[0].sin().t()).sin() }]
        case .concatenate:
            [
                Example("concatenate 0", at: random([1, 2]), random([3, 2], seed: 2)) {
                    Tensor.concatenate([$0[0].sin(), $0[1].sin()], dim: 0).sin()
                },
                Example("concatenate 1", at: random([2, 1]), random([2, 3], seed: 2), random([2, 2], seed: 3)) {
                    Tensor.concatenate([$0[0], $0[1].sin(), $0[2]], dim: 1).sin()
                },
                Example(
                    "concatenate five", at: random([1]), random([2], seed: 2), random([1], seed: 3), random([1], seed: 4),
                    random([2], seed: 5)
                ) { Tensor.concatenate($0.map { $0.sin() }).sin() },
                Example("concatenate one twice", at: random([2])) { Tensor.concatenate([$0[0], $0[0].sin()]).sin() },
            ]
        case .resample:
            (0...2).map { dim in
                Example("resample along \(dim)", at: random([3, 3, 3])) {
                    Operation.resample(Primitive.resamplingMatrix, dim: dim)($0[0].sin()).sin()
                }
            }
        case .indexSelect, .indexAdd, .indexCopy, .gather, .scatter, .scatterAdd: indexing
        case .matmul, .linear: products
        case .linearWeightGradient:
            [[3], [2, 3], [2, 2, 3]].map { (shape: Shape) in
                let cotangent = Shape(shape.dropLast() + [2])
                return Example("linearWeightGradient \(shape)", at: random(cotangent), random(shape, seed: 2)) {
                    Operation.linearWeightGradient($0[0], $0[1].sin()).sin()
                }
            } + [
                Example("linearWeightGradient of columns", at: random([2, 3]), random([4, 3], seed: 2)) {
                    Operation.linearWeightGradient($0[0].t(), $0[1].t().sin()).sin()
                }
            ]
        case .attention: Primitive.attentions
        case .recurrent: Recurrence.allCases.map(Primitive.recurrent)
        case .recurrentGradient: Recurrence.allCases.map(Primitive.recurrentGradient)
        case .attentionGradient: Primitive.attentionGradients
        case .windows, .overlapAdd: windows
        case .scatterReduce: ScatterReduction.allCases.flatMap(Primitive.scatterings)
        case .convolution, .convolutionInputGradient, .convolutionWeightGradient, .averagePool, .averagePoolGradient, .maxPool,
            .maxPoolGradient:
            windowed
        case .decompose, .solve, .solveTriangular, .implicit: linearAlgebra
        case .custom: [Example("custom", at: random([3]), random([3], seed: 2)) { SineTimes()($0[0], $0[1]) }]
        }
    }

    private static let resamplingMatrix = ResamplingMatrix(
        inputs: 3, [[(0, 1.5)], [(2, -1), (1, 0.5), (2, 2)], [], [(1, 1), (0, 0.25)]])

    private static let mask = Tensor([[true, false, true], [false, false, true]])

    private static let slices = [
        Slice(dim: 0, start: 1, count: 3), Slice(dim: 1, start: 0, count: 2, step: 2),
        Slice(dim: 0, start: 4, count: 5, step: -1), Slice(dim: 0, start: 4, count: 2, step: -3),
        Slice(dim: 1, start: 2, count: 1),
    ]

    private static func reductions(_ reduction: Reduction) -> [Example] {
        let shape: Shape = [2, 3, 2]
        let overAxes = (1...7).flatMap { axes in
            [true, false].map { keepDim in
                Example("\(reduction) over axes \(axes) keepDim \(keepDim)", at: distinct(shape)) {
                    Operation.reduce(reduction, Axes(rawValue: UInt8(axes)), keepDim: keepDim)($0[0]).sin()
                }
            }
        }
        return overAxes + [
            Example("\(reduction) of a scalar", at: random([])) {
                Operation.reduce(reduction, [], keepDim: false)($0[0]).sin()
            },
            Example("\(reduction) over no axes", at: random([2, 2])) {
                Operation.reduce(reduction, [], keepDim: false)($0[0]).sin()
            },
        ]
    }

    private func examples(_ loss: Loss, _ reduction: LossReduction) -> [Example] {
        let prediction =
            switch loss {
            case .binaryCrossEntropy: double([0.2, 0.5, 0.9, 0.6]).reshape([2, 2])
            case .binaryCrossEntropyWithLogits, .squaredError, .absoluteError, .huber: double([-3, 0, 0.4, 2]).reshape([2, 2])
            }
        let target = double([0.3, 0.8, 0.1, 0.5]).reshape([2, 2])
        if self == .loss {
            return [
                Example("\(loss) \(reduction)", at: prediction, target) { Operation.loss(loss, reduction)($0[0], $0[1]).sin() }
            ]
        }
        let cotangent = reduction == .none ? random([2, 2]) : random([])
        return [
            Example("gradient of \(loss) \(reduction)", at: cotangent, prediction, target) {
                Operation.lossGradient(loss, reduction)($0[0], $0[1], $0[2]).sin()
            }
        ]
    }

    private var indexing: [Example] {
        let rows = Tensor([2, 0, 2])
        let unique = Tensor([2, 0, 1])
        let positions = Tensor([[2, 0, 1], [0, 2, 1]])
        let repeated = Tensor([[2, 0, 2], [1, 0, 2]])
        return switch self {
        case .indexSelect:
            [0, 1].map { dim in
                Example("indexSelect \(dim)", at: random([3, 4])) { $0[0].sin().indexSelect(dim: dim, rows).sin() }
            }
        case .indexAdd:
            [
                Example("indexAdd 0", at: random([3, 2]), random([3, 2], seed: 2)) {
                    $0[0].sin().indexAdd(dim: 0, rows, $0[1].sin()).sin()
                },
                Example("indexAdd 1", at: random([2, 4]), random([2, 3], seed: 2)) {
                    $0[0].sin().indexAdd(dim: 1, rows, $0[1].sin()).sin()
                },
            ]
        case .indexCopy:
            [
                Example("indexCopy 0", at: random([4, 2]), random([3, 2], seed: 2)) {
                    $0[0].sin().indexCopy(dim: 0, unique, $0[1].sin()).sin()
                },
                Example("indexCopy 1", at: random([2, 4]), random([2, 3], seed: 2)) {
                    $0[0].sin().indexCopy(dim: 1, unique, $0[1].sin()).sin()
                },
            ]
        case .gather:
            [
                Example("gather 0", at: random([3, 3])) { $0[0].sin().gather(dim: 0, repeated).sin() },
                Example("gather 1", at: random([2, 4])) { $0[0].sin().gather(dim: 1, repeated).sin() },
                Example("gather of a smaller index", at: random([4, 5])) { $0[0].sin().gather(dim: 1, repeated).sin() },
            ]
        case .scatter:
            [
                Example("scatter 1", at: random([2, 4]), random([2, 3], seed: 2)) {
                    $0[0].sin().scatter(dim: 1, positions, $0[1].sin()).sin()
                },
                Example("scatter of a smaller index", at: random([3, 5]), random([3, 4], seed: 2)) {
                    $0[0].sin().scatter(dim: 1, positions, $0[1].sin()).sin()
                },
            ]
        default:
            [
                Example("scatterAdd 0", at: random([3, 4]), random([2, 3], seed: 2)) {
                    $0[0].sin().scatterAdd(dim: 0, repeated, $0[1].sin()).sin()
                },
                Example("scatterAdd of a smaller index", at: random([3, 5]), random([3, 4], seed: 2)) {
                    $0[0].sin().scatterAdd(dim: 1, repeated, $0[1].sin()).sin()
                },
            ]
        }
    }

    private var products: [Example] {
        if self == .matmul {
            let shapes: [(Shape, Shape)] = [
                ([2, 3], [3, 4]), ([1, 3], [3, 1]), ([3], [3]), ([3], [3, 2]), ([2, 3], [3]), ([2, 2, 3], [2, 3, 2]),
                ([2, 2, 3], [3, 2]), ([2, 1, 2, 3], [3, 3, 1]), ([3], [2, 3, 2]),
            ]
            return shapes.map { a, b in
                Example("matmul \(a) × \(b)", at: random(a), random(b, seed: 2)) { $0[0].matmul($0[1]).sin() }
            } + [
                Example("matmul of transposes", at: random([3, 2]), random([4, 3], seed: 2)) {
                    $0[0].t().matmul($0[1].t()).sin()
                },
                Example("matmul by itself", at: random([3, 3])) { $0[0].matmul($0[0]) },
            ]
        }
        let inputs: [Shape] = [[3], [2, 3], [2, 2, 3], [1, 3]]
        return inputs.flatMap { input in
            [2, 1].flatMap { features in
                [
                    Example("linear \(input) to \(features)", at: random(input), random([features, 3], seed: 2)) {
                        $0[0].linear($0[1]).sin()
                    },
                    Example(
                        "linear \(input) to \(features) with bias", at: random(input), random([features, 3], seed: 2),
                        random([features], seed: 3)
                    ) { $0[0].linear($0[1], bias: $0[2]).sin() },
                ]
            }
        }
    }
}

/// sin(x) y, with a derivative of its own.
private struct SineTimes: DifferentiableOperation {
    func forward(_ operands: [Tensor]) -> Tensor { operands[0].sin() * operands[1] }

    func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] {
        [cotangent * operands[0].cos() * operands[1], cotangent * operands[0].sin()]
    }
}

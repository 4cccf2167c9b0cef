/// The primitives: all that a backend computes, Autograd differentiates, and a tracer sees. The rest is composed of them.
///
/// Operands have been made to agree before: those of a pointwise operation have one shape and one dtype, since broadcasting is
/// ``expand(_:)`` and promotion is ``cast(_:)``, each with a derivative of its own. A primitive has one result. Dims count from 0.
@nonexhaustive
public enum Operation: Sendable {
    // Pointwise
    case unary(UnaryOperation)
    case binary(BinaryOperation)
    /// Of two tensors; the result is bool.
    case compare(Comparison)
    /// `condition ? a : b` of (bool condition, a, b).
    case select
    case cast(DType)
    /// Of (x, low, high): x held within the bounds, of which the upper one is stronger.
    case clamp
    indirect case activation(Activation)
    /// Of (cotangent, x): the activation's derivative.
    indirect case activationGradient(Activation)

    // Reductions
    /// Over the axes, which stay with size 1 if `keepDim`. Sums of integers are int64.
    case reduce(Reduction, Axes, keepDim: Bool)
    /// The int64 position of the extreme along a dim, which stays with size 1.
    case argReduce(ArgReduction, dim: Int)
    /// Softmax over a dim, or its logarithm.
    case softmax(dim: Int, logarithm: Bool)
    /// Of (cotangent, result): its derivative.
    case softmaxGradient(dim: Int, logarithm: Bool)

    /// Of (x, weight, bias), of which the others may be absent: (x - mean) / √(variance + ε) · weight + bias.
    indirect case normalize(Normalization)
    /// The means and the variances of what is normalised alike: `[2, groups]`.
    indirect case statistics(Normalization)
    /// Of (cotangent, x, weight): the derivatives by x, by the weight and by the bias, packed one after the other into a vector.
    indirect case normalizeGradient(Normalization)

    // Scans along a dim
    /// Each element with all before it. Sums and products of integers are int64.
    case scan(Scan, dim: Int)
    /// The int64 position of the extreme so far, the last of equal ones.
    case argScan(ArgReduction, dim: Int)

    // Losses
    /// Of (prediction, target), element by element, then reduced.
    case loss(Loss, LossReduction)
    /// Of (cotangent, prediction, target): the loss's derivative by the prediction. The cotangent is a scalar where the loss is.
    case lossGradient(Loss, LossReduction)

    /// Of (logits, int64 target, weight of the classes, which may be absent): -log softmax(logits)[target], weighted, then reduced.
    /// The target has no dim of classes; each of its indices is within it, or the one that is ignored.
    indirect case crossEntropy(CrossEntropy)
    /// Of (cotangent, logits, target, weight): by the logits. The cotangent is a scalar where the loss is.
    indirect case crossEntropyGradient(CrossEntropy)

    // Movement: other readings of the same memory, except `reshape` where the strides don't allow it, `place` and `copy`
    indirect case reshape(Shape)
    case permute(Permutation)
    /// Sizes of 1 repeated to the shape's.
    indirect case expand(Shape)
    indirect case slice(Slice)
    /// Zeros of the shape, with the operand where the slice is: the adjoint of `slice`.
    indirect case place(Slice, into: Shape)
    /// Windows along a dim, which counts them; their elements are in a new last dim.
    indirect case windows(Windows)
    /// Zeros of the length along the windows' dim, with every window added where it lies: the adjoint of `windows`.
    indirect case overlapAdd(Windows, into: Int)
    /// The same values, row after row without gaps.
    case copy
    /// Of (x, scalar): the scalar everywhere in a shape, but for x, which begins `before` positions into each dim.
    indirect case pad(before: Shape, into: Shape)
    /// Any number of operands, one after the other along a dim.
    case concatenate(dim: Int)

    // Indexing; every index is int64 and in range
    /// Of (x, index [k]): the slices of x at the index's positions along a dim.
    case indexSelect(dim: Int)
    /// Of (x, index [k], source): x, with the source's slices added at the index's positions.
    case indexAdd(dim: Int)
    /// Of (x, index [k], source): x, with the source's slices in place of its own.
    case indexCopy(dim: Int)
    /// Weighted sums of slices along a dim.
    indirect case combine(Combination, dim: Int)
    /// Of (x, index): `x[.., index[.., i, ..], ..]` along a dim.
    case gather(dim: Int)
    /// Of (x, index, source): x, with the source's elements at the index's positions along a dim.
    case scatter(dim: Int)
    /// Of (x, index, source): x, with the source's elements added.
    case scatterAdd(dim: Int)
    /// Of (x, index, source): x, each element combined with all of the source's that the index sends to it.
    case scatterReduce(dim: Int, ScatterReduction)
    /// The int64 order that sorts along a dim, of which only some places are looked for; equal elements keep theirs, NaN counts as
    /// largest.
    case sortedOrder(dim: Int, descending: Bool, places: Range<Int>)
    /// The int64 position of the last of the most frequent elements along a dim, which stays with size 1; of the smallest, where
    /// several are as frequent.
    case modePosition(dim: Int)
    /// Of (sorted [.., n], values [.., m]), with the same leading sizes, or a sorted vector: the int64 positions in the last dim
    /// before (or after, if `right`) equal elements where the values would go.
    case searchSorted(right: Bool)
    /// The indices of the elements that are not zero: int64 [found, rank].
    case nonZero

    // Products
    /// `[..., m, k] × [..., k, n]`, with the same leading sizes.
    case matmul
    /// `x Wᵀ + b` of (x [..., k], W [n, k], b [n]); b may be absent.
    case linear
    /// Of (dy [..., n], x [..., k]): the derivative of ``linear`` by W, the sum of all rows' dyᵀ x [n, k].
    case linearWeightGradient
    /// `softmax(scale Q Kᵀ + mask) V` for each head, of (Q [b, l, h, e], K [b, s, g, e], V [b, s, g, v], mask): [b, l, h, v]. h / g
    /// heads that follow each other share keys and values. The mask [b, h, l, s] may be absent: of bools, true where a query may
    /// look, or of numbers that are added. A query that it lets look nowhere gets zeros.
    indirect case attention(Attention)
    /// Of (dy, Q, K, V, mask): the derivatives by Q, K and V, one after the other in a vector.
    indirect case attentionGradient(Attention)

    // Recurrent networks, of t steps for b sequences of n features. x [t, b, gates · n] is what the inputs contribute, W [gates · n,
    // n] makes of h what it contributes; h [b, n] is from before. `more` is an LSTM's c [b, n], or a GRU's bias of what h contributes
    /// Of (x, W, h, more): all that the steps compute, in a vector.
    case recurrentStates(Recurrence)
    /// Of (those states, x, W, h, more): h after each step, [t, b, n], and after it c after the last.
    case recurrent(Recurrence)
    /// Of (dy, states, x, W, h, more): the derivatives by x, W, h and more, one after the other in a vector.
    case recurrentGradient(Recurrence)

    // Windows. The three of a convolution are the derivatives of one trilinear form, Σ dy · (x ∗ w), by each of its factors
    /// `x ∗ w + b` of (x, w, b); b may be absent.
    indirect case convolution(Convolution)
    /// Of (dy, w): by x.
    indirect case convolutionInputGradient(Convolution)
    /// Of (dy, x): by w.
    indirect case convolutionWeightGradient(Convolution)
    /// Each cell's largest element.
    indirect case maxPool(Pooling)
    /// Of (dy, x): the cotangents where the largest elements are.
    indirect case maxPoolGradient(Pooling)
    /// The int64 position of each cell's largest element, counted within the spatial dims.
    indirect case maxPoolIndices(Pooling)
    indirect case averagePool(Pooling, Pooling.Divisor)
    /// The adjoint of `averagePool`.
    indirect case averagePoolGradient(Pooling, Pooling.Divisor)
    // Linear algebra, of the matrices in the last two dims
    case decompose(Decomposition)
    /// Of (a, its LU decomposition, b): `a⁻¹ b`, or `a⁻ᵀ b`.
    case solve(transposed: Bool)
    /// Of (a, b): `a⁻¹ b`, where a's other triangle is not read, nor the diagonal if it is `unit`.
    case solveTriangular(upper: Bool, unit: Bool)
    /// Of (x, y, ...): y, a function of x that has been composed of a decomposition.
    case implicit(ImplicitFunction)

    /// A third party's.
    indirect case custom(any CustomOperation)
}

public enum UnaryOperation: Sendable, CaseIterable {
    case negate, abs, sign, square, reciprocal, sqrt, rsqrt
    case exp, exp2, expm1, log, log2, log10, log1p
    case sin, cos, tan, asin, acos, atan
    case sinh, cosh, tanh, asinh, acosh, atanh
    case sigmoid, relu, erf, erfc
    case floor, ceil, round, trunc
    /// 1 where the element is 0, else 0, in the same dtype.
    case not
    case lgamma, digamma, erfinv, erfcx, ndtri, logNdtr, i0, i0e, i1, i1e, entr, sinc
}

public enum BinaryOperation: Sendable, CaseIterable {
    case add, subtract, multiply, divide, power, maximum, minimum
    /// With the sign of the divisor, as Python's `%`; `fmod` has the sign of the dividend.
    case remainder, fmod
    case floorDivide
    case atan2, hypot, copySign, logAddExp
    /// x log y and x log(1 + y), 0 where x is; the Hurwitz zeta function of (order, x).
    case xlogy, xlog1py, zeta
    /// Of integers and bools.
    case bitwiseAnd, bitwiseOr, bitwiseXor
    /// Of (cotangent, result): the derivatives of sigmoid, tanh and relu in one pass.
    case sigmoidGradient, tanhGradient, reluGradient
}

/// What stands between layers, and more than a unary operation in that it has parameters, or is fused for speed.
public enum Activation: Sendable {
    case silu, mish, gelu, geluTanh, hardswish, hardsigmoid, logSigmoid
    case hardtanh(min: Double, max: Double)
    case leakyRelu(negativeSlope: Double)
    /// `scale x` above 0, else `scale alpha (exp(inputScale x) - 1)`.
    case elu(alpha: Double, scale: Double, inputScale: Double)
    case softplus(beta: Double, threshold: Double)
    case hardshrink(lambda: Double)
    case softshrink(lambda: Double)
    /// `value` up to the threshold.
    case threshold(Double, value: Double)
}

/// How queries look at keys, beside what a mask says.
public struct Attention: Sendable, Hashable {
    public var scale: Double
    /// Query i looks at the keys 0...i.
    public var isCausal: Bool

    public init(scale: Double, isCausal: Bool) {
        self.scale = scale
        self.isCausal = isCausal
    }
}

/// What is brought to mean 0 and variance 1. The variances are not corrected.
public struct Normalization: Sendable, Hashable {
    public enum Extent: Sendable, Hashable {
        /// Groups of neighbouring channels with all dims behind them, so many groups to a place in the dims before.
        case groups(Int)
        /// Each channel over the dims before and behind.
        case batch
        /// Nothing: weight and bias alone are applied.
        case none
    }

    /// The dims of the channels: each place in them has a weight and a bias of its own.
    public var channels: Range<Int>
    public var extent: Extent
    /// Whether the mean is taken away; if not, the variance is the mean of the squares.
    public var isCentered = true
    public var epsilon = 1e-5

    public init(channels: Range<Int>, _ extent: Extent, isCentered: Bool = true, epsilon: Double = 1e-5) {
        self.channels = channels
        self.extent = extent
        self.isCentered = isCentered
        self.epsilon = epsilon
    }
}

/// What a recurrent network does in a step.
public enum Recurrence: Sendable, CaseIterable {
    /// h' = f(x + h Wᵀ)
    case tanh, relu
    /// i, f, g, o are the blocks of x + h Wᵀ: c' = σ(f) c + σ(i) tanh(g), h' = σ(o) tanh(c')
    case lstm
    /// r, z, n are blocks: h' = (1 - σ(z)) n' + σ(z) h with n' = tanh(xₙ + σ(r) (h Wₙᵀ + bₙ))
    case gru

    /// How many blocks there are.
    public var gates: Int {
        switch self {
        case .tanh, .relu: 1
        case .lstm: 4
        case .gru: 3
        }
    }
}

public enum Scan: Sendable, CaseIterable {
    case sum, product, logSumExp
}

public enum Loss: Sendable, CaseIterable {
    case binaryCrossEntropy, binaryCrossEntropyWithLogits
    /// (prediction - target)² and |prediction - target|.
    case squaredError, absoluteError
    /// d²/2 for a distance d = |prediction - target| up to 1, from there on d - 1/2.
    case huber
}

/// What becomes of the losses of the elements.
public enum LossReduction: Sendable, CaseIterable {
    case mean, sum, none
}

/// How class indices are told apart by logits.
public struct CrossEntropy: Sendable, Hashable {
    /// Where the classes are.
    public var dim: Int
    public var reduction: LossReduction
    /// The target of elements that don't count, in the mean neither.
    public var ignored: Int
    /// The part of the target that is spread over all classes.
    public var labelSmoothing: Double

    public init(dim: Int, _ reduction: LossReduction, ignored: Int = -100, labelSmoothing: Double = 0) {
        self.dim = dim
        self.reduction = reduction
        self.ignored = ignored
        self.labelSmoothing = labelSmoothing
    }
}

/// The factors of a matrix, packed into one result. k is the smaller of its sizes.
public enum Decomposition: Sendable, Hashable {
    /// L of `a = L Lᵀ`; only a's lower triangle is read. NaN from the row on where a proves not to be positive-definite.
    case cholesky
    /// `[L\U | p]` of `a[p] = L U`: `[m, n + 1]`. The ones on L's diagonal are not kept.
    case lu
    /// Rows `[qᵢᵀ | rᵢ]` of `a = Q R`, m ≥ n: n rows, or m where Q is completed to a square.
    case qr(complete: Bool)
    /// The eigenvalues of a symmetric matrix, ascending, then a row for each eigenvector: `[n + 1, n]`. Only a's lower
    /// triangle is read. NaN where that is not finite.
    case eigh
    /// The eigenvalues alone.
    case eigenvalues
    /// Rows `[uᵢᵀ | sᵢ | vᵢᵀ]` of `a = U diag(s) Vᵀ`, s descending: k rows, or the larger of the sizes where U and V are
    /// completed to squares, zeros in place of what is not there. NaN where the matrix is not finite.
    case svd(complete: Bool)
    /// The singular values alone.
    case singularValues
}

/// Functions whose derivative follows from the equation that they solve, and not by way of the decomposition that they are
/// computed with: that one has no derivative where the function has.
public enum ImplicitFunction: Sendable, CaseIterable {
    /// Of (a, det a, a's LU decomposition).
    case determinant
    /// Of (a, log |det a|, a's LU decomposition).
    case logDeterminant
    /// Of (a, a⁺).
    case pseudoinverse
}

public enum Comparison: Sendable, CaseIterable {
    case equal, notEqual, less, lessEqual, greater, greaterEqual
}

public enum Reduction: Sendable, CaseIterable {
    case sum, mean, product, max, min
    /// Σ x².
    case sumOfSquares
    /// Σ |x|.
    case sumOfMagnitudes
}

public enum ArgReduction: Sendable, CaseIterable {
    case max, min
}

/// How an element takes in others, beside being added to (``Operation/scatterAdd(dim:)``).
public enum ScatterReduction: Sendable, CaseIterable {
    case product, max, min
}

/// Runs of `size` positions along a dim, each `step` after the one before; they may overlap.
public struct Windows: Sendable, Hashable {
    public var dim: Int
    public var size: Int
    public var step: Int

    public init(dim: Int, size: Int, step: Int = 1) {
        self.dim = dim
        self.size = size
        self.step = step
    }
}

/// Every `step`-th position from `start` along a dim, `count` of them. A negative step goes backwards.
public struct Slice: Sendable, Hashable {
    public var dim: Int
    public var start: Int
    public var count: Int
    public var step: Int

    public init(dim: Int, start: Int, count: Int, step: Int = 1) {
        self.dim = dim
        self.start = start
        self.count = count
        self.step = step
    }
}

/// A set of dims.
public struct Axes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ dim: Int) { rawValue = 1 << UInt8(dim) }

    /// All dims of a tensor of this rank.
    init(all rank: Int) { rawValue = UInt8(truncatingIfNeeded: 1 << rank - 1) }

    public func contains(dim: Int) -> Bool { rawValue >> UInt8(dim) & 1 == 1 }
}

/// An order of dims: the result's dim `i` is the operand's dim `self[i]`.
public struct Permutation: Sendable, Hashable {
    /// Four bits a dim, the first lowest.
    private var packed: UInt32 = 0
    public let count: Int

    public init(_ dims: some Collection<Int>) {
        count = dims.count
        for (position, dim) in dims.enumerated() { packed |= UInt32(dim) << UInt32(4 * position) }
    }

    /// Two dims exchanged.
    init(swapping a: Int, _ b: Int, of count: Int) {
        self.count = count
        for position in 0..<count {
            let dim = position == a ? b : position == b ? a : position
            packed |= UInt32(dim) << UInt32(4 * position)
        }
    }

    public subscript(position: Int) -> Int { Int(packed >> UInt32(4 * position) & 15) }

    public var inverse: Permutation {
        var dims = [Int](repeating: 0, count: count)
        for position in 0..<count { dims[self[position]] = position }
        return Permutation(dims)
    }
}

/// An operation of one's own: `forward` computes it. With a `backward` (Autograd's `DifferentiableOperation`) it is differentiable.
public protocol CustomOperation: Sendable {
    /// What messages call it.
    var name: String { get }

    /// The result for operands without watchers; what else it reads is constant for derivatives.
    func forward(_ operands: [Tensor]) -> Tensor
}

extension CustomOperation {
    public var name: String { "\(Self.self)" }

    /// Computes the operation, and tells the tracer, if an operand carries one.
    public func callAsFunction(_ operands: Tensor...) -> Tensor {
        if operands.isEmpty { trap(name, "an operation needs an operand") }
        return Operation.custom(self)(all: operands)
    }
}

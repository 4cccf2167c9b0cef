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

    // Movement: other readings of the same memory, except `reshape` where the strides don't allow it, `sliceScatter` and `copy`
    indirect case reshape(Shape)
    case permute(Permutation)
    /// Sizes of 1 repeated to the shape's.
    indirect case expand(Shape)
    indirect case slice(Slice)
    /// Zeros of the shape with the operand where the slice is (torch's `slice_scatter` into zeros): the adjoint of `slice`.
    indirect case sliceScatter(Slice, into: Shape)
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

    /// The same elements on another device. Every backend's operands are on its own, so none is asked for this.
    case transfer(from: Device, to: Device)

    /// A third party's.
    indirect case custom(any CustomOperation)
}

/// The primitives: what a backend computes, Autograd differentiates, and a tracer sees. Every other function is composed of
/// them.
///
/// Operands already agree: those of a pointwise operation have the same shape and dtype, since broadcasting is ``expand(_:)``
/// and promotion is ``cast(_:)``, each with its own derivative. A primitive has one result. Dims count from 0.
@nonexhaustive
public enum Operation: Sendable {
    // Pointwise
    /// An elementwise function of one tensor.
    case unary(UnaryOperation)
    /// An elementwise function of two tensors.
    case binary(BinaryOperation)
    /// An elementwise comparison of two tensors; the result is bool.
    case compare(Comparison)
    /// `condition ? a : b` of (bool condition, a, b).
    case select
    /// The elements converted to a dtype. What the dtype cannot represent wraps around, as in torch.
    case cast(DType)
    /// Of (x, low, high): x clamped to the bounds. Where they cross, the upper bound wins; NaN propagates.
    case clamp
    /// An elementwise activation with parameters, or fused for speed.
    indirect case activation(Activation)
    /// Of (cotangent, x): the cotangent times the activation's derivative at x.
    indirect case activationGradient(Activation)

    // Reductions
    /// A reduction over axes, which keep size 1 with `keepDim`. Sums and products of integers are int64.
    case reduce(Reduction, Axes, keepDim: Bool)
    /// The int64 index of the extreme along a dim, which keeps size 1.
    case argReduce(ArgReduction, dim: Int)
    /// The softmax along a dim, or its logarithm.
    case softmax(dim: Int, logarithm: Bool)
    /// Of (cotangent, result): the derivative of ``softmax(dim:logarithm:)``.
    case softmaxGradient(dim: Int, logarithm: Bool)

    /// Of (x, weight, bias), where weight and bias may be absent: (x - mean) / √(variance + ε) · weight + bias.
    indirect case normalize(Normalization)
    /// The mean and the variance of each group of elements that are normalised together: `[2, groups]`.
    indirect case moments(Normalization)
    /// Of (cotangent, x, weight): the derivatives with respect to x, weight and bias, concatenated into a vector.
    indirect case normalizeGradient(Normalization)

    // Scans along a dim
    /// The combination of each element with all before it along a dim. Sums and products of integers are int64.
    case scan(Scan, dim: Int)
    /// The int64 index of the extreme so far along a dim, the last one of equal elements.
    case argScan(ArgReduction, dim: Int)

    // Losses
    /// Of (prediction, target): elementwise losses, then reduced.
    case loss(Loss, LossReduction)
    /// Of (cotangent, prediction, target): the derivative with respect to the prediction. The cotangent is a scalar where the
    /// loss is.
    case lossGradient(Loss, LossReduction)

    /// Of (logits, int64 target, weight of the classes, which may be absent): -log softmax(logits)[target], weighted, then
    /// reduced. The target has no dim of classes; each of its indices is in range, or is the ignored one.
    indirect case crossEntropy(CrossEntropy)
    /// Of (cotangent, logits, target, weight): the derivative with respect to the logits. The cotangent is a scalar where the
    /// loss is.
    indirect case crossEntropyGradient(CrossEntropy)

    // Movement: other readings of the same memory, except `reshape` where the strides don't allow it, `sliceScatter` and `copy`
    /// The same elements, in row-major order, in another shape.
    indirect case reshape(Shape)
    /// The dims in another order.
    case permute(Permutation)
    /// Dims of size 1 repeated to the sizes of a shape.
    indirect case expand(Shape)
    /// The elements of a slice along a dim.
    indirect case slice(Slice)
    /// Zeros of the shape, with the operand where the slice is (torch's `slice_scatter` into zeros): the adjoint of `slice`.
    indirect case sliceScatter(Slice, into: Shape)
    /// Windows along a dim, which counts them; the elements of each are in a new last dim.
    indirect case windows(Windows)
    /// Zeros of this length along the windows' dim, with every window added where it was taken from: the adjoint of
    /// ``windows(_:)``.
    indirect case overlapAdd(Windows, into: Int)
    /// The same elements, contiguous in row-major order.
    case copy
    /// Of (x, scalar): a tensor of a shape filled with the scalar, except for x, which starts at index `before` of each dim.
    indirect case pad(before: Shape, into: Shape)
    /// Any number of operands concatenated along a dim.
    case concatenate(dim: Int)

    // Indexing; every index is int64 and in range
    /// Of (x, index [k]): the slices of x along a dim at these indices.
    case indexSelect(dim: Int)
    /// Of (x, index [k], source): x with the source's slices added at these indices along a dim.
    case indexAdd(dim: Int)
    /// Of (x, index [k], source): x with its slices at these indices along a dim replaced by the source's.
    case indexCopy(dim: Int)
    /// Slices along a dim multiplied by a sparse matrix, as interpolation does.
    indirect case resample(ResamplingMatrix, dim: Int)
    /// Of (x, index): `x[.., index[.., i, ..], ..]` along a dim.
    case gather(dim: Int)
    /// Of (x, index, source): x with the source's elements written at the indices along a dim.
    case scatter(dim: Int)
    /// Of (x, index, source): x with the source's elements added at the indices along a dim.
    case scatterAdd(dim: Int)
    /// Of (x, index, source): x with each element combined with all of the source's elements that the indices send to it.
    case scatterReduce(dim: Int, ScatterReduction)
    /// The int64 indices that sort along a dim (argsort), restricted to a range of ranks. Stable; NaN counts as the largest.
    case argSort(dim: Int, descending: Bool, ranks: Range<Int>)
    /// The int64 index of the last of the most frequent elements along a dim, which keeps size 1; of the smallest element,
    /// where several are equally frequent.
    case argMode(dim: Int)
    /// Of (sorted [.., n], values [.., m]), with equal leading sizes, or a sorted vector: the int64 indices in the last dim at
    /// which the values would be inserted, before equal elements, or after them if `right`.
    case searchSorted(right: Bool)
    /// The indices of the elements that are not 0: int64 [found, rank].
    case nonZero

    // Products
    /// The matrix product `[..., m, k] × [..., k, n]`, with equal leading sizes.
    case matmul
    /// `x Wᵀ + b` of (x [..., k], W [n, k], b [n]); b may be absent.
    case linear
    /// Of (dy [..., n], x [..., k]): the derivative of ``linear`` with respect to W, Σ dyᵀ x over all rows: [n, k].
    case linearWeightGradient
    /// `softmax(scale Q Kᵀ + mask) V` for each head, of (Q [b, l, h, e], K [b, s, g, e], V [b, s, g, v], mask): [b, l, h, v]. h
    /// / g consecutive heads share keys and values. The mask [b, h, l, s] may be absent: bools are true where a query may
    /// attend, numbers are added to the scores. The result is 0 for a query that may not attend to any key.
    indirect case attention(Attention)
    /// Of (dy, Q, K, V, mask): the derivatives with respect to Q, K and V, concatenated into a vector.
    indirect case attentionGradient(Attention)

    // Recurrent networks, of t steps for b sequences of n features. x [t, b, gates · n] is what the inputs contribute, W [gates · n,
    // n] makes of h what it contributes; h [b, n] is from before. An LSTM has c [b, n] as well, a GRU a bias [gates · n] of what h contributes; the others have neither
    /// Of (x, W, h, c or bias): all intermediate values of the steps, in a vector.
    case recurrentStates(Recurrence)
    /// Of (those states, x, W, h, c or bias): h after each step, [t, b, n], followed by c after the last step.
    case recurrent(Recurrence)
    /// Of (dy, states, x, W, h, c or bias): the derivatives with respect to x and all that follow it, concatenated into a vector.
    case recurrentGradient(Recurrence)

    // Windows. The three of a convolution are the derivatives of one trilinear form, Σ dy · (x ∗ w), by each of its factors
    /// `x ∗ w + b` of (x, w, b); b may be absent.
    indirect case convolution(Convolution)
    /// Of (dy, w): the derivative of ``convolution(_:)`` with respect to x.
    indirect case convolutionInputGradient(Convolution)
    /// Of (dy, x): the derivative of ``convolution(_:)`` with respect to w.
    indirect case convolutionWeightGradient(Convolution)
    /// The maximum of each window.
    indirect case maxPool(Pooling)
    /// Of (dy, x): the cotangents at the maxima of the windows.
    indirect case maxPoolGradient(Pooling)
    /// The int64 index of each window's maximum, counted within the spatial dims.
    indirect case maxPoolIndices(Pooling)
    /// The sum of each window over a divisor.
    indirect case averagePool(Pooling, Pooling.Divisor)
    /// The adjoint of ``averagePool(_:_:)``.
    indirect case averagePoolGradient(Pooling, Pooling.Divisor)
    // Linear algebra, of the matrices in the last two dims
    /// A factorization of matrices; see ``Decomposition``.
    case decompose(Decomposition)
    /// Of (a, LU decomposition of a, b): `a⁻¹ b`, or `a⁻ᵀ b`.
    case solve(transposed: Bool)
    /// Of (a, b): `a⁻¹ b` for a triangular a, whose other triangle is not read, nor its diagonal if it is `unit`.
    case solveTriangular(upper: Bool, unit: Bool)
    /// Of (x, y, ...): y, a function of x that was computed with a decomposition, with its own derivative.
    case implicit(ImplicitFunction)

    /// The same elements on another device. Every backend's operands are on its own, so none is asked for this.
    case transfer(from: Device, to: Device)

    /// A custom operation.
    indirect case custom(any CustomOperation)
}

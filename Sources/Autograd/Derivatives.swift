import Tensor

/// What each primitive's derivative is: how the cotangents of its operands are computed from `dy`, that of its result, and what
/// they read. See ``DerivativeVisitor``.
///
/// Written with tensor operations, so that it can itself be differentiated.
func derivative<V: DerivativeVisitor>(of operation: Operation, _ d: V) {
    switch operation {
    case .unary(let unary): derivative(of: unary, d)
    case .binary(let binary): derivative(of: binary, d)
    case .select:
        d.of(.second, from: .x) { dy, condition in Tensor.where(condition, dy, 0) }
        d.of(.third, from: .x) { dy, condition in Tensor.where(condition, 0, dy) }
    case .cast: d.of(.first, from: .dtype) { dy, dtype in dy.to(dtype) }
    case .clamp:
        d.of(.first, from: .x, .y, .z) { dy, x, low, high in Tensor.where((x .>= low) .& (x .<= high), dy, 0) }
        d.of(.second, from: .x, .y, .z) { dy, x, low, high in Tensor.where((x .< low) .& (low .< high), dy, 0) }
        d.of(.third, from: .x, .y, .z) { dy, x, low, high in Tensor.where((x .> high) .| (low .> high), dy, 0) }
    case .activation(let activation): d.of(.first, from: .x) { dy, x in Operation.activationGradient(activation)(dy, x) }
    case .activationGradient(let activation): secondDerivative(of: activation, d)

    case .reduce(let reduction, let axes, _): derivative(of: reduction, over: axes, d)
    case .softmax(let dim, let logarithm):
        d.of(.first, from: .result) { dy, y in Operation.softmaxGradient(dim: dim, logarithm: logarithm)(dy, y) }
    case .softmaxGradient(let dim, logarithm: false):
        d.of(.first, from: .y) { dy, y in Operation.softmaxGradient(dim: dim, logarithm: false)(dy, y) }
        d.of(.second, from: .x, .y) { dy, x, y in
            dy * (x - (x * y).sum(dims: [dim], keepDim: true)) - x * (dy * y).sum(dims: [dim], keepDim: true)
        }
    case .softmaxGradient(let dim, logarithm: true):
        d.of(.first, from: .y) { dy, y in dy - (dy * y.exp()).sum(dims: [dim], keepDim: true) }
        d.of(.second, from: .x, .y) { dy, x, y in -dy * y.exp() * x.sum(dims: [dim], keepDim: true) }

    case .normalize(let normalization): derivative(of: normalization, d)
    case .moments(let normalization): momentsDerivative(of: normalization, d)
    case .normalizeGradient(let normalization): secondDerivative(of: normalization, d)

    case .scan(let scan, let dim): derivative(of: scan, along: dim, d)

    case .loss(let loss, let reduction): derivative(of: loss, reduction, d)
    case .lossGradient(let loss, let reduction): secondDerivative(of: loss, reduction, d)
    case .crossEntropy(let loss): derivative(of: loss, d)
    case .crossEntropyGradient(let loss): secondDerivative(of: loss, d)

    case .reshape: d.of(.first, from: .shape) { dy, shape in dy.reshape(shape) }
    case .permute(let order): d.of(.first) { dy in Operation.permute(order.inverse)(dy) }
    case .expand: d.of(.first, from: .shape) { dy, shape in dy.rank == 0 ? dy : dy.sumToSize(shape) }
    case .slice(let slice): d.of(.first, from: .shape) { dy, shape in Operation.sliceScatter(slice, into: shape)(dy) }
    case .sliceScatter(let slice, _): d.of(.first) { dy in Operation.slice(slice)(dy) }
    case .windows(let windows):
        d.of(.first, from: .shape) { dy, shape in Operation.overlapAdd(windows, into: shape[windows.dim])(dy) }
    case .overlapAdd(let windows, _): d.of(.first) { dy in Operation.windows(windows)(dy) }
    case .copy: d.of(.first) { dy in dy }
    case .transfer(let source, let target): d.of(.first) { dy in Operation.transfer(from: target, to: source)(dy) }
    case .pad(let before, _):
        d.of(.first, from: .shape) { dy, shape in dy.box(shape, from: before) }
        d.of(.second, from: .shape) { dy, shape in dy.sum() - dy.box(shape, from: before).sum() }
    case .concatenate(let dim): d.ofAll(from: .extents) { dy, extents in Cotangents(dy.split(extents, dim: dim)) }

    case .indexSelect(let dim):
        d.of(.first, from: .shape, .y) { dy, shape, index in
            Tensor.zeros(shape, like: dy).indexAdd(dim: dim, index, dy)
        }
    case .indexAdd(let dim):
        d.of(.first) { dy in dy }
        d.of(.third, from: .y) { dy, index in dy.indexSelect(dim: dim, index) }
    case .indexCopy(let dim):
        d.of(.first, from: .y) { dy, index in
            dy.indexCopy(dim: dim, index, .zeros(like: dy.indexSelect(dim: dim, index)))
        }
        d.of(.third, from: .y) { dy, index in dy.indexSelect(dim: dim, index) }
    case .resample(let matrix, let dim): d.of(.first) { dy in Operation.resample(matrix.adjoint, dim: dim)(dy) }
    case .gather(let dim):
        d.of(.first, from: .shape, .y) { dy, shape, index in
            Tensor.zeros(shape, like: dy).scatterAdd(dim: dim, index, dy)
        }
    case .scatter(let dim):
        d.of(.first, from: .y) { dy, index in dy.scatter(dim: dim, index, 0) }
        d.of(.third, from: .y) { dy, index in dy.gather(dim: dim, index) }
    case .scatterAdd(let dim):
        d.of(.first) { dy in dy }
        d.of(.third, from: .y) { dy, index in dy.gather(dim: dim, index) }
    case .scatterReduce(let dim, let reduction): derivative(of: reduction, dim: dim, d)

    case .matmul:
        d.of(.first, from: .y) { dy, y in dy.matmul(y.transpose(-2, -1)) }
        d.of(.second, from: .x) { dy, x in x.transpose(-2, -1).matmul(dy) }
    case .linear:
        d.of(.first, from: .shape, .y) { dy, shape, weight in dy.rows.matmul(weight).reshape(shape) }
        d.of(.second, from: .x) { dy, x in Operation.linearWeightGradient(dy, x) }
        d.of(.third) { dy in dy.rank == 2 ? dy.sum(dims: [0]) : dy.rows.sum(dims: [0]) }
    case .linearWeightGradient:
        d.of(.first, from: .y) { dy, y in y.linear(dy) }
        d.of(.second, from: .x) { dy, x in x.matmul(dy) }
    case .attention(let attention): derivative(of: attention, d)
    case .attentionGradient(let attention): secondDerivative(of: attention, d)
    case .recurrent(let recurrence): derivative(of: recurrence, d)
    case .recurrentGradient(let recurrence): secondDerivative(of: recurrence, d)

    case .convolution(let c):
        d.of(.first, from: .y) { dy, weight in Operation.convolutionInputGradient(c)(dy, weight) }
        d.of(.second, from: .x) { dy, x in Operation.convolutionWeightGradient(c)(dy, x) }
        d.of(.third) { dy in dy.sum(dims: dy.shape.indices.filter { $0 != 1 }) }
    case .convolutionInputGradient(let c):
        d.of(.first, from: .y) { dy, weight in Operation.convolution(c)(dy, weight) }
        d.of(.second, from: .x) { dy, x in Operation.convolutionWeightGradient(c)(x, dy) }
    case .convolutionWeightGradient(let c):
        d.of(.first, from: .y) { dy, y in Operation.convolution(c)(y, dy) }
        d.of(.second, from: .x) { dy, x in Operation.convolutionInputGradient(c)(x, dy) }
    case .maxPool(let pooling): d.of(.first, from: .x) { dy, x in Operation.maxPoolGradient(pooling)(dy, x) }
    case .maxPoolGradient(let pooling):
        d.of(.first, from: .y) { dy, x in dy.pooled(pooling, at: Operation.maxPoolIndices(pooling)(x)) }
        d.of(.second) { dy in .zeros(like: dy) }
    case .averagePool(let pooling, let divisor):
        d.of(.first) { dy in Operation.averagePoolGradient(pooling, divisor)(dy) }
    case .averagePoolGradient(let pooling, let divisor):
        d.of(.first) { dy in Operation.averagePool(pooling, divisor)(dy) }

    case .decompose(let decomposition): derivative(of: decomposition, d)
    case .solve(let transposed): solveDerivative(transposed: transposed, d)
    case .solveTriangular(let upper, let unit): solveTriangularDerivative(upper: upper, unit: unit, d)
    case .implicit(let function): derivative(of: function, d)

    case .custom(let custom): derivative(of: custom, d)
    case .compare, .argReduce, .argScan, .argSort, .argMode, .searchSorted, .nonZero, .maxPoolIndices,
        .recurrentStates:
        break
    }
}

private func derivative<V: DerivativeVisitor>(of operation: UnaryOperation, _ d: V) {
    switch operation {
    case .negate: d.of(.first) { dy in -dy }
    case .abs: d.of(.first, from: .x) { dy, x in dy * x.sign() }
    case .square: d.of(.first, from: .x) { dy, x in dy * (x * 2) }
    case .reciprocal: d.of(.first, from: .result) { dy, y in -dy * y.square() }
    case .sqrt: d.of(.first, from: .result) { dy, y in dy / (y * 2) }
    case .rsqrt: d.of(.first, from: .result) { dy, y in dy * (y * y.square()) * -0.5 }
    case .exp: d.of(.first, from: .result) { dy, y in dy * y }
    case .exp2: d.of(.first, from: .result) { dy, y in dy * y * ln2 }
    case .expm1: d.of(.first, from: .x) { dy, x in dy * x.exp() }
    case .log: d.of(.first, from: .x) { dy, x in dy / x }
    case .log2: d.of(.first, from: .x) { dy, x in dy / (x * ln2) }
    case .log10: d.of(.first, from: .x) { dy, x in dy / (x * ln10) }
    case .log1p: d.of(.first, from: .x) { dy, x in dy / (x + 1) }
    case .sin: d.of(.first, from: .x) { dy, x in dy * x.cos() }
    case .cos: d.of(.first, from: .x) { dy, x in -dy * x.sin() }
    case .tan: d.of(.first, from: .result) { dy, y in dy * (y.square() + 1) }
    case .asin: d.of(.first, from: .x) { dy, x in dy * complement(of: x).rsqrt() }
    case .acos: d.of(.first, from: .x) { dy, x in -dy * complement(of: x).rsqrt() }
    case .atan: d.of(.first, from: .x) { dy, x in dy / (x.square() + 1) }
    case .sinh: d.of(.first, from: .x) { dy, x in dy * x.cosh() }
    case .cosh: d.of(.first, from: .x) { dy, x in dy * x.sinh() }
    case .tanh: d.of(.first, from: .result) { dy, y in Operation.binary(.tanhGradient)(dy, y) }
    case .asinh: d.of(.first, from: .x) { dy, x in dy / x.hypot(.ones(like: x)) }
    case .acosh: d.of(.first, from: .x) { dy, x in dy * (x - 1).rsqrt() * (x + 1).rsqrt() }
    case .atanh: d.of(.first, from: .x) { dy, x in dy / complement(of: x) }
    case .sigmoid: d.of(.first, from: .result) { dy, y in Operation.binary(.sigmoidGradient)(dy, y) }
    case .relu: d.of(.first, from: .result) { dy, y in Operation.binary(.reluGradient)(dy, y) }
    case .erf: d.of(.first, from: .x) { dy, x in dy * (-x.square()).exp() * twoOverRootPi }
    case .erfc: d.of(.first, from: .x) { dy, x in dy * (-x.square()).exp() * -twoOverRootPi }
    case .lgamma: d.of(.first, from: .x) { dy, x in dy * x.digamma() }
    case .digamma: d.of(.first, from: .x) { dy, x in dy * x.polygamma(1) }
    case .erfinv: d.of(.first, from: .result) { dy, y in dy * y.square().exp() * rootPi / 2 }
    case .ndtri: d.of(.first, from: .result) { dy, y in dy * (y.square() / 2).exp() * (rootPi * root2) }
    case .erfcx: d.of(.first, from: .x, .result) { dy, x, y in dy * (x * y * 2 - twoOverRootPi) }
    case .logNdtr: d.of(.first, from: .x) { dy, x in dy * (twoOverRootPi / root2) / (x / -root2).erfcx() }
    case .i0: d.of(.first, from: .x) { dy, x in dy * x.i1() }
    case .i0e: d.of(.first, from: .x, .result) { dy, x, y in dy * (x.i1e() - x.sign() * y) }
    case .i1: d.of(.first, from: .x, .result) { dy, x, y in dy * Tensor.where(x .== 0, 0.5, x.i0() - y / nonZero(x)) }
    case .i1e:
        d.of(.first, from: .x, .result) { dy, x, y in
            dy * Tensor.where(x .== 0, 0.5, x.i0e() - y * (x.sign() + 1 / nonZero(x)))
        }
    case .entr: d.of(.first, from: .x) { dy, x in dy * -(x.log() + 1) }
    case .sinc: d.of(.first, from: .x, .result) { dy, x, y in dy * sincSlope(x, y) }
    case .sign, .floor, .ceil, .round, .trunc, .not: d.of(.first) { dy in .zeros(like: dy) }
    }
}

private func derivative<V: DerivativeVisitor>(of operation: BinaryOperation, _ d: V) {
    switch operation {
    case .add:
        d.of(.first) { dy in dy }
        d.of(.second) { dy in dy }
    case .subtract:
        d.of(.first) { dy in dy }
        d.of(.second) { dy in -dy }
    case .multiply:
        d.of(.first, from: .y) { dy, y in dy * y }
        d.of(.second, from: .x) { dy, x in dy * x }
    case .divide:
        d.of(.first, from: .y) { dy, y in dy / y }
        d.of(.second, from: .y, .result) { dy, y, quotient in -dy * (quotient / y) }
    case .power:
        // At x = 0, x⁰ has no slope and xʸ none in y, where the formulas alone would give 0 · inf.
        d.of(.first, from: .x, .y) { dy, x, y in dy * (y * x.pow(Tensor.where((x .== 0) .& (y .== 0), 1, y - 1))) }
        d.of(.second, from: .x, .y, .result) { dy, x, y, power in
            dy * (power * Tensor.where((x .== 0) .& (y .>= 0), 1, x).log())
        }
    case .maximum:
        d.of(.first, from: .x, .y) { dy, x, y in share(dy, loses: x .< y, ties: x .== y) }
        d.of(.second, from: .x, .y) { dy, x, y in share(dy, loses: y .< x, ties: x .== y) }
    case .minimum:
        d.of(.first, from: .x, .y) { dy, x, y in share(dy, loses: x .> y, ties: x .== y) }
        d.of(.second, from: .x, .y) { dy, x, y in share(dy, loses: y .> x, ties: x .== y) }
    case .remainder:
        d.of(.first) { dy in dy }
        d.of(.second, from: .x, .y) { dy, x, y in -dy * x.floorDivide(y) }
    case .fmod:
        d.of(.first) { dy in dy }
        d.of(.second, from: .x, .y) { dy, x, y in -dy * (x / y).trunc() }
    case .atan2:
        d.of(.first, from: .x, .y) { dy, x, y in dy * (y / radius(x, y) / radius(x, y)) }
        d.of(.second, from: .x, .y) { dy, x, y in -dy * (x / radius(x, y) / radius(x, y)) }
    case .hypot:
        d.of(.first, from: .x, .result) { dy, x, length in dy * (x / length) }
        d.of(.second, from: .y, .result) { dy, y, length in dy * (y / length) }
    case .copySign:
        d.of(.first, from: .x, .result) { dy, x, copy in dy * (copy.sign() * x.sign()) }
        d.of(.second) { dy in .zeros(like: dy) }
    case .logAddExp:
        d.of(.first, from: .x, .y) { dy, x, y in dy * distance(x, above: y).sigmoid() }
        d.of(.second, from: .x, .y) { dy, x, y in dy * distance(y, above: x).sigmoid() }
    // Where x is 0, so is the product, and its slope where the logarithm is none.
    case .xlogy:
        d.of(.first, from: .x, .y) { dy, x, y in Tensor.where((x .== 0) .& (y .<= 0), 0, dy * y.log()) }
        d.of(.second, from: .x, .y) { dy, x, y in dy * (x / y) }
    case .xlog1py:
        d.of(.first, from: .x, .y) { dy, x, y in Tensor.where((x .== 0) .& (y .<= -1), 0, dy * y.log1p()) }
        d.of(.second, from: .x, .y) { dy, x, y in dy * (x / (y + 1)) }
    case .zeta:
        d.of(.first) { _ in none("zeta has no derivative by its order") }
        d.of(.second, from: .x, .y) { dy, x, y in dy * (-x * Operation.binary(.zeta)(x + 1, y)) }
    case .sigmoidGradient:
        d.of(.first, from: .y) { dy, y in dy * (y * (1 - y)) }
        d.of(.second, from: .x, .y) { dy, x, y in dy * x * (1 - y * 2) }
    case .tanhGradient:
        d.of(.first, from: .y) { dy, y in dy * (1 - y.square()) }
        d.of(.second, from: .x, .y) { dy, x, y in dy * x * (y * -2) }
    case .reluGradient:
        d.of(.first, from: .y) { dy, y in Operation.binary(.reluGradient)(dy, y) }
        d.of(.second) { dy in .zeros(like: dy) }
    case .floorDivide:
        d.of(.first) { dy in .zeros(like: dy) }
        d.of(.second) { dy in .zeros(like: dy) }
    case .bitwiseAnd, .bitwiseOr, .bitwiseXor: break
    }
}

private func derivative<V: DerivativeVisitor>(of reduction: Reduction, over axes: Axes, _ d: V) {
    switch reduction {
    case .sum: d.of(.first, from: .shape) { dy, shape in spread(dy, over: axes, of: shape).expand(shape) }
    case .mean:
        d.of(.first, from: .shape) { dy, shape in
            let count = shape.elementCount / max(reduced(shape, axes).elementCount, 1)
            return (spread(dy, over: axes, of: shape) / Double(max(count, 1))).expand(shape)
        }
    case .product:
        d.of(.first, from: .x, .result) { dy, x, product in
            let hasZeros = (x .== 0).any().item(as: Bool.self)
            let others = hasZeros ? x.productOfOthers(along: axes) : product.reshape(reduced(x.shape, axes)) / x
            return spread(dy, over: axes, of: x.shape) * others
        }
    case .max, .min:
        d.of(.first, from: .x, .result) { dy, x, extreme in
            let isExtreme = (x .== extreme.reshape(reduced(x.shape, axes))).to(dy.dtype)
            return spread(dy, over: axes, of: x.shape)
                * (isExtreme / Operation.reduce(.sum, axes, keepDim: true)(isExtreme))
        }
    case .sumOfSquares(let divisor):
        d.of(.first, from: .x) { dy, x in x * (spread(dy, over: axes, of: x.shape) * (2 / divisor)) }
    case .norm(let divisor):
        // Divided first, since the cotangent over a small norm may overflow. At 0, where there is no slope, it is 0.
        d.of(.first, from: .x, .result) { dy, x, norm in
            let cotangent = spread(dy, over: axes, of: x.shape)
            return x / nonZero(norm).reshape(reduced(x.shape, axes)) * (divisor == 1 ? cotangent : cotangent / divisor)
        }
    case .sumOfMagnitudes: d.of(.first, from: .x) { dy, x in x.sign() * spread(dy, over: axes, of: x.shape) }
    }
}

/// The shape with the reduced dims of size 1.
private func reduced(_ shape: Shape, _ axes: Axes) -> Shape {
    var kept = shape
    for dim in kept.indices where axes.contains(dim: dim) { kept[dim] = 1 }
    return kept
}

/// The cotangent of a reduction in the rank of its operand. A scalar expands as it is.
private func spread(_ dy: Tensor, over axes: Axes, of shape: Shape) -> Tensor {
    dy.rank == 0 ? dy : dy.reshape(reduced(shape, axes))
}

private func derivative<V: DerivativeVisitor>(of custom: any CustomOperation, _ d: V) {
    // The backward pass calls a checkpoint's `backward` itself, since it gives gradients of other leaves too.
    if custom is Checkpoint { return d.ofAll(from: .operands) { _, _ in Cotangents() } }
    d.ofAll(from: .operands, .result, .createGraph) { dy, operands, result, createGraph in
        guard let differentiable = custom as? any DifferentiableOperation else {
            trap("gradients", "\(custom.name) has no backward: it is not a DifferentiableOperation")
        }
        // A backward that reads parameters of its own would put the gradients on their graph.
        let cotangents =
            createGraph
            ? differentiable.backward(operands, result, dy) : noGrad { differentiable.backward(operands, result, dy) }
        if cotangents.count != operands.count {
            trap(custom.name, "backward gave \(cotangents.count) gradients for \(operands.count) operands")
        }
        for case (let operand, let cotangent?) in zip(operands, cotangents)
        where cotangent.shape != operand.shape || cotangent.dtype != operand.dtype {
            trap(
                custom.name,
                "backward gave a gradient \(cotangent.dtype) \(cotangent.shape) for an operand \(operand.dtype) \(operand.shape)"
            )
        }
        return Cotangents(cotangents)
    }
}

/// Equal operands share the gradient.
private func share(_ dy: Tensor, loses: Tensor, ties: Tensor) -> Tensor {
    Tensor.where(loses, 0, Tensor.where(ties, dy * 0.5, dy))
}

/// x - y for logAddExp: equal infinities share its slope, of which -inf has none.
private func distance(_ x: Tensor, above y: Tensor) -> Tensor {
    Tensor.where(x .== -Double.infinity, -Double.infinity, Tensor.where(x .== y, 0, x - y))
}

private func none(_ problem: String) -> Tensor { trap("gradients", problem) }

/// (cos πx - sinc x) / x; near 0, where little would be left of the difference, its series.
private func sincSlope(_ x: Tensor, _ y: Tensor) -> Tensor {
    let isNear = x.abs() .< 0.05
    let square = (x * Double.pi).square()
    let series = x * (((square / 45360 - 1.0 / 840) * square + 1.0 / 30) * square - 1.0 / 3) * (Double.pi * Double.pi)
    return Tensor.where(isNear, series, ((x * Double.pi).cos() - y) / Tensor.where(isNear, 1, x))
}

/// 1 - x², of which little is left near 1, as a product of differences that are exact there.
private func complement(of x: Tensor) -> Tensor { (1 - x) * (1 + x) }

/// √(x² + y²), 1 where it is 0.
private func radius(_ x: Tensor, _ y: Tensor) -> Tensor { nonZero(x.hypot(y)) }

/// x, 1 where it is 0.
private func nonZero(_ x: Tensor) -> Tensor { Tensor.where(x .== 0, 1, x) }

private let root2 = 1.41421356237309504880
private let rootPi = 1.77245385090551602730
private let ln2 = 0.693147180559945309
private let ln10 = 2.30258509299404568
private let twoOverRootPi = 1.12837916709551257

extension Tensor {
    /// All dims but the last joined.
    fileprivate var rows: Tensor { rank == 2 ? self : reshape(-1, shape.last!) }

    /// As many elements as the shape has, from a position on.
    fileprivate func box(_ shape: Shape, from start: Shape) -> Tensor {
        shape.indices.reduce(self) { $0.narrow(dim: $1, start: start[$1], length: shape[$1]) }
    }
}

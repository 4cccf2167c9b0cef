import Tensor

/// What each primitive's derivative is: given the cotangent `dy` of its result, the cotangents of its operands.
///
/// Written with tensor operations, so that it can itself be differentiated.
func pullback(_ operation: Operation, _ r: Record, _ dy: Tensor) -> Cotangents {
    switch operation {
    case .unary(let unary): r(pullback(unary, r, dy))
    case .binary(let binary): pullback(binary, r, dy)
    case .select: r(dy, Tensor.where(r.x, dy, 0), Tensor.where(r.x, 0, dy))
    case .cast: r(dy.to(r.node.dtype))
    case .clamp:
        r(
            Tensor.where((r.x .>= r.y) .& (r.x .<= r.z), dy, 0), Tensor.where((r.x .< r.y) .& (r.y .< r.z), dy, 0),
            Tensor.where((r.x .> r.z) .| (r.y .> r.z), dy, 0))
    case .activation(let activation): r(Operation.activationGradient(activation)(dy, r.x))
    case .activationGradient(let activation):
        r(Operation.activationGradient(activation)(dy, r.y), secondDerivative(activation, r.y).map { dy * r.x * $0 })

    case .reduce(let reduction, let axes, _): r(pullback(reduction, axes, r, dy))
    case .softmax(let dim, let logarithm): r(Operation.softmaxGradient(dim: dim, logarithm: logarithm)(dy, r.result))
    case .softmaxGradient(let dim, logarithm: false):
        r(
            Operation.softmaxGradient(dim: dim, logarithm: false)(dy, r.y),
            dy * (r.x - (r.x * r.y).sum(dims: [dim], keepDim: true)) - r.x * (dy * r.y).sum(dims: [dim], keepDim: true))
    case .softmaxGradient(let dim, logarithm: true):
        r(
            dy - (dy * r.y.exp()).sum(dims: [dim], keepDim: true),
            -dy * r.y.exp() * r.x.sum(dims: [dim], keepDim: true))

    case .normalize(let normalization): pullback(normalization, r, dy)
    case .statistics(let normalization): r(statisticsPullback(normalization, r, dy))
    case .normalizeGradient(let normalization): secondPullback(normalization, r, dy)

    case .scan(let scan, let dim): r(pullback(scan, dim, r, dy))

    case .loss(let loss, let reduction): pullback(loss, reduction, r, dy)
    case .lossGradient(let loss, let reduction): secondPullback(loss, reduction, r, dy)

    case .crossEntropy(let loss): pullback(loss, r, dy)
    case .crossEntropyGradient(let loss): secondPullback(loss, r, dy)

    case .reshape: r(dy.reshape(r.shape))
    case .permute(let order): r(Operation.permute(order.inverse)(dy))
    case .expand: r(dy.rank == 0 ? dy : dy.sumToSize(r.shape))
    case .slice(let slice): r(Operation.place(slice, into: r.shape)(dy))
    case .place(let slice, _): r(Operation.slice(slice)(dy))
    case .windows(let windows): r(Operation.overlapAdd(windows, into: r.shape[windows.dim])(dy))
    case .overlapAdd(let windows, _): r(Operation.windows(windows)(dy))
    case .copy: r(dy)
    case .transfer(let source, let target): r(Operation.transfer(from: target, to: source)(dy))
    case .pad(let before, _):
        r(dy.box(r.shape, from: before), dy.sum() - dy.box(r.shape, from: before).sum())
    case .concatenate(let dim): Cotangents(dy.split(r.node.extents, dim: dim))

    case .indexSelect(let dim): r(Tensor.zeros(r.shape, beside: dy).indexAdd(dim: dim, r.y, dy))
    case .indexAdd(let dim): r(dy, nil, dy.indexSelect(dim: dim, r.y))
    case .indexCopy(let dim):
        r(dy.indexCopy(dim: dim, r.y, .zeros(like: dy.indexSelect(dim: dim, r.y))), nil, dy.indexSelect(dim: dim, r.y))
    case .combine(let combination, let dim): r(Operation.combine(combination.adjoint, dim: dim)(dy))
    case .gather(let dim): r(Tensor.zeros(r.shape, beside: dy).scatterAdd(dim: dim, r.y, dy))
    case .scatter(let dim): r(dy.scatter(dim: dim, r.y, 0), nil, dy.gather(dim: dim, r.y))
    case .scatterReduce(let dim, let reduction): pullback(reduction, dim: dim, r, dy)
    case .scatterAdd(let dim): r(dy, nil, dy.gather(dim: dim, r.y))

    case .matmul: r(dy.matmul(r.y.transpose(-2, -1)), r.x.transpose(-2, -1).matmul(dy))
    case .linear:
        r(
            dy.rows.matmul(r.y).reshape(r.shape), Operation.linearWeightGradient(dy, r.x),
            dy.rank == 2 ? dy.sum(dims: [0]) : dy.rows.sum(dims: [0]))
    case .linearWeightGradient: r(r.y.linear(dy), r.x.matmul(dy))
    case .attention(let attention): pullback(attention, r, dy)
    case .attentionGradient(let attention): secondPullback(attention, r, dy)
    case .recurrent(let recurrence): pullback(recurrence, r, dy)
    case .recurrentGradient(let recurrence): secondPullback(recurrence, r, dy)

    case .convolution(let c):
        r(
            Operation.convolutionInputGradient(c)(dy, r.y), Operation.convolutionWeightGradient(c)(dy, r.x),
            dy.sum(dims: dy.shape.indices.filter { $0 != 1 }))
    case .convolutionInputGradient(let c):
        r(Operation.convolution(c)(dy, r.y), Operation.convolutionWeightGradient(c)(r.x, dy))
    case .convolutionWeightGradient(let c):
        r(Operation.convolution(c)(r.y, dy), Operation.convolutionInputGradient(c)(r.x, dy))
    case .maxPool(let pooling): r(Operation.maxPoolGradient(pooling)(dy, r.x))
    case .maxPoolGradient(let pooling): r(dy.pooled(pooling, at: Operation.maxPoolIndices(pooling)(r.y)), .zeros(like: dy))
    case .averagePool(let pooling, let divisor): r(Operation.averagePoolGradient(pooling, divisor)(dy))
    case .averagePoolGradient(let pooling, let divisor): r(Operation.averagePool(pooling, divisor)(dy))
    case .decompose(let decomposition): r(pullback(decomposition, r, dy))
    case .solve(let transposed): solvePullback(transposed, r, dy)
    case .solveTriangular(let upper, let unit): solveTriangularPullback(upper, unit, r, dy)
    case .implicit(let function): r(pullback(function, r, dy))

    case .custom(let custom): pullback(custom, r, dy)
    case .compare, .argReduce, .argScan, .sortedOrder, .modePosition, .searchSorted, .nonZero, .maxPoolIndices,
        .recurrentStates:
        Cotangents()
    }
}

private func pullback(_ operation: UnaryOperation, _ r: Record, _ dy: Tensor) -> Tensor {
    switch operation {
    case .negate: -dy
    case .abs: dy * r.x.sign()
    case .square: dy * (r.x * 2)
    case .reciprocal: -dy * r.result.square()
    case .sqrt: dy / (r.result * 2)
    case .rsqrt: dy * (r.result * r.result.square()) * -0.5
    case .exp: dy * r.result
    case .exp2: dy * r.result * ln2
    case .expm1: dy * r.x.exp()
    case .log: dy / r.x
    case .log2: dy / (r.x * ln2)
    case .log10: dy / (r.x * ln10)
    case .log1p: dy / (r.x + 1)
    case .sin: dy * r.x.cos()
    case .cos: -dy * r.x.sin()
    case .tan: dy * (r.result.square() + 1)
    case .asin: dy * complement(of: r.x).rsqrt()
    case .acos: -dy * complement(of: r.x).rsqrt()
    case .atan: dy / (r.x.square() + 1)
    case .sinh: dy * r.x.cosh()
    case .cosh: dy * r.x.sinh()
    case .tanh: Operation.binary(.tanhGradient)(dy, r.result)
    case .asinh: dy / r.x.hypot(.ones(like: r.x))
    case .acosh: dy * (r.x - 1).rsqrt() * (r.x + 1).rsqrt()
    case .atanh: dy / complement(of: r.x)
    case .sigmoid: Operation.binary(.sigmoidGradient)(dy, r.result)
    case .relu: Operation.binary(.reluGradient)(dy, r.result)
    case .erf: dy * (-r.x.square()).exp() * twoOverRootPi
    case .erfc: dy * (-r.x.square()).exp() * -twoOverRootPi
    case .lgamma: dy * r.x.digamma()
    case .digamma: dy * r.x.polygamma(1)
    case .erfinv: dy * r.result.square().exp() * rootPi / 2
    case .ndtri: dy * (r.result.square() / 2).exp() * (rootPi * root2)
    case .erfcx: dy * (r.x * r.result * 2 - twoOverRootPi)
    case .logNdtr: dy * (twoOverRootPi / root2) / (r.x / -root2).erfcx()
    case .i0: dy * r.x.i1()
    case .i0e: dy * (r.x.i1e() - r.x.sign() * r.result)
    case .i1: dy * Tensor.where(r.x .== 0, 0.5, r.x.i0() - r.result / nonZero(r.x))
    case .i1e: dy * Tensor.where(r.x .== 0, 0.5, r.x.i0e() - r.result * (r.x.sign() + 1 / nonZero(r.x)))
    case .entr: dy * -(r.x.log() + 1)
    case .sinc: dy * sincSlope(r.x, r.result)
    case .sign, .floor, .ceil, .round, .trunc, .not: .zeros(like: dy)
    }
}

private func pullback(_ operation: BinaryOperation, _ r: Record, _ dy: Tensor) -> Cotangents {
    switch operation {
    case .add: r(dy, dy)
    case .subtract: r(dy, -dy)
    case .multiply: r(dy * r.y, dy * r.x)
    case .divide: r(dy / r.y, -dy * (r.result / r.y))
    // At x = 0, x⁰ has no slope and xʸ none in y, where the formulas alone would give 0 · inf.
    case .power:
        r(
            dy * (r.y * r.x.pow(Tensor.where((r.x .== 0) .& (r.y .== 0), 1, r.y - 1))),
            dy * (r.result * Tensor.where((r.x .== 0) .& (r.y .>= 0), 1, r.x).log()))
    case .maximum: r(share(dy, loses: r.x .< r.y, ties: r.x .== r.y), share(dy, loses: r.y .< r.x, ties: r.x .== r.y))
    case .minimum: r(share(dy, loses: r.x .> r.y, ties: r.x .== r.y), share(dy, loses: r.y .> r.x, ties: r.x .== r.y))
    case .remainder: r(dy, -dy * r.x.floorDivide(r.y))
    case .fmod: r(dy, -dy * (r.x / r.y).trunc())
    case .atan2:
        r(dy * (r.y / radius(r) / radius(r)), -dy * (r.x / radius(r) / radius(r)))
    case .hypot: r(dy * (r.x / r.result), dy * (r.y / r.result))
    case .copySign: r(dy * (r.result.sign() * r.x.sign()), .zeros(like: dy))
    case .logAddExp:
        r(dy * distance(r.x, above: r.y).sigmoid(), dy * distance(r.y, above: r.x).sigmoid())
    // Where x is 0, so is the product, and its slope where the logarithm is none.
    case .xlogy: r(Tensor.where((r.x .== 0) .& (r.y .<= 0), 0, dy * r.y.log()), dy * (r.x / r.y))
    case .xlog1py: r(Tensor.where((r.x .== 0) .& (r.y .<= -1), 0, dy * r.y.log1p()), dy * (r.x / (r.y + 1)))
    case .zeta:
        r(none("zeta has no derivative by its order"), dy * (-r.x * Operation.binary(.zeta)(r.x + 1, r.y)))
    case .sigmoidGradient: r(dy * (r.y * (1 - r.y)), dy * r.x * (1 - r.y * 2))
    case .tanhGradient: r(dy * (1 - r.y.square()), dy * r.x * (r.y * -2))
    case .reluGradient: r(Operation.binary(.reluGradient)(dy, r.y), .zeros(like: dy))
    case .floorDivide: r(.zeros(like: dy), .zeros(like: dy))
    case .bitwiseAnd, .bitwiseOr, .bitwiseXor: Cotangents()
    }
}

private func pullback(_ reduction: Reduction, _ axes: Axes, _ r: Record, _ dy: Tensor) -> Tensor {
    var kept = r.shape
    for dim in kept.indices where axes.contains(dim: dim) { kept[dim] = 1 }
    // A scalar expands as it is.
    let spread = dy.rank == 0 ? dy : dy.reshape(kept)
    switch reduction {
    case .sum: return spread.expand(r.shape)
    case .mean: return (spread / Double(max(r.shape.elementCount / max(kept.elementCount, 1), 1))).expand(r.shape)
    case .product:
        let hasZeros = (r.x .== 0).any().item(as: Bool.self)
        return spread * (hasZeros ? r.x.productOfOthers(along: axes) : r.result.reshape(kept) / r.x)
    case .max, .min:
        let extreme = (r.x .== r.result.reshape(kept)).to(dy.dtype)
        return spread * (extreme / Operation.reduce(.sum, axes, keepDim: true)(extreme))
    case .sumOfSquares(let divisor): return r.x * (spread * (2 / divisor))
    // Divided first, since the cotangent over a small norm may overflow. At 0, where there is no slope, it is 0.
    case .norm(let divisor): return r.x / nonZero(r.result).reshape(kept) * (divisor == 1 ? spread : spread / divisor)
    case .sumOfMagnitudes: return r.x.sign() * spread
    }
}

private func pullback(_ custom: any CustomOperation, _ r: Record, _ dy: Tensor) -> Cotangents {
    guard let differentiable = custom as? any DifferentiableOperation else {
        trap("gradients", "\(custom.name) has no backward: it is not a DifferentiableOperation")
    }
    let operands = r.operands
    // A backward that reads parameters of its own would put the gradients on their graph.
    let cotangents =
        r.isDifferentiable
        ? differentiable.backward(operands, r.result, dy) : noGrad { differentiable.backward(operands, r.result, dy) }
    if cotangents.count != operands.count {
        trap(custom.name, "backward gave \(cotangents.count) gradients for \(operands.count) operands")
    }
    for case (let operand, let cotangent?) in zip(operands, cotangents)
    where cotangent.shape != operand.shape || cotangent.dtype != operand.dtype {
        trap(
            custom.name,
            "backward gave a gradient \(cotangent.dtype) \(cotangent.shape) for an operand \(operand.dtype) \(operand.shape)")
    }
    return Cotangents(cotangents)
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
private func radius(_ r: Record) -> Tensor { nonZero(r.x.hypot(r.y)) }

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

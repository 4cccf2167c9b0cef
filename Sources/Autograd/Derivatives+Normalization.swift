import Tensor

/// The derivatives of a normalisation by x, weight and bias.
func derivative<V: DerivativeVisitor>(of normalization: Normalization, _ d: V) {
    d.ofAll(from: .x, .optionalY, .wanted) { dy, x, weight, wanted in
        let (dx, dw, db) = normalization.gradients(dy, x, weight)
        // Copies, so that what is kept of a step is not the memory of all three.
        return Cotangents(wanted, dx, Operation.copy(dw), Operation.copy(db))
    }
}

/// Of the mean 1 / n, of the variance 2 (x - mean) / n. A mean that is not taken away counts as 0.
func momentsDerivative<V: DerivativeVisitor>(of n: Normalization, _ d: V) {
    d.of(.first, from: .x) { dy, x in
        let size = Double(x.shape.elementCount / max(dy.shape[1], 1))
        let variances = n.spreadGroups(dy.select(dim: 0, 1), x.shape) * (2 / size)
        if !n.isCentered { return variances * x }
        return n.spreadGroups(dy.select(dim: 0, 0), x.shape) / size + variances * (x - n.mean(x))
    }
}

/// The derivatives of a normalisation's gradients by cotangent, x and weight.
///
/// In a group with mean M, ρ = (variance + ε)^-½ and x̂ = (x - M x) ρ, the gradient by x is ρ P(v) with v = w dy and
/// P(v) = v - M v - x̂ M(x̂ v), which is symmetric; that by w is a sum of dy x̂, that by the bias one of dy. So their derivatives
/// for the cotangents g, k and b are: by dy, w ρ P(g) + k x̂ + b; by w, the sum of ρ P(g) dy; and by x what comes by way of x̂,
/// ρ P(-ρ (g M(x̂ v) + v M(x̂ g)) + k dy), with what comes by way of ρ.
func secondDerivative<V: DerivativeVisitor>(of n: Normalization, _ d: V) {
    d.of(.first, from: .y, .optionalZ) { packed, x, weight in
        let (g, k, b) = n.unpacked(packed, x.shape, weight: x.shape.channels(n))
        let byCotangent = n.gradients(g, x, nil).x
        return (weight.map { byCotangent * n.spread($0, x.shape) } ?? byCotangent)
            + n.spread(k, x.shape) * Operation.normalize(n)(x) + n.spread(b, x.shape)
    }
    if n.extent == .none {
        d.of(.second, from: .x, .y) { packed, dy, x in
            n.gradients(dy, x, n.unpacked(packed, x.shape, weight: x.shape.channels(n)).weight).x
        }
    } else {
        d.of(.second, from: .x, .y, .optionalZ) { packed, dy, x, weight in
            let (g, k, _) = n.unpacked(packed, x.shape, weight: x.shape.channels(n))
            let standardized = Operation.normalize(n)(x)
            let v = weight.map { n.spread($0, x.shape) * dy } ?? dy
            let (ofG, ofV) = (n.mean(standardized * g), n.mean(standardized * v))
            let centered = n.isCentered ? x - n.mean(x) : x
            let scale = (n.mean(centered.square()) + n.eps).rsqrt()
            let through = n.gradients((g * ofV + v * ofG) * -scale, x, nil).x
            let means = n.isCentered ? n.mean(g) * n.mean(v) : 0 * ofG
            return n.gradients(dy, x, k).x + through
                - scale.square() * standardized * (n.mean(g * v) - means - ofG * ofV)
        }
    }
    d.of(.third, from: .x, .y) { packed, dy, x in
        let g = n.unpacked(packed, x.shape, weight: x.shape.channels(n)).x
        return (n.gradients(g, x, nil).x * dy).sum(dims: x.shape.indices.filter { !n.channels.contains($0) })
    }
}

extension Normalization {
    fileprivate func gradients(_ dy: Tensor, _ x: Tensor, _ weight: Tensor?) -> (x: Tensor, weight: Tensor, bias: Tensor) {
        unpacked(Operation.normalizeGradient(self)(dy, x, weight), x.shape, weight: x.shape.channels(self))
    }

    fileprivate func unpacked(_ packed: Tensor, _ shape: Shape, weight: Shape) -> (x: Tensor, weight: Tensor, bias: Tensor) {
        let (count, channels) = (shape.elementCount, weight.elementCount)
        return (
            packed.narrow(dim: 0, start: 0, length: count).reshape(shape),
            packed.narrow(dim: 0, start: count, length: channels).reshape(weight),
            packed.narrow(dim: 0, start: count + channels, length: channels).reshape(weight)
        )
    }

    /// A weight, as it broadcasts to all elements.
    fileprivate func spread(_ weight: Tensor, _ shape: Shape) -> Tensor {
        weight.reshape(Shape(Array(weight.shape) + Array(repeating: 1, count: shape.count - channels.upperBound)))
    }

    /// A number for each group, at each of its elements.
    fileprivate func spreadGroups(_ numbers: Tensor, _ shape: Shape) -> Tensor {
        if extent == .batch { return spread(numbers.reshape(Shape(shape[channels])), shape).expand(shape) }
        return numbers.unsqueeze(1).expand([numbers.count, shape.elementCount / max(numbers.count, 1)]).reshape(shape)
    }

    /// The means over the groups, at each element.
    fileprivate func mean(_ x: Tensor) -> Tensor {
        switch extent {
        case .none: return x
        case .batch: return x.mean(dims: x.shape.indices.filter { !channels.contains($0) }, keepDim: true).expand(x.shape)
        case .groups(let count):
            let groups = x.shape[..<channels.lowerBound].reduce(count, *)
            let rows = x.reshape([groups, x.count / max(groups, 1)])
            return rows.mean(dims: [1], keepDim: true).expand(rows.shape).reshape(x.shape)
        }
    }
}

extension Shape {
    fileprivate func channels(_ normalization: Normalization) -> Shape { Shape(self[normalization.channels]) }
}

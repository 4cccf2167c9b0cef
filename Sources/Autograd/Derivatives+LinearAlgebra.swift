import Tensor

// What follows from differentiating the equations that define the factors (Giles 2008; Murray 2016; Seeger et al. 2017).
func derivative<V: DerivativeVisitor>(of decomposition: Decomposition, _ d: V) {
    switch decomposition {
    case .cholesky:
        d.of(.first, from: .result) { dy, l in
            let inner = l.mT.matmul(dy).tril().diagonalHalved
            let product = l.solveTriangular(l.mT.solveTriangular(inner, upper: true), upper: false, left: false)
            return (product + product.mT) * 0.5
        }
    case .lu: d.of(.first, from: .result, .shape) { dy, packed, shape in luPullback(dy, packed, shape) }
    case .qr: d.of(.first, from: .result, .shape) { dy, packed, shape in qrPullback(dy, packed, shape) }
    case .eigenvalues:
        d.of(.first, from: .x) { dy, x in
            let (_, v) = eigenpairs(Operation.decompose(.eigh)(x))
            return (v * dy.unsqueeze(-2)).matmul(v.mT)
        }
    case .eigh:
        d.of(.first, from: .result) { dy, packed in
            let ((w, v), (dw, dv)) = (eigenpairs(packed), eigenpairs(dy))
            let gaps = w.unsqueeze(-2) - w.unsqueeze(-1)
            return v.matmul(v.mT.matmul(dv).divided(by: gaps) + dw.diagEmbed()).matmul(v.mT)
        }
    case .singularValues:
        d.of(.first, from: .x) { dy, x in
            let (u, _, vh) = x.singular(complete: false)
            return (u * dy.unsqueeze(-2)).matmul(vh)
        }
    case .svd: d.of(.first, from: .result, .shape) { dy, packed, shape in svdPullback(dy, packed, shape) }
    }
}

/// Eigenvalues, and eigenvectors as columns.
private func eigenpairs(_ packed: Tensor) -> (Tensor, Tensor) {
    (packed.select(dim: -2, 0), packed.slice(dim: -2, from: 1).mT)
}

private func luPullback(_ dy: Tensor, _ packed: Tensor, _ shape: Shape) -> Tensor {
    let (m, n) = (shape[shape.count - 2], shape[shape.count - 1])
    let k = min(m, n)
    // Square blocks, and what a matrix that is not square has below L or beside U.
    func blocks(_ x: Tensor) -> (square: Tensor, below: Tensor, beside: Tensor) {
        let top = x.slice(dim: -2, to: k)
        return (
            top.slice(dim: -1, to: k), x.slice(dim: -2, from: k).slice(dim: -1, to: k), top.slice(dim: -1, from: k, to: n)
        )
    }
    let ((lu, l2, u2), (d, dl2, du2)) = (blocks(packed), blocks(dy))
    /// L⁻ᵀ x
    func undoL(_ x: Tensor) -> Tensor { lu.mT.solveTriangular(x, upper: true, unitriangular: true) }
    /// x U⁻ᵀ
    func undoU(_ x: Tensor) -> Tensor { lu.mT.solveTriangular(x, upper: false, left: false) }
    let l = lu.tril(-1) + lu.identity()
    let lower = (l.mT.matmul(d.tril(-1)) - du2.matmul(u2.mT)).tril(-1)
    let upper = (d.triu().matmul(lu.triu().mT) - l2.mT.matmul(dl2)).triu()
    let top = Tensor.concatenate([undoU(undoL(lower + upper)), undoL(du2)], dim: -1)
    let rows = m > k ? Tensor.concatenate([top, undoU(dl2)], dim: -2) : top
    let ranks = packed.detached().select(dim: -1, n).argsort(dim: -1)
    return rows.gather(dim: -2, ranks.unsqueeze(-1).expand(rows.shape))
}

private func qrPullback(_ dy: Tensor, _ packed: Tensor, _ shape: Shape) -> Tensor {
    let (m, n) = (shape[shape.count - 2], shape[shape.count - 1])
    if packed.shape[shape.count - 2] != n {
        trap("gradients", "the complete QR decomposition of \(m) × \(n) matrices has no derivative; use the reduced one")
    }
    let (q, upper) = (packed.slice(dim: -1, to: m).mT, packed.slice(dim: -1, from: m))
    let (dq, dr) = (dy.slice(dim: -1, to: m).mT, dy.slice(dim: -1, from: m).triu())
    let inner = upper.matmul(dr.mT) - dq.mT.matmul(q)
    let symmetric = inner.tril() + inner.tril(-1).mT
    return upper.mT.solveTriangular(dq + q.matmul(symmetric), upper: false, left: false)
}

private func svdPullback(_ dy: Tensor, _ packed: Tensor, _ shape: Shape) -> Tensor {
    let (m, n) = (shape[shape.count - 2], shape[shape.count - 1])
    func factors(_ x: Tensor) -> (u: Tensor, s: Tensor, v: Tensor) {
        let rows = x.slice(dim: -2, to: min(m, n))
        return (rows.slice(dim: -1, to: m).mT, rows.select(dim: -1, m), rows.slice(dim: -1, from: m + 1).mT)
    }
    // What completes the bases is arbitrary.
    let ((u, s, v), (du, ds, dv)) = (factors(packed), factors(dy))
    let squares = s.square()
    let gaps = squares.unsqueeze(-2) - squares.unsqueeze(-1)
    func turned(_ x: Tensor, _ dx: Tensor) -> Tensor {
        let product = x.mT.matmul(dx)
        return (product - product.mT).divided(by: gaps)
    }
    let inner = turned(u, du) * s.unsqueeze(-2) + s.unsqueeze(-1) * turned(v, dv) + ds.diagEmbed()
    var result = u.matmul(inner).matmul(v.mT)
    let perpendicular = { (x: Tensor, dx: Tensor) in dx - x.matmul(x.mT.matmul(dx)) }
    if m > n { result = result + perpendicular(u, du).divided(by: s.unsqueeze(-2)).matmul(v.mT) }
    if m < n { result = result + u.matmul(perpendicular(v, dv).divided(by: s.unsqueeze(-2)).mT) }
    return result
}

/// Of y = a⁻¹ b, or a⁻ᵀ b, by a and b.
func solveDerivative<V: DerivativeVisitor>(transposed: Bool, _ d: V) {
    let adjoint = Operation.solve(transposed: !transposed)
    if !d.wants(.first) { return d.of(.third, from: .x, .y) { dy, a, factors in adjoint(a, factors, dy) } }
    d.ofAll(from: .x, .y, .result) { dy, a, factors, y in
        let db = adjoint(a, factors, dy)
        return Cotangents(first: transposed ? -y.matmul(db.mT) : -db.matmul(y.mT), third: db)
    }
}

/// Of y = a⁻¹ b with a triangular a, by a and b.
func solveTriangularDerivative<V: DerivativeVisitor>(upper: Bool, unit: Bool, _ d: V) {
    let adjoint = Operation.solveTriangular(upper: !upper, unit: unit)
    if !d.wants(.first) { return d.of(.second, from: .x) { dy, a in adjoint(a.mT, dy) } }
    d.ofAll(from: .x, .result) { dy, a, y in
        let db = adjoint(a.mT, dy)
        let product = -db.matmul(y.mT)
        return Cotangents(first: upper ? product.triu(unit ? 1 : 0) : product.tril(unit ? -1 : 0), second: db)
    }
}

func derivative<V: DerivativeVisitor>(of function: ImplicitFunction, _ d: V) {
    switch function {
    case .determinant:
        d.of(.first, from: .x, .z, .result) { dy, a, factors, det in
            dy.unsqueeze(-1).unsqueeze(-1) * cofactors(a, factors, det)
        }
    case .logDeterminant:
        d.of(.first, from: .x, .z) { dy, a, factors in dy.unsqueeze(-1).unsqueeze(-1) * inverseTransposed(a, factors) }
    case .pseudoinverse:
        // Golub and Pereyra 1973, for a constant rank.
        d.of(.first, from: .x, .result) { dy, a, p in
            let dt = dy.mT
            let (left, right) = (dt.matmul(p).matmul(p.mT), p.mT.matmul(p).matmul(dt))
            return left - a.matmul(p.matmul(left)) + right - right.matmul(p).matmul(a) - p.mT.matmul(dy).matmul(p.mT)
        }
    }
}

private func inverseTransposed(_ a: Tensor, _ factors: Tensor) -> Tensor {
    Operation.solve(transposed: true)(a, factors, a.detached().identity())
}

/// The derivative of the determinant: det a · a⁻ᵀ, which a singular matrix has too.
private func cofactors(_ a: Tensor, _ factors: Tensor, _ det: Tensor) -> Tensor {
    let isRegular = (det.detached() .!= 0).all().item(as: Bool.self)
    if isRegular { return det.unsqueeze(-1).unsqueeze(-1) * inverseTransposed(a, factors) }
    let (u, s, vh) = a.singular(complete: false)
    let sign = (u.detached().det() * vh.detached().det()).sign().unsqueeze(-1)
    // Of each singular value, the product of the others.
    let pairs = s.unsqueeze(-2).expand(a.shape)
    let others = Tensor.where(pairs.detached().identity().bool(), 1, pairs).prod(dim: -1)
    return (u * (others * sign).unsqueeze(-2)).matmul(vh)
}

extension Tensor {
    /// Quotients, 0 where the divisor is: there the functions that have a derivative have a cotangent of 0.
    fileprivate func divided(by divisor: Tensor) -> Tensor {
        let zero = divisor .== 0
        return Tensor.where(zero, 0, self / Tensor.where(zero, 1, divisor))
    }

    fileprivate var diagonalHalved: Tensor { Tensor.where(detached().identity().bool(), self * 0.5, self) }
}

import Tensor

extension Primitive {
    /// Functions of matrices that do not depend on what a decomposition leaves open: signs, and bases where values are equal.
    var linearAlgebra: [Example] {
        switch self {
        case .decompose: Primitive.factors + Primitive.spectra
        case .solve: Primitive.solutions
        case .solveTriangular: Primitive.triangularSolutions
        default: Primitive.implicitFunctions
        }
    }

    /// Matrices that are far from singular.
    private static func regular(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
        let n = shape[shape.count - 1]
        return random(shape, seed: seed) + Tensor.eye(n, dtype: .float64) * Double(2 * n)
    }

    /// Symmetric in the variables, since only a triangle is read.
    private static func symmetric(_ x: Tensor) -> Tensor { x + x.mT }

    private static let tall: Shape = [4, 2]
    private static let wide: Shape = [2, 2, 4]
    private static let square: Shape = [2, 3, 3]

    private static var factors: [Example] {
        [
            Example("cholesky", at: regular([2, 3, 3])) { Operation.decompose(.cholesky)(symmetric($0[0])).sin() },
            Example("cholesky of one number", at: regular([1, 1])) { Operation.decompose(.cholesky)($0[0]).sin() },
        ]
            + [square, tall, wide, [1, 1]].flatMap { shape in
                [Example("lu \(shape)", at: random(shape, seed: 3)) { Operation.decompose(.lu)($0[0]).sin() }]
            }
            + [square, tall, [3, 1]].map { shape in
                Example("qr \(shape)", at: random(shape)) { Operation.decompose(.qr(complete: false))($0[0]).sin() }
            } + [
                Example("complete qr", at: random(square)) { Operation.decompose(.qr(complete: true))($0[0]).sin() },
                Example("qr of a wide matrix", at: random([2, 4])) {
                    let (q, r) = $0[0].qr()
                    return q.matmul(r.sin()) + r.cos()
                },
            ]
    }

    private static var spectra: [Example] {
        [
            Example("eigenvalues", at: random(square)) { Operation.decompose(.eigenvalues)(symmetric($0[0])).sin() },
            Example("eigh", at: random(square)) {
                let packed = Operation.decompose(.eigh)(symmetric($0[0]))
                let (w, v) = (packed.select(dim: -2, 0), packed.slice(dim: -2, from: 1))
                return w.sin().unsqueeze(-1) * v.square()
            },
        ]
            + [square, tall, wide].flatMap { shape in
                [
                    Example("singular values \(shape)", at: random(shape)) {
                        Operation.decompose(.singularValues)($0[0]).sin()
                    }
                ]
                    + [false, true].map { complete in
                        Example("svd \(shape) complete \(complete)", at: random(shape)) {
                            let (m, n) = (shape[shape.count - 2], shape[shape.count - 1])
                            let rows = Operation.decompose(.svd(complete: complete))($0[0]).slice(dim: -2, to: min(m, n))
                            let (u, s, v) = (
                                rows.slice(dim: -1, to: m), rows.slice(dim: -1, from: m, to: m + 1),
                                rows.slice(dim: -1, from: m + 1)
                            )
                            // Their product has no sign that is open.
                            let pairs = u.unsqueeze(-1) * v.unsqueeze(-2)
                            return (s.unsqueeze(-1).cos() * pairs).sin()
                        }
                    }
            }
    }

    private static var solutions: [Example] {
        [false, true].flatMap { transposed in
            [([3, 3], [3, 2]), ([2, 2, 2], [2, 2, 1])].map { (a: Shape, b: Shape) in
                Example("solve \(a) \(b) transposed \(transposed)", at: regular(a), random(b, seed: 2)) {
                    let factors = Operation.decompose(.lu)($0[0])
                    return Operation.solve(transposed: transposed)($0[0], factors, $0[1]).sin()
                }
            }
        }
    }

    private static var triangularSolutions: [Example] {
        [(true, true), (true, false), (false, true), (false, false)].map { upper, unit in
            Example("solveTriangular upper \(upper) unit \(unit)", at: regular([2, 3, 3]), random([2, 3, 2], seed: 2)) {
                Operation.solveTriangular(upper: upper, unit: unit)($0[0], $0[1]).sin()
            }
        }
    }

    private static var implicitFunctions: [Example] {
        [square, [1, 1]].flatMap { shape in
            [
                Example("det \(shape)", at: random(shape, seed: 3)) { $0[0].det().sin() },
                Example("logDet \(shape)", at: random(shape, seed: 3)) { $0[0].slogdet().logAbsDet.sin() },
            ]
        }
            + [
                Example("det of a singular matrix", at: double([1, 2, 2, 4]).reshape([2, 2])) { $0[0].det() }
            ]
            + [square, tall, wide].map { shape in Example("pinv \(shape)", at: random(shape)) { $0[0].pinv().sin() } }
            + [
                // A rank that stays: of the product, not of a matrix whose elements move one by one.
                Example("pinv of rank 1", at: random([3, 1]), random([1, 2], seed: 2)) {
                    $0[0].matmul($0[1]).pinv(rtol: 1e-6).sin()
                },
                Example("pinv where singular values are equal", at: Tensor.eye(2, dtype: .float64)) { $0[0].pinv().sin() },
            ]
    }
}

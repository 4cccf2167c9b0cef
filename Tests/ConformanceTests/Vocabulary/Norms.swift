import Kindling

/// Norms of vectors and matrices, which torch takes as (x, order, dim, keepdim, dtype).
let norms: [String: Function] = [
    "linalg.matrix_norm": { c in
        try [c.ofNorm().matrixNorm(c.matrixNorm("ord") ?? .frobenius, dims: c.matrixDims(), keepDim: c.flag(3, "keepdim"))]
    },
    "linalg.norm": { c in try [norm(c)] },
    "linalg.vector_norm": { c in try [c.vectorNorm(c.real(1, "ord", or: 2))] },
    "norm": { c in
        if case .string(let name)? = c[1, "p"] {
            return try [
                name == "nuc"
                    ? c.ofNorm().matrixNorm(.nuclear, dims: c.matrixDims(), keepDim: c.flag(3, "keepdim")) : c.vectorNorm(2)
            ]
        }
        return try [c.vectorNorm(c.real(1, "p", or: 2))]
    },
]

/// The norm of all elements; without an order or of one dim as of a vector, of two dims as of a matrix.
private func norm(_ c: Call) throws -> Tensor {
    let order = c[1, "ord"]
    let dims = try c.optionalInts(2, "dim")
    let rank = try dims?.count ?? c.tensor().rank
    guard rank == 2, let name = try c.matrixNorm("ord") else {
        if case nil = order { return try c.vectorNorm(2) }
        if case .null? = order { return try c.vectorNorm(2) }
        return try c.vectorNorm(c.real(1, "ord"))
    }
    return try c.ofNorm().matrixNorm(name, dims: c.matrixDims(), keepDim: c.flag(3, "keepdim"))
}

extension Call {
    /// The tensor, in the dtype that is asked for.
    fileprivate func ofNorm() throws -> Tensor { try dtype().map(tensor().to) ?? tensor() }

    fileprivate func vectorNorm(_ order: Double) throws -> Tensor {
        try ofNorm().norm(order, dims: dims(2), keepDim: flag(3, "keepdim"))
    }

    fileprivate func matrixDims() throws -> (Int, Int) {
        let dims = try optionalInts(2, "dim") ?? [-2, -1]
        return (dims[0], dims[1])
    }

    /// Nil where no order is given.
    fileprivate func matrixNorm(_ name: String) throws -> MatrixNorm? {
        switch self[1, name] {
        case nil, .null?: return nil
        case .string("fro")?: return .frobenius
        case .string("nuc")?: return .nuclear
        default:
            switch try real(1, name) {
            case 1: return .one
            case -1: return .minusOne
            case 2: return .two
            case -2: return .minusTwo
            case .infinity: return .infinity
            case -.infinity: return .minusInfinity
            case let other: throw Unsupported("matrix norm \(other)")
            }
        }
    }
}

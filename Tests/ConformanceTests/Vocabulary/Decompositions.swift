import Kindling

/// Factors of matrices, and what is computed with them.
let decompositions: [String: Function] = [
    "cholesky": { c in try [c.tensor().cholesky(upper: c.flag(1, "upper"))] },
    "cholesky_inverse": { c in try [c.tensor().choleskyInverse(upper: c.flag(1, "upper"))] },
    "cholesky_solve": { c in try [c.tensor().choleskySolve(c.tensor(1, "L"), upper: c.flag(2, "upper"))] },
    "linalg.cholesky": { c in try [c.tensor().cholesky(upper: c.flag(nil, "upper"))] },
    "linalg.det": { c in try [c.tensor().det()] },
    "linalg.eigvalsh": { c in try [c.tensor().eigvalsh(upper: c.text(1, "UPLO", or: "L") == "U")] },
    "linalg.inv": { c in try [c.tensor().inverse()] },
    "linalg.lstsq": { c in try [c.leastSquares()] },
    "linalg.lu": { c in try [c.tensor().lu()].filter { _ in try c.flag(nil, "pivot", or: true) }.flatMap { [$0, $1, $2] } },
    "linalg.matrix_power": { c in try [c.tensor().matrixPower(c.int(1, "n"))] },
    "linalg.matrix_rank": { c in
        try [c.tensor().matrixRank(rtol: c.tolerance("rtol"), atol: c.tolerance("atol"), hermitian: c.flag(nil, "hermitian"))]
    },
    "linalg.pinv": { c in
        try [c.tensor().pinv(rtol: c.tolerance("rtol"), atol: c.tolerance("atol"), hermitian: c.flag(nil, "hermitian"))]
    },
    "linalg.qr": { c in try qr(c) },
    "linalg.slogdet": { c in try [c.tensor().slogdet()].flatMap { [$0, $1] } },
    "linalg.solve": { c in try [c.tensor().solve(c.tensor(1, "B"), left: c.flag(nil, "left", or: true))] },
    "linalg.solve_triangular": { c in
        try [
            c.tensor().solveTriangular(
                c.tensor(1, "B"), upper: c.flag(nil, "upper"), left: c.flag(nil, "left", or: true),
                unitriangular: c.flag(nil, "unitriangular"))
        ]
    },
    "linalg.svdvals": { c in try [c.tensor().svdvals()] },
    "logdet": { c in try [c.tensor().logdet()] },
    "matrix_exp": { c in try [c.tensor().matrixExp()] },
    "pinverse": { c in try [c.tensor().pinv(rtol: c.real(1, "rcond", or: 1e-15))] },
]

extension Call {
    /// A number, or one for each matrix.
    fileprivate func tolerance(_ name: String) throws -> Tensor? {
        if case .tensor(let tensor)? = self[nil, name] { return tensor }
        return try optionalNumber(nil, name).map { .full([], $0, dtype: try tensor().dtype) }
    }

    /// The solution. Which of LAPACK's drivers finds it makes no difference.
    fileprivate func leastSquares() throws -> Tensor {
        _ = try text(nil, "driver", or: "gelsy")
        return try tensor().lstsq(tensor(1, "B"), rcond: optionalNumber(2, "rcond")?.double)
    }
}

/// torch's mode "r" has an empty Q.
private func qr(_ c: Call) throws -> [Tensor] {
    let mode = try c.text(1, "mode", or: "reduced")
    let (q, r) = try c.tensor().qr(complete: mode == "complete")
    return [mode == "r" ? q.detached().flatten()[..<0] : q, r]
}

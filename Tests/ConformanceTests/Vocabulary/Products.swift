import Kindling

/// Products of vectors and matrices.
let products: [String: Function] = [
    "__rmatmul__": binary { $1.matmul($0) },
    "addbmm": { c in try [c.tensor().addbmm(c.tensor(1, "batch1"), c.tensor(2, "batch2"), beta: c.beta(), alpha: c.alpha())] },
    "addmm": { c in try [c.tensor().addmm(c.tensor(1, "mat1"), c.tensor(2, "mat2"), beta: c.beta(), alpha: c.alpha())] },
    "addmv": { c in try [c.tensor().addmm(c.tensor(1, "mat"), c.tensor(2, "vec"), beta: c.beta(), alpha: c.alpha())] },
    "addr": { c in try [c.tensor().addr(c.tensor(1, "vec1"), c.tensor(2, "vec2"), beta: c.beta(), alpha: c.alpha())] },
    "baddbmm": { c in try [c.tensor().addmm(c.tensor(1, "batch1"), c.tensor(2, "batch2"), beta: c.beta(), alpha: c.alpha())] },
    "bmm": { c in try [c.tensor().matmul(c.tensor(1, "mat2"))] },
    "cross": { c in try [c.tensor().cross(c.tensor(1, "other"), dim: c.int(2, "dim", or: c.tensor().shape.firstIndex(of: 3)))]
    },
    "dot": { c in try [c.tensor().dot(c.tensor(1, "tensor"))] },
    "einsum": { c in try [.einsum(c.text(0, "equation", or: ""), c.tensors(1, "operands"))] },
    "inner": { c in try [c.tensor().inner(c.tensor(1, "other"))] },
    "kron": { c in try [c.tensor().kron(c.tensor(1, "other"))] },
    "linalg.cross": { c in try [c.tensor().cross(c.tensor(1, "other"), dim: c.int(nil, "dim", or: -1))] },
    "linalg.multi_dot": { c in try [.multiDot(c.tensors())] },
    "linalg.vecdot": { c in try [c.tensor().vecdot(c.tensor(1, "y"), dim: c.int(nil, "dim", or: -1))] },
    "matmul": binary { $0.matmul($1) },
    "mm": { c in try [c.tensor().matmul(c.tensor(1, "mat2"))] },
    "mv": { c in try [c.tensor().matmul(c.tensor(1, "vec"))] },
    "nn.functional.linear": { c in try [c.tensor().linear(c.tensor(1, "weight"), bias: c.optionalTensor(2, "bias"))] },
    "outer": { c in try [c.tensor().outer(c.tensor(1, "vec2"))] },
    "tensordot": { c in try [tensordot(c)] },
    "vdot": { c in try [c.tensor().dot(c.tensor(1, "other"))] },
]

extension Call {
    fileprivate func beta() throws -> Number { try number(nil, "beta", or: 1) }
    fileprivate func alpha() throws -> Number { try number(nil, "alpha", or: 1) }
}

/// Over a number of dims, or two lists of them.
private func tensordot(_ c: Call) throws -> Tensor {
    guard case .list(let lists)? = c[2, "dims"] else {
        return try c.tensor().tensordot(c.tensor(1, "b"), dims: c.int(2, "dims", or: 2))
    }
    let both = Call(positional: lists, keywords: [:])
    return try c.tensor().tensordot(c.tensor(1, "b"), dims: both.dims(0), both.dims(1))
}

import Kindling

/// Products of vectors and matrices.
let linearAlgebra: [String: Function] = [
    "__rmatmul__": binary { $1.matmul($0) },
    "addbmm": { c in try [c.added(c.tensor(1, "batch1").matmul(c.tensor(2, "batch2")).sum(dim: 0))] },
    "addmm": { c in try [c.added(c.tensor(1, "mat1").matmul(c.tensor(2, "mat2")))] },
    "addmv": { c in try [c.added(c.tensor(1, "mat").matmul(c.tensor(2, "vec")))] },
    "addr": { c in try [c.added(c.tensor(1, "vec1").outer(c.tensor(2, "vec2")))] },
    "baddbmm": { c in try [c.added(c.tensor(1, "batch1").matmul(c.tensor(2, "batch2")))] },
    "bmm": { c in try [c.tensor().matmul(c.tensor(1, "mat2"))] },
    "dot": { c in try [c.tensor().dot(c.tensor(1, "tensor"))] },
    "linalg.multi_dot": { c in try [c.tensors().dropFirst().reduce(c.tensors()[0]) { $0.matmul($1) }] },
    "linalg.vecdot": { c in try [(c.tensor() * c.tensor(1, "y")).sum(dim: c.int(nil, "dim", or: -1))] },
    "matmul": binary { $0.matmul($1) },
    "mm": { c in try [c.tensor().matmul(c.tensor(1, "mat2"))] },
    "mv": { c in try [c.tensor().matmul(c.tensor(1, "vec"))] },
    "nn.functional.linear": { c in try [c.tensor().linear(c.tensor(1, "weight"), bias: c.optionalTensor(2, "bias"))] },
    "outer": { c in try [c.tensor().outer(c.tensor(1, "vec2"))] },
    "vdot": { c in try [c.tensor().dot(c.tensor(1, "other"))] },
]

extension Call {
    /// beta · input + alpha · product.
    fileprivate func added(_ product: Tensor) throws -> Tensor {
        try number(nil, "beta", or: 1) * tensor() + number(nil, "alpha", or: 1) * product
    }
}

import Kindling

/// One tensor of several, and several of one.
let joining: [String: Function] = [
    "block_diag": { c in try [.blockDiag(c.tensors())] },
    "cartesian_prod": { c in try [.cartesianProduct(c.tensors())] },
    "cat": { c in try [.concatenate(c.tensors(), dim: c.int(1, "dim", or: 0))] },
    "chunk": { c in try c.tensor().chunk(c.int(1, "chunks"), dim: c.int(2, "dim", or: 0)) },
    "column_stack": { c in try [.columnStack(c.tensors())] },
    "combinations": { c in try [c.tensor().combinations(c.int(1, "r", or: 2), withReplacement: c.flag(2, "with_replacement"))]
    },
    "dstack": { c in try [.dstack(c.tensors())] },
    "hstack": { c in try [.hstack(c.tensors())] },
    "meshgrid": { c in try Tensor.meshgrid(c.tensors(), indexing: c.text(nil, "indexing", or: "ij") == "ij" ? .ij : .xy) },
    "repeat_interleave": { c in try [repeatInterleave(c)] },
    "split": { c in try split(c) },
    "split_with_sizes": { c in try split(c) },
    "stack": { c in try [.stack(c.tensors(), dim: c.int(1, "dim", or: 0))] },
    "tensor_split": { c in try tensorSplit(c) },
    "unbind": { c in try c.tensor().unbind(dim: c.int(1, "dim", or: 0)) },
    "vstack": { c in try [.vstack(c.tensors())] },
]

private func split(_ c: Call) throws -> [Tensor] {
    let (x, dim) = (try c.tensor(), try c.int(2, "dim", or: 0))
    if case .integer(let size)? = c[1, "split_size_or_sections"] { return x.split(size, dim: dim) }
    return x.split(try c.dims(1, "split_size_or_sections"), dim: dim)
}

private func tensorSplit(_ c: Call) throws -> [Tensor] {
    let (x, dim) = (try c.tensor(), try c.int(2, "dim", or: 0))
    switch c[1, "indices_or_sections"] {
    case .integer(let count)?: return x.tensorSplit(count, dim: dim)
    case .tensor(let count)? where count.rank == 0: return x.tensorSplit(count.item(as: Int.self), dim: dim)
    case .tensor(let positions)?: return x.tensorSplit(at: positions.array(of: Int.self), dim: dim)
    default: return x.tensorSplit(at: try c.dims(1, "indices_or_sections"), dim: dim)
    }
}

private func repeatInterleave(_ c: Call) throws -> Tensor {
    let (x, dim) = (try c.tensor(), try c.optionalInt(2, "dim"))
    // The size of the result, which needs no telling.
    c.ignore("output_size")
    if case .tensor(let counts)? = c[1, "repeats"] { return x.repeatInterleave(counts, dim: dim) }
    return x.repeatInterleave(try c.int(1, "repeats"), dim: dim)
}

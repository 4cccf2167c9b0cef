import Kindling

/// One tensor of several, and several of one.
let joining: [String: Function] = [
    "cat": { c in try [.concatenate(c.tensors(), dim: c.int(1, "dim", or: 0))] },
    "chunk": { c in try c.tensor().chunk(c.int(1, "chunks"), dim: c.int(2, "dim", or: 0)) },
    "column_stack": { c in try [horizontal(c.tensors().map { $0.rank < 2 ? $0.reshape(-1, 1) : $0 })] },
    "dstack": { c in try [.concatenate(c.tensors().map { atLeast(3, $0) }, dim: 2)] },
    "hstack": { c in try [horizontal(c.tensors())] },
    "split": { c in try split(c) },
    "split_with_sizes": { c in try split(c) },
    "stack": { c in try [.stack(c.tensors(), dim: c.int(1, "dim", or: 0))] },
    "unbind": { c in try c.tensor().unbind(dim: c.int(1, "dim", or: 0)) },
    "vstack": { c in try [.concatenate(c.tensors().map { atLeast(2, $0) })] },
]

private func horizontal(_ tensors: [Tensor]) -> Tensor {
    .concatenate(tensors.map { atLeast(1, $0) }, dim: tensors.contains { $0.rank > 1 } ? 1 : 0)
}

private func split(_ c: Call) throws -> [Tensor] {
    let (x, dim) = (try c.tensor(), try c.int(2, "dim", or: 0))
    if case .integer(let size)? = c[1, "split_size_or_sections"] { return x.split(size, dim: dim) }
    return x.split(try c.dims(1, "split_size_or_sections"), dim: dim)
}

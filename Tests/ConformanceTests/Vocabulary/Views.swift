import Kindling

/// Other shapes and orders of the same elements.
let views: [String: Function] = [
    "atleast_1d": { c in try c.tensors().map { atLeast(1, $0) } },
    "atleast_2d": { c in try c.tensors().map { atLeast(2, $0) } },
    "atleast_3d": { c in try c.tensors().map { atLeast(3, $0) } },
    "broadcast_tensors": { c in try broadcast(c.tensors()) },
    "broadcast_to": { c in try [c.tensor().expand(c.shape(1))] },
    "contiguous": unary { $0.contiguous() },
    "expand": { c in try [c.tensor().expand(c.shape(1))] },
    "expand_as": { c in try [c.tensor().expand(c.tensor(1, "other").shape)] },
    "flatten": { c in try [c.tensor().flatten(from: c.int(1, "start_dim", or: 0), to: c.int(2, "end_dim", or: -1))] },
    "flip": { c in try [c.tensor().flip(dims: Array(c.shape(1, "dims")))] },
    "fliplr": unary { $0.flip(1) },
    "flipud": unary { $0.flip(0) },
    "mH": unary { $0.transpose(-2, -1) },
    "mT": unary { $0.transpose(-2, -1) },
    "movedim": { c in try [c.tensor().movedim(c.dims(1, "source"), to: c.dims(2, "destination"))] },
    "narrow": { c in try [c.tensor().narrow(dim: c.int(1, "dim"), start: c.int(2, "start"), length: c.int(3, "length"))] },
    "permute": { c in try [c.tensor().permute(Array(c.shape(1, "dims")))] },
    "ravel": unary { $0.flatten() },
    "reshape": { c in try [c.tensor().reshape(c.shape(1, "shape"))] },
    "reshape_as": { c in try [c.tensor().reshape(c.tensor(1, "other").shape)] },
    "select": { c in try [c.tensor().select(dim: c.int(1, "dim"), c.int(2, "index"))] },
    "squeeze": { c in try [c.optionalInts(1, "dim").map(c.tensor().squeeze(dims:)) ?? c.tensor().squeeze()] },
    "t": unary { $0.t() },
    "transpose": { c in try [c.tensor().transpose(c.int(1, "dim0"), c.int(2, "dim1"))] },
    "unflatten": { c in try [c.tensor().unflatten(c.int(1, "dim"), into: c.shape(2, "sizes"))] },
    "unsqueeze": { c in try [c.tensor().unsqueeze(c.int(1, "dim"))] },
    "view": { c in try [c.tensor().reshape(c.shape(1, "shape"))] },
    "view_as": { c in try [c.tensor().reshape(c.tensor(1, "other").shape)] },
]

/// As numpy does: dims of size 1 stand in front, and a third one behind.
func atLeast(_ rank: Int, _ x: Tensor) -> Tensor {
    if x.rank >= rank { return x }
    return rank == 3 && x.rank > 0 ? atLeast(2, x).unsqueeze(-1) : atLeast(rank, x.unsqueeze(0))
}

private func broadcast(_ tensors: [Tensor]) throws -> [Tensor] {
    let shape = tensors.reduce(Shape()) { $0.broadcast(with: $1.shape) ?? $0 }
    return tensors.map { $0.expand(shape) }
}

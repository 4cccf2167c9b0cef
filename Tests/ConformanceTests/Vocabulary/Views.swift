import Kindling

/// Other shapes and orders of the same elements.
let views: [String: Function] = [
    "atleast_1d": { c in try c.tensors().map { $0.atLeast1D() } },
    "atleast_2d": { c in try c.tensors().map { $0.atLeast2D() } },
    "atleast_3d": { c in try c.tensors().map { $0.atLeast3D() } },
    "broadcast_tensors": { c in try Tensor.broadcast(c.tensors()) },
    "broadcast_to": { c in try [c.tensor().expand(c.shape(1))] },
    "contiguous": unary { $0.contiguous() },
    "diag": { c in try [c.tensor().diag(c.int(1, "diagonal", or: 0))] },
    "diag_embed": { c in
        try [
            c.tensor().diagEmbed(
                offset: c.int(1, "offset", or: 0), dim1: c.int(2, "dim1", or: -2), dim2: c.int(3, "dim2", or: -1))
        ]
    },
    "diagflat": { c in try [c.tensor().diagFlat(c.int(1, "offset", or: 0))] },
    "diagonal": { c in
        try [
            c.tensor().diagonal(offset: c.int(1, "offset", or: 0), dim1: c.int(2, "dim1", or: 0), dim2: c.int(3, "dim2", or: 1))
        ]
    },
    "expand": { c in try [c.tensor().expand(c.shape(1))] },
    "expand_as": { c in try [c.tensor().expand(c.tensor(1, "other").shape)] },
    "flatten": { c in try [c.tensor().flatten(from: c.int(1, "start_dim", or: 0), to: c.int(2, "end_dim", or: -1))] },
    "flip": { c in try [c.tensor().flip(dims: Array(c.shape(1, "dims")))] },
    "fliplr": unary { $0.flip(1) },
    "flipud": unary { $0.flip(0) },
    "linalg.diagonal": { c in
        try [
            c.tensor().diagonal(
                offset: c.int(nil, "offset", or: 0), dim1: c.int(nil, "dim1", or: -2), dim2: c.int(nil, "dim2", or: -1))
        ]
    },
    "mH": unary { $0.transpose(-2, -1) },
    "mT": unary { $0.transpose(-2, -1) },
    "movedim": { c in try [c.tensor().movedim(c.dims(1, "source"), to: c.dims(2, "destination"))] },
    "narrow": { c in try [c.tensor().narrow(dim: c.int(1, "dim"), start: c.int(2, "start"), length: c.int(3, "length"))] },
    "nn.functional.channel_shuffle": { c in try [c.tensor().channelShuffle(c.int(1, "groups"))] },
    "nn.functional.pixel_shuffle": { c in try [c.tensor().pixelShuffle(c.int(1, "upscale_factor"))] },
    "nn.functional.pixel_unshuffle": { c in try [c.tensor().pixelUnshuffle(c.int(1, "downscale_factor"))] },
    "permute": { c in try [c.tensor().permute(Array(c.shape(1, "dims")))] },
    "ravel": unary { $0.flatten() },
    "repeat": { c in try [c.tensor().repeat(Array(c.shape(1, "repeats")))] },
    "reshape": { c in try [c.tensor().reshape(c.shape(1, "shape"))] },
    "reshape_as": { c in try [c.tensor().reshape(c.tensor(1, "other").shape)] },
    "roll": { c in try [roll(c)] },
    "rot90": { c in
        let dims = try c.optionalInts(2, "dims") ?? [0, 1]
        return try [c.tensor().rot90(c.int(1, "k", or: 1), dims: (dims[0], dims[1]))]
    },
    "select": { c in try [c.tensor().select(dim: c.int(1, "dim"), c.int(2, "index"))] },
    "squeeze": { c in try [c.optionalInts(1, "dim").map(c.tensor().squeeze(dims:)) ?? c.tensor().squeeze()] },
    "sum_to_size": { c in try [c.tensor().sumToSize(c.shape(1))] },
    "swapaxes": { c in try [c.tensor().transpose(c.int(1, "axis0"), c.int(2, "axis1"))] },
    "t": unary { $0.t() },
    "tile": { c in try [c.tensor().tile(Array(c.shape(1, "dims")))] },
    "trace": unary { $0.trace() },
    "transpose": { c in try [c.tensor().transpose(c.int(1, "dim0"), c.int(2, "dim1"))] },
    "tril": { c in try [c.tensor().tril(c.int(1, "diagonal", or: 0))] },
    "triu": { c in try [c.tensor().triu(c.int(1, "diagonal", or: 0))] },
    "unflatten": { c in try [c.tensor().unflatten(c.int(1, "dim"), into: c.shape(2, "sizes"))] },
    "unfold": { c in try [c.tensor().unfold(dim: c.int(1, "dimension"), size: c.int(2, "size"), step: c.int(3, "step"))] },
    "unsqueeze": { c in try [c.tensor().unsqueeze(c.int(1, "dim"))] },
    "view": { c in try [c.tensor().reshape(c.shape(1, "shape"))] },
    "view_as": { c in try [c.tensor().reshape(c.tensor(1, "other").shape)] },
]

private func roll(_ c: Call) throws -> Tensor {
    let (x, shifts, dims) = (try c.tensor(), try c.dims(1, "shifts"), try c.dims(2, "dims"))
    return dims.isEmpty ? x.roll(shifts[0]) : x.roll(shifts, dims: dims)
}

import Kindling

/// Elements by their positions, and orders of them.
let indexing: [String: Function] = [
    "__getitem__": { c in try [c.tensor()[c.index(1)]] },
    "argwhere": unary { $0.nonZero() },
    "diagonal_scatter": { c in
        try [
            c.tensor().diagonalScatter(
                c.tensor(1, "src"), offset: c.int(2, "offset", or: 0), dim1: c.int(3, "dim1", or: 0),
                dim2: c.int(4, "dim2", or: 1))
        ]
    },
    "gather": { c in try [c.tensor().gather(dim: c.int(1, "dim"), c.tensor(2, "index"))] },
    "index_add": { c in
        try [
            c.tensor().indexAdd(
                dim: c.int(1, "dim"), c.tensor(2, "index"), c.tensor(3, "source") * c.number(nil, "alpha", or: 1))
        ]
    },
    "index_copy": { c in try [c.tensor().indexCopy(dim: c.int(1, "dim"), c.tensor(2, "index"), c.tensor(3, "source"))] },
    "index_fill": { c in
        let (x, dim, index) = (try c.tensor(), try c.int(1, "dim"), try c.tensor(2, "index"))
        return try [x.indexFill(dim: dim, index, c.operand(3, "value"))]
    },
    "index_put": { c in
        try [c.tensor().indexPut(c.tensors(1, "indices"), c.tensor(2, "values"), accumulate: c.flag(3, "accumulate"))]
    },
    "index_select": { c in try [c.tensor().indexSelect(dim: c.int(1, "dim"), c.tensor(2, "index"))] },
    "masked_scatter": { c in try [c.tensor().maskedScatter(c.tensor(1, "mask"), c.tensor(2, "source"))] },
    "masked_select": { c in try [c.tensor().maskedSelect(c.tensor(1, "mask"))] },
    "nonzero": { c in try c.flag(1, "as_tuple") ? c.tensor().nonZeroPositions() : [c.tensor().nonZero()] },
    "put": { c in try [c.tensor().put(c.tensor(1, "index"), c.tensor(2, "source"), accumulate: c.flag(3, "accumulate"))] },
    "scatter": { c in try [scatter(c)] },
    "scatter_add": { c in try [c.tensor().scatterAdd(dim: c.int(1, "dim"), c.tensor(2, "index"), c.tensor(3, "src"))] },
    "scatter_reduce": { c in
        let (dim, index, source) = (try c.int(1, "dim"), try c.tensor(2, "index"), try c.tensor(3, "src"))
        return try [
            c.tensor().scatterReduce(
                dim: dim, index, source, c.reduction(4), includeSelf: c.flag(nil, "include_self", or: true))
        ]
    },
    "select_scatter": { c in try [c.tensor().selectScatter(c.tensor(1, "src"), dim: c.int(2, "dim"), c.int(3, "index"))] },
    "slice_scatter": { c in
        try [
            c.tensor().sliceScatter(
                c.tensor(1, "src"), dim: c.int(2, "dim", or: 0), from: c.optionalInt(3, "start"), to: c.optionalInt(4, "end"),
                step: c.int(5, "step", or: 1))
        ]
    },
    "take": { c in try [c.tensor().take(c.tensor(1, "index"))] },
    "take_along_dim": { c in try [c.tensor().takeAlongDim(c.tensor(1, "indices"), dim: c.optionalInt(2, "dim"))] },
]

extension Call {
    /// torch's index, as elements of ours.
    fileprivate func index(_ position: Int) throws -> [any TensorIndexable] {
        guard let argument = self[position, "index"] else { throw Unsupported("without an index") }
        if case .tuple(let elements) = argument { return try elements.map(element) }
        return [try element(argument)]
    }

    private func element(_ argument: Argument) throws -> any TensorIndexable {
        switch argument {
        case .integer(let position): position
        case .slice(let start, let stop, let step): .slice(start, stop, step: step ?? 1) as TensorIndex
        case .ellipsis: .ellipsis as TensorIndex
        case .null: .newAxis as TensorIndex
        case .tensor(let tensor): tensor
        case .boolean(let flag): Tensor(flag)
        case .list(let list): try array(list)
        default: throw Unsupported("an index \(argument)")
        }
    }

    /// Numbers in lists: an index array, or a mask.
    private func array(_ list: [Argument]) throws -> Tensor {
        if list.isEmpty { return .zeros([0], dtype: .int64) }
        return .stack(
            try list.map {
                switch $0 {
                case .integer(let value): Tensor(value)
                case .boolean(let value): Tensor(value)
                case .list(let inner): try array(inner)
                default: throw Unsupported("an index \($0)")
                }
            })
    }
}

extension Call {
    fileprivate func reduction(_ position: Int?) throws -> Reduction {
        switch try text(position, "reduce", or: "") {
        case "sum", "add": .sum
        case "mean": .mean
        case "prod", "multiply": .product
        case "amax": .max
        case "amin": .min
        case let other: throw Unsupported("reduce \(other)")
        }
    }
}

private func scatter(_ c: Call) throws -> Tensor {
    let (x, dim, index) = (try c.tensor(), try c.int(1, "dim"), try c.tensor(2, "index"))
    var source: Tensor
    switch c[3, "src"] ?? c[nil, "value"] {
    case .tensor(let tensor)?: source = tensor
    default: source = .full(like: index, try c.number(3, "value"), dtype: x.dtype)
    }
    if c[nil, "reduce"] == nil { return x.scatter(dim: dim, index, source) }
    return x.scatterReduce(dim: dim, index, source, try c.reduction(nil))
}

import Kindling

/// Elements by their positions, and orders of them.
let indexing: [String: Function] = [
    "__getitem__": { c in try [c.tensor()[c.index(1)]] },
    "argsort": { c in try [c.sorted().indices] },
    "argwhere": unary { $0.nonZero() },
    "gather": { c in try [c.tensor().gather(dim: c.int(1, "dim"), c.tensor(2, "index"))] },
    "index_add": { c in
        try [
            c.tensor().indexAdd(
                dim: c.int(1, "dim"), c.tensor(2, "index"), c.tensor(3, "source") * c.number(nil, "alpha", or: 1))
        ]
    },
    "index_copy": { c in try [c.tensor().indexCopy(dim: c.int(1, "dim"), c.tensor(2, "index"), c.tensor(3, "source"))] },
    "index_fill": { c in try [fill(c)] },
    "index_put": { c in try [put(c)] },
    "index_select": { c in try [c.tensor().indexSelect(dim: c.int(1, "dim"), c.tensor(2, "index"))] },
    "kthvalue": { c in try kth(c) },
    "masked_select": { c in try [c.tensor().maskedSelect(c.tensor(1, "mask"))] },
    "msort": unary { $0.sort(dim: 0).values },
    "nn.functional.embedding": { c in try [c.tensor(1, "weight")[c.tensor(0, "input")]] },
    "nonzero": { c in try c.flag(1, "as_tuple") ? atLeast(1, c.tensor()).nonZero().unbind(dim: 1) : [c.tensor().nonZero()] },
    "scatter": { c in try [scatter(c)] },
    "scatter_add": { c in try [c.tensor().scatterAdd(dim: c.int(1, "dim"), c.tensor(2, "index"), c.tensor(3, "src"))] },
    "sort": { c in try { [$0.values, $0.indices] }(c.sorted()) },
    "take": { c in try [c.tensor().flatten()[c.tensor(1, "index")]] },
    "topk": { c in try topk(c) },
]

extension Call {
    /// torch's index, as parts of ours.
    fileprivate func index(_ position: Int) throws -> [any TensorIndexable] {
        guard let argument = self[position, "index"] else { throw Unsupported("without an index") }
        if case .tuple(let parts) = argument { return try parts.map(part) }
        return [try part(argument)]
    }

    private func part(_ argument: Argument) throws -> any TensorIndexable {
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

    fileprivate func sorted() throws -> (values: Tensor, indices: Tensor) {
        // Ours is stable, whether that is asked for or not.
        _ = try flag(nil, "stable")
        return try tensor().sort(dim: int(1, "dim", or: -1), descending: flag(2, "descending"))
    }
}

private func fill(_ c: Call) throws -> Tensor {
    let (x, dim, index) = (try c.tensor(), try c.int(1, "dim"), try c.tensor(2, "index"))
    let untouched = Tensor.ones(like: x, dtype: .bool)
    let chosen = untouched.indexCopy(dim: dim, index, untouched.indexSelect(dim: dim, index).logicalNot()).logicalNot()
    return .where(chosen, try c.operand(3, "value").to(x.dtype), x)
}

private func put(_ c: Call) throws -> Tensor {
    if try c.flag(3, "accumulate") { throw Unsupported("accumulate") }
    var x = try c.tensor()
    x[try c.tensors(1, "indices") as [any TensorIndexable]] = try c.tensor(2, "values")
    return x
}

private func scatter(_ c: Call) throws -> Tensor {
    let (x, dim, index) = (try c.tensor(), try c.int(1, "dim"), try c.tensor(2, "index"))
    if case .tensor(let source)? = c[3, "src"] { return x.scatter(dim: dim, index, source) }
    return x.scatter(dim: dim, index, try c.number(3, "value"))
}

private func kth(_ c: Call) throws -> [Tensor] {
    let (x, k, dim) = (try c.tensor(), try c.int(1, "k") - 1, try c.int(2, "dim", or: -1))
    let (values, indices) = x.sort(dim: dim)
    let keepDim = try c.flag(3, "keepdim")
    if x.rank == 0 { return [values, indices] }
    let (value, index) = (values.select(dim: dim, k), indices.select(dim: dim, k))
    return keepDim ? [value.unsqueeze(dim), index.unsqueeze(dim)] : [value, index]
}

private func topk(_ c: Call) throws -> [Tensor] {
    // Ours are in order, whether that is asked for or not.
    _ = try c.flag(4, "sorted")
    let (values, indices) = try c.tensor().topk(
        c.int(1, "k"), dim: c.int(2, "dim", or: -1), largest: c.flag(3, "largest", or: true))
    return [values, indices]
}

extension Tensor {
    /// The matrix product (torch's `matmul`): for vectors the inner product, for a matrix and a vector a vector, with more dims
    /// a batch of matrices, whose leading dims broadcast (torch's `mm`, `mv`, `bmm`).
    ///
    /// Products of integers are exact modulo the dtype's range: they wrap around.
    ///
    /// - Precondition: the inner dimensions are equal, and so are the dtypes.
    public func matmul(_ other: Tensor) -> Tensor {
        if rank == 0 || other.rank == 0 { trap("matmul", "\(shape) × \(other.shape): cannot multiply scalars as matrices") }
        if rank == 1 || other.rank == 1 {
            let left = rank == 1 ? unsqueeze(0) : self
            let right = other.rank == 1 ? other.unsqueeze(1) : other
            requireFactors(left, right, from: other)
            let product = left.matmul(right)
            let withoutRow = rank == 1 ? product.squeeze(-2) : product
            return other.rank == 1 ? withoutRow.squeeze(-1) : withoutRow
        }
        requireFactors(self, other, from: other)
        if rank == 2 && other.rank == 2 { return Operation.matmul(self, other) }
        guard let batch = shape.batch.broadcast(with: other.shape.batch) else {
            trap("matmul", "\(shape) × \(other.shape): leading dimensions do not broadcast")
        }
        return Operation.matmul(
            expand(batch.appending(shape.suffix(2))), other.expand(batch.appending(other.shape.suffix(2))))
    }

    private func requireFactors(_ left: Tensor, _ right: Tensor, from other: Tensor) {
        if left.shape.last != right.shape[right.rank - 2] {
            trap(
                "matmul",
                "\(shape) × \(other.shape): inner dimensions \(left.shape.last!) and \(right.shape[right.rank - 2]) differ")
        }
        if left.dtype != right.dtype || left.dtype == .bool {
            if left.dtype == right.dtype { trap("matmul", "cannot multiply bool matrices") }
            trap("matmul", "operands must have one dtype, got \(left.dtype) and \(right.dtype)")
        }
    }

    /// `self · Wᵀ + bias` over the last dim (torch's `linear`): `[..., k]` with a weight `[n, k]` and a bias `[n]` yields
    /// `[..., n]`; with a weight `[k]` and a scalar bias it yields `[...]`.
    ///
    /// - Precondition: the shapes match, and the dtypes are equal and not bool.
    public func linear(_ weight: Tensor, bias: Tensor? = nil) -> Tensor {
        if weight.rank == 1 { return linear(weight.unsqueeze(0), bias: bias?.reshape([1])).squeeze(-1) }
        if weight.rank != 2 || rank == 0 || shape.last != weight.shape[1] {
            trap("linear", "the last sizes of input \(shape) and weight \(weight.shape) must be equal")
        }
        if let bias, bias.shape != [weight.shape[0]] {
            trap("linear", "bias \(bias.shape) does not match weight \(weight.shape)")
        }
        if dtype != weight.dtype || dtype == .bool || (bias?.dtype ?? dtype) != dtype {
            trap("linear", "input and weight must have one dtype other than bool, got \(dtype) and \(weight.dtype)")
        }
        return viaFloat64(weight, bias) { Operation.linear($0, $1, $2) }
    }

    /// The inner product of two vectors (torch's `dot`, `vdot`).
    public func dot(_ other: Tensor) -> Tensor {
        if rank != 1 || other.shape != shape { trap("dot", "needs two vectors of one size, got \(shape) and \(other.shape)") }
        return matmul(other)
    }

    /// The outer product of two vectors: `[n, m]` (torch's `outer`).
    public func outer(_ other: Tensor) -> Tensor {
        if rank != 1 || other.rank != 1 { trap("outer", "takes two vectors, got \(shape) and \(other.shape)") }
        return unsqueeze(1) * other.unsqueeze(0)
    }

    /// Sums of products over the last dims: `[..., k]` and `[..., k]` yield the leading dims of both (torch's `inner`). A
    /// scalar multiplies.
    public func inner(_ other: Tensor) -> Tensor {
        if rank == 0 || other.rank == 0 { return self * other }
        if shape.last != other.shape.last { trap("inner", "the last sizes of \(shape) and \(other.shape) differ") }
        return tensordot(other, dims: [-1], [-1])
    }

    /// Inner products of the vectors along a dim; the other dims broadcast (torch's `linalg.vecdot`).
    public func vecdot(_ other: Tensor, dim: Int = -1) -> Tensor {
        if rank == 0 || other.rank == 0
            || normalizedDim("vecdot", dim) - rank != other.normalizedDim("vecdot", dim) - other.rank && dim >= 0
        {
            trap("vecdot", "\(shape) and \(other.shape) have no common dim \(dim)")
        }
        if shape[normalizedDim("vecdot", dim)] != other.shape[other.normalizedDim("vecdot", dim)] {
            trap("vecdot", "vectors along dim \(dim) of \(shape) and \(other.shape) must have one size")
        }
        return (self * other).sum(dim: dim).to(Tensor.resultType(self, other))
    }

    /// Sums of products over dims of this tensor and as many of the other, which are removed (torch's `tensordot`).
    ///
    /// - Precondition: paired dims have the same size.
    public func tensordot(_ other: Tensor, dims: [Int], _ others: [Int]) -> Tensor {
        let (a, b) = (dims.map { normalizedDim("tensordot", $0) }, others.map { other.normalizedDim("tensordot", $0) })
        if a.count != b.count || Set(a).count != a.count || Set(b).count != b.count {
            trap("tensordot", "cannot pair dims \(dims) of \(shape) with dims \(others) of \(other.shape)")
        }
        // As in torch, a size of 1 matches any other: the sum is over the other one.
        for (i, j) in zip(a, b) where shape[i] != other.shape[j] && shape[i] != 1 && other.shape[j] != 1 {
            trap("tensordot", "dim \(i) of \(shape) does not match dim \(j) of \(other.shape)")
        }
        let pairs = Array(zip(a, b))
        let x = sum(over: pairs.filter { other.shape[$0.1] == 1 }.map(\.0))
        let y = other.sum(over: pairs.filter { shape[$0.0] == 1 }.map(\.1))
        let (restA, restB) = (shape.indices.filter { !a.contains($0) }, other.shape.indices.filter { !b.contains($0) })
        let inner = a.reduce(1) { $0 * x.shape[$1] }
        let left = x.permute(restA + a).reshape(Shape([restA.reduce(1) { $0 * shape[$1] }, inner]))
        let right = y.permute(b + restB).reshape(Shape([inner, restB.reduce(1) { $0 * other.shape[$1] }]))
        return left.matmul(right).reshape(Shape(restA.map { shape[$0] } + restB.map { other.shape[$0] }))
    }

    /// Sums of products over this tensor's last dims and the other's first ones (torch's `tensordot` with a number of dims).
    public func tensordot(_ other: Tensor, dims: Int = 2) -> Tensor {
        if dims < 0 || dims > rank || dims > other.rank {
            trap("tensordot", "cannot sum over \(dims) dims of \(shape) and \(other.shape)")
        }
        return tensordot(other, dims: Array(rank - dims..<rank), Array(0..<dims))
    }

    /// Sums that keep the dims with size 1; the tensor itself for no dims.
    private func sum(over dims: [Int]) -> Tensor { dims.isEmpty ? self : sum(dims: dims, keepDim: true).to(dtype) }

    /// The Kronecker product: each element of this tensor is replaced by its product with the whole other tensor (torch's
    /// `kron`).
    public func kron(_ other: Tensor) -> Tensor {
        let dims = Swift.max(rank, other.rank)
        let (a, b) = (
            Array(repeating: 1, count: dims - rank) + Array(shape),
            Array(repeating: 1, count: dims - other.rank) + Array(other.shape)
        )
        // Pairs of dims; where both sizes are 1 the pair is dropped, so that eight dims suffice.
        let pairs = zip(a, b).filter { $0 != 1 || $1 != 1 }
        let left = reshape(Shape(pairs.flatMap { $1 == 1 ? [$0] : [$0, 1] }))
        let right = other.reshape(Shape(pairs.flatMap { $1 == 1 ? [1] : [1, $1] }))
        return (left * right).reshape(Shape(zip(a, b).map { $0 * $1 }))
    }

    /// The cross product of vectors with three elements along a dim; the other dims broadcast (torch's `linalg.cross`).
    public func cross(_ other: Tensor, dim: Int = -1) -> Tensor {
        if rank != other.rank { trap("cross", "operands must have one rank, got \(shape) and \(other.shape)") }
        let axis = normalizedDim("cross", dim)
        if shape[axis] != 3 || other.shape[axis] != 3 {
            trap("cross", "needs vectors of 3 numbers along dim \(axis), got \(shape) and \(other.shape)")
        }
        func turned(_ x: Tensor, _ order: [Int]) -> Tensor { x.indexSelect(dim: axis, Tensor(order).onDevice(of: x)) }
        return turned(self, [1, 2, 0]) * turned(other, [2, 0, 1]) - turned(self, [2, 0, 1]) * turned(other, [1, 2, 0])
    }

    /// The product of matrices in the order with the fewest multiplications (torch's `linalg.multi_dot`).
    ///
    /// - Precondition: there are at least two factors; all are matrices, but the first and the last may be vectors.
    public static func multiDot(_ tensors: [Tensor]) -> Tensor {
        if tensors.count < 2 { trap("multiDot", "takes at least two matrices, got \(tensors.count)") }
        for (position, tensor) in tensors.enumerated() {
            let isEnd = position == 0 || position == tensors.count - 1
            if tensor.rank != 2 && !(isEnd && tensor.rank == 1) {
                trap("multiDot", "factor \(position) must be a matrix, got \(tensor.shape)")
            }
        }
        let factors = [tensors[0].rank == 1 ? tensors[0].unsqueeze(0) : tensors[0]] + tensors.dropFirst()
        let sizes =
            factors.map { $0.shape[0] } + [factors[factors.count - 1].rank == 1 ? 1 : factors[factors.count - 1].shape[1]]
        // For each range of factors, the lowest cost and where it splits; ranges of one cost nothing.
        var best = [[(cost: Double, split: Int)]](
            repeating: .init(repeating: (0, 0), count: factors.count), count: factors.count)
        for length in 1..<factors.count {
            for first in 0..<(factors.count - length) {
                let last = first + length
                best[first][last] =
                    (first..<last).map { split in
                        let product = Double(sizes[first]) * Double(sizes[split + 1]) * Double(sizes[last + 1])
                        return (best[first][split].cost + best[split + 1][last].cost + product, split)
                    }.min { $0.cost < $1.cost } ?? (0, first)
            }
        }
        func product(_ first: Int, _ last: Int) -> Tensor {
            if first == last { return factors[first] }
            let split = best[first][last].split
            return product(first, split).matmul(product(split + 1, last))
        }
        let result = product(0, factors.count - 1)
        return tensors[0].rank == 1 ? result.squeeze(0) : result
    }
}

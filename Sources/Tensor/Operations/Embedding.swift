/// How the rows of a bag are combined.
public enum BagReduction: Sendable, CaseIterable {
    /// The sum of the rows.
    case sum
    /// The mean of the rows.
    case mean
    /// The maximum of each feature.
    case max
}

/// Options of looking up rows of a table.
public struct EmbeddingOptions: Sendable {
    /// An index whose row gets no gradient, and which bags skip. Negative ones count from the end.
    public var paddingIndex: Int?
    /// The largest norm of a row; rows that exceed it are scaled down. The table is not changed.
    public var maxNorm: Double?
    /// The order p of that norm, (Σ |x|ᵖ)^(1/p).
    public var normType: Double
    /// Whether a row's gradient is divided by the number of times that the row was looked up.
    public var scaleGradByFreq: Bool

    /// Options; by default a plain lookup.
    public init(
        paddingIndex: Int? = nil, maxNorm: Double? = nil, normType: Double = 2, scaleGradByFreq: Bool = false
    ) {
        self.paddingIndex = paddingIndex
        self.maxNorm = maxNorm
        self.normType = normType
        self.scaleGradByFreq = scaleGradByFreq
    }
}

extension Tensor {
    /// The rows of a table at these indices: `[.., features]` (torch's `nn.functional.embedding`).
    ///
    /// - Parameter weight: the table, `[rows, features]`.
    public func embedding(_ weight: Tensor, _ options: EmbeddingOptions = EmbeddingOptions()) -> Tensor {
        let (positions, rows) = lookedUp(weight, options, "embedding")
        let padding = options.padding(weight, "embedding")
        let trained = padding.map { Tensor.where((positions .== $0).unsqueeze(1), rows.detached(), rows) } ?? rows
        return trained.reshape(Shape(Array(shape) + [weight.shape[1]]))
    }

    /// The sum, mean or maximum of the rows of a table over each bag of these indices: `[bags, features]` (torch's
    /// `nn.functional.embedding_bag`). An empty bag yields zeros.
    ///
    /// - Input: `[bags, indices per bag]`, or a vector with the offsets at which its bags start.
    /// - Parameters:
    ///   - weight: the table, `[rows, features]`.
    ///   - perSampleWeights: a factor for each row, in this tensor's shape; for sums only.
    ///   - includeLastOffset: whether the last offset is the end of the last bag.
    public func embeddingBag(
        _ weight: Tensor, offsets: Tensor? = nil, _ reduction: BagReduction = .mean, perSampleWeights: Tensor? = nil,
        includeLastOffset: Bool = false, _ options: EmbeddingOptions = EmbeddingOptions()
    ) -> Tensor {
        let bags = Bags(self, offsets, includeLastOffset)
        if let perSampleWeights, perSampleWeights.shape != shape || reduction != .sum {
            trap("embeddingBag", "weights of shape \(perSampleWeights.shape) for a \(reduction) of \(shape)")
        }
        var (positions, rows) = lookedUp(weight, options, "embeddingBag")
        var owners = Tensor(bags.owners, shape: [bags.owners.count]).onDevice(of: self)
        var factors = perSampleWeights?.flatten().to(weight.dtype)
        if owners.count < positions.count {
            func used(_ x: Tensor) -> Tensor { x.narrow(dim: 0, start: 0, length: owners.count) }
            (positions, rows, factors) = (used(positions), used(rows), factors.map(used))
        }
        if let padding = options.padding(weight, "embeddingBag") {
            let kept = (positions .!= padding).nonZero().flatten()
            (positions, rows, owners) = (positions.rows(kept), rows.rows(kept), owners.rows(kept))
            factors = factors?.rows(kept)
        }
        // Summed before rounding.
        let dtype = rows.dtype.upcast
        rows = rows.to(dtype)
        if let factors { rows = rows * factors.unsqueeze(1) }
        let empty = Tensor.zeros([bags.count, weight.shape[1]], dtype: dtype).onDevice(of: self)
        func reduced() -> Tensor {
            switch reduction {
            case .sum: return Operation.indexAdd(dim: 0)(empty, owners, rows)
            case .mean:
                let sizes = Tensor.zeros([bags.count], dtype: dtype).onDevice(of: self)
                    .indexAdd(dim: 0, owners, .ones(like: owners))
                return Operation.indexAdd(dim: 0)(empty, owners, rows) / sizes.maximum(1).unsqueeze(1)
            case .max:
                let index = owners.unsqueeze(1).expand(rows.shape)
                return empty.scatterReduce(dim: 0, index, rows, .max, includeSelf: false)
            }
        }
        return reduced().to(weight.dtype)
    }

    /// The indices as a vector of row indices, and their rows.
    private func lookedUp(_ weight: Tensor, _ options: EmbeddingOptions, _ name: String) -> (positions: Tensor, rows: Tensor) {
        if weight.rank != 2 { trap(name, "the table must be a matrix, got \(weight.shape)") }
        if dtype != .int64 && dtype != .int32 { trap(name, "indices must be int64 or int32, got \(dtype)") }
        let size = weight.shape[0]
        require(.integers(in: 0..<size), "index", for: name)
        let positions = flatten().to(.int64)
        var rows = Operation.indexSelect(dim: 0)(weight, positions.onDevice(of: weight))
        if let maxNorm = options.maxNorm {
            let sizes = rows.detached().abs()
            let norms =
                options.normType == .infinity
                ? sizes.amax(dims: [1], keepDim: true)
                : sizes.pow(options.normType).sum(dims: [1], keepDim: true).pow(1 / options.normType)
            let scale = Tensor.where(norms .> maxNorm, maxNorm / (norms + 1e-7), 1)
            // The gradient is that of the scaled row, as if the table held it.
            rows = rows.detached() * scale + (rows - rows.detached())
        }
        if options.scaleGradByFreq {
            let counts = Tensor.zeros([weight.shape[0]], dtype: rows.dtype).onDevice(of: self)
                .indexAdd(dim: 0, positions, .ones(like: positions))
            rows = rows.detached() + (rows - rows.detached()) / counts.rows(positions).unsqueeze(1)
        }
        return (positions, rows)
    }
}

extension EmbeddingOptions {
    fileprivate func padding(_ weight: Tensor, _ name: String) -> Int? {
        guard let paddingIndex else { return nil }
        let size = weight.shape[0]
        if paddingIndex < -size || paddingIndex >= size {
            trap(name, "padding index \(paddingIndex) is out of range for a table of \(size) rows")
        }
        return paddingIndex < 0 ? paddingIndex + size : paddingIndex
    }
}

/// The bag of each index.
private struct Bags {
    let count: Int
    private(set) var owners: [Int]

    init(_ indices: Tensor, _ offsets: Tensor?, _ includeLastOffset: Bool) {
        switch (indices.rank, offsets) {
        case (2, nil):
            count = indices.shape[0]
            owners = (0..<indices.count).map { $0 / indices.shape[1] }
        case (1, let offsets?):
            if offsets.rank != 1 || offsets.dtype.category != .integer {
                trap("embeddingBag", "offsets must be a vector of integers, got \(offsets.shape) of \(offsets.dtype)")
            }
            var starts = offsets.array(of: Int.self)
            let isAscending = zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }
            if starts.first ?? 0 != 0 || !isAscending || starts.last ?? 0 > indices.count {
                trap("embeddingBag", "offsets must ascend from 0 to at most \(indices.count), got \(starts)")
            }
            if includeLastOffset && starts.isEmpty { trap("embeddingBag", "includeLastOffset needs at least one offset") }
            let end = includeLastOffset ? starts.removeLast() : indices.count
            count = starts.count
            owners = zip(starts.indices, zip(starts, starts.dropFirst() + [end])).flatMap { bag, bounds in
                Array(repeating: bag, count: bounds.1 - bounds.0)
            }
        default:
            trap("embeddingBag", "takes a vector with offsets or a matrix without, got \(indices.shape)")
        }
    }
}

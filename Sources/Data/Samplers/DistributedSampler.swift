import Tensor

/// One process's share of another sampler's positions: every `replicas`-th one, starting at `rank` (torch's
/// `DistributedSampler`).
///
/// All processes must draw the same positions, so each passes its loader a generator with the same seed. All shares have the
/// same size: the positions are padded with their first ones, or the last ones are dropped.
///
/// ```swift
/// let share = DistributedSampler(RandomSampler(size: dataset.count), rank: rank, of: 4)
/// let batches = DataLoader(dataset, batchSize: 32, sampler: share, generator: Generator(seed: 7))
/// ```
public struct DistributedSampler<Whole: Sampler>: Sampler {
    /// The sampler whose positions are shared out.
    public let whole: Whole
    /// The index of this process, in `0 ..< replicas`.
    public let rank: Int
    /// The number of processes (torch's `num_replicas`).
    public let replicas: Int
    /// Whether positions are dropped to make the shares equal; otherwise some are repeated.
    public let dropLast: Bool

    /// The share of one process.
    ///
    /// - Parameters:
    ///   - whole: the sampler whose positions are shared out.
    ///   - rank: the index of this process.
    ///   - replicas: the number of processes.
    ///   - dropLast: whether positions are dropped to make the shares equal; otherwise some are repeated.
    public init(_ whole: Whole, rank: Int, of replicas: Int, dropLast: Bool = false) {
        if replicas <= 0 || !(0..<replicas).contains(rank) {
            trap("DistributedSampler", "rank \(rank) is out of range for \(replicas) replicas")
        }
        self.whole = whole
        self.rank = rank
        self.replicas = replicas
        self.dropLast = dropLast
    }

    public var count: Int { whole.count.parts(of: replicas, dropLast: dropLast) }

    public func positions(_ generator: Generator) -> Positions {
        let order = Array(whole.positions(generator))
        return Positions((0..<count).map { order[($0 * replicas + rank) % order.count] })
    }
}

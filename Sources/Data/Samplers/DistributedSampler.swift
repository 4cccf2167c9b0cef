import Tensor

/// One process's share of what another sampler gives: every `replicas`-th position from `rank` on (torch's `DistributedSampler`).
///
/// All processes must get the same whole, so each passes its loader a generator of the same seed. Shares are of one size: the
/// whole is filled up from its start, or its last positions are dropped.
///
/// ```swift
/// let share = DistributedSampler(RandomSampler(size: dataset.count), rank: rank, of: 4)
/// let batches = DataLoader(dataset, batchSize: 32, sampler: share, generator: Generator(seed: 7))
/// ```
public struct DistributedSampler<Whole: Sampler>: Sampler {
    public let whole: Whole
    public let rank: Int
    public let replicas: Int
    public let dropLast: Bool

    /// - Precondition: `rank` is in `0 ..< replicas`.
    public init(_ whole: Whole, rank: Int, of replicas: Int, dropLast: Bool = false) {
        if replicas <= 0 || !(0..<replicas).contains(rank) {
            trap("DistributedSampler", "there is no rank \(rank) of \(replicas) replicas")
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

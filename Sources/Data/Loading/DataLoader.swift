import Tensor

/// Batches of a dataset: a plain sequence, of which each iteration is an epoch (torch's `DataLoader`).
///
/// With `shuffle`, every epoch has a new order, determined by the generator's seed alone. The last batch is smaller where the
/// batch size does not divide the dataset, unless `dropLast` drops it.
///
/// ```swift
/// let batches = DataLoader(training, batchSize: 32, shuffle: true, generator: Generator(seed: 7))
/// for epoch in 1...100 {
///     for (features, labels) in batches { ... }
/// }
/// ```
///
/// A ``Dataset`` makes its batches itself. Elements of another collection are collated by a function; tensors, and pairs of
/// them, are stacked; ``padSequence(_:value:)`` and its like help where sizes differ. ``prefetched(workers:depth:)`` makes
/// batches ahead of time, on other threads.
public struct DataLoader<Batch>: Sequence, Sendable {
    /// The source of each epoch's order. Iterating advances it.
    public let generator: Generator

    /// The number of batches of an epoch.
    public let count: Int

    let startEpoch: @Sendable (Generator) -> EpochPlan
    let makeBatch: @Sendable (Positions) -> Batch

    public var underestimatedCount: Int { count }

    /// Starts an epoch. A random order is drawn from the generator here.
    public func makeIterator() -> Iterator { Iterator(self, at: LoaderPosition(generator.state)) }

    /// Resumes an epoch: sets the generator back to its state when the epoch started, draws the same order, and skips the
    /// batches that have been returned.
    ///
    /// ```swift
    /// for batch in try loader.makeIterator(at: saved) { ... }     // the rest of this epoch
    /// for batch in loader { ... }                                 // the next one
    /// ```
    ///
    /// A position before an epoch's start or past its end throws.
    public func makeIterator(at position: LoaderPosition) throws(LoaderPositionError) -> Iterator {
        try position.check(count)
        return resumed(at: position)
    }

    /// - Parameter position: a position that has been checked.
    func resumed(at position: LoaderPosition) -> Iterator {
        generator.state = position.generator
        return Iterator(self, at: position)
    }

    /// One epoch, or the rest of one.
    public struct Iterator: IteratorProtocol, Sequence, Sendable {
        private let plan: EpochPlan
        private let makeBatch: @Sendable (Positions) -> Batch

        /// The position of the next batch, from which ``DataLoader/makeIterator(at:)`` resumes.
        public private(set) var position: LoaderPosition

        fileprivate init(_ loader: DataLoader, at position: LoaderPosition) {
            plan = loader.startEpoch(loader.generator)
            makeBatch = loader.makeBatch
            self.position = position
        }

        public mutating func next() -> Batch? { nextPositions().map(makeBatch) }

        private mutating func nextPositions() -> Positions? {
            guard let positions = plan[position.batch] else { return nil }
            position.batch += 1
            return positions
        }
    }
}

extension DataLoader.Iterator: JobSource {
    mutating func nextJob() -> (@Sendable () -> Batch)? {
        guard let positions = nextPositions() else { return nil }
        return { [makeBatch] in makeBatch(positions) }
    }
}

/// The batches of an epoch: an order split into chunks of one size, or a list.
enum EpochPlan: Sendable {
    case uniform(Positions, size: Int, count: Int)
    case listed([Positions])

    subscript(batch: Int) -> Positions? {
        switch self {
        case .uniform(let order, let size, let count):
            batch < count ? order.part(batch * size, Swift.min(size, order.count - batch * size)) : nil
        case .listed(let batches): batch < batches.count ? batches[batch] : nil
        }
    }
}

extension DataLoader {
    private init(
        total: Int, _ batchSize: Int, _ shuffle: Bool, _ sampler: (any Sampler)?, _ dropLast: Bool, _ generator: Generator,
        makeBatch: @escaping @Sendable (Positions) -> Batch
    ) {
        if batchSize <= 0 { trap("DataLoader", "batchSize must be positive, got \(batchSize)") }
        if shuffle && sampler != nil { trap("DataLoader", "shuffle cannot be combined with a sampler") }
        let size = sampler?.count ?? total
        let count = size.parts(of: batchSize, dropLast: dropLast)
        self.generator = generator
        self.count = count
        self.makeBatch = makeBatch
        startEpoch = { generator in
            var order = Positions(0..<total)
            if shuffle { order = Positions(unchecked: .permutation(total, generator: generator)) }
            if let sampler {
                order = sampler.positions(generator)
                if order.count != size {
                    trap("DataLoader", "\(type(of: sampler)) returned \(order.count) positions, but its count is \(size)")
                }
                order.check(within: total, "DataLoader")
            }
            return .uniform(order, size: batchSize, count: count)
        }
    }

    private init(
        total: Int, _ sampler: any BatchSampler, _ generator: Generator, makeBatch: @escaping @Sendable (Positions) -> Batch
    ) {
        self.generator = generator
        count = sampler.count
        self.makeBatch = makeBatch
        startEpoch = { generator in
            let batches = sampler.batches(generator)
            for batch in batches { batch.check(within: total, "DataLoader") }
            return .listed(batches)
        }
    }

    /// Batches that the dataset makes itself.
    ///
    /// - Parameters:
    ///   - dataset: the elements.
    ///   - batchSize: the number of elements of a batch.
    ///   - shuffle: whether each epoch has a new random order.
    ///   - sampler: the order, instead of the dataset's own or a shuffled one.
    ///   - dropLast: whether a last batch that would be smaller is dropped.
    ///   - generator: the source of random orders.
    /// - Precondition: `batchSize > 0`; not both a sampler and `shuffle`.
    public init<Source: Dataset>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, sampler: (any Sampler)? = nil, dropLast: Bool = false,
        generator: Generator = .default
    ) where Source.Batch == Batch {
        self.init(total: dataset.count, batchSize, shuffle, sampler, dropLast, generator) { dataset.batch(at: $0) }
    }

    /// Batches that the dataset makes itself, of the positions that a batch sampler returns.
    public init<Source: Dataset>(_ dataset: Source, batches: some BatchSampler, generator: Generator = .default)
    where Source.Batch == Batch {
        self.init(total: dataset.count, batches, generator) { dataset.batch(at: $0) }
    }

    /// Batches of any collection's elements, collated by a function.
    ///
    /// - Parameters:
    ///   - dataset: the elements.
    ///   - batchSize: the number of elements of a batch.
    ///   - shuffle: whether each epoch has a new random order.
    ///   - sampler: the order, instead of the dataset's own or a shuffled one.
    ///   - dropLast: whether a last batch that would be smaller is dropped.
    ///   - generator: the source of random orders.
    ///   - collate: makes a batch of its elements.
    /// - Precondition: `batchSize > 0`; not both a sampler and `shuffle`.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, sampler: (any Sampler)? = nil, dropLast: Bool = false,
        generator: Generator = .default, collate: @escaping @Sendable ([Source.Element]) -> Batch
    ) {
        self.init(total: dataset.count, batchSize, shuffle, sampler, dropLast, generator) { collate(dataset.elements(at: $0)) }
    }

    /// Batches of any collection's elements at the positions that a batch sampler returns, collated by a function.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batches: some BatchSampler, generator: Generator = .default,
        collate: @escaping @Sendable ([Source.Element]) -> Batch
    ) {
        self.init(total: dataset.count, batches, generator) { collate(dataset.elements(at: $0)) }
    }
}

extension RandomAccessCollection {
    fileprivate func elements(at positions: Positions) -> [Element] {
        positions.map { self[index(startIndex, offsetBy: $0)] }
    }
}

extension DataLoader where Batch == Tensor {
    /// Batches of tensors of the same shape, stacked: `[batchSize, ..]`.
    ///
    /// - Precondition: `batchSize > 0`; not both a sampler and `shuffle`.
    @_disfavoredOverload  // A ``Dataset`` of such elements makes its batches itself.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, sampler: (any Sampler)? = nil, dropLast: Bool = false,
        generator: Generator = .default
    ) where Source.Element == Tensor {
        self.init(
            dataset, batchSize: batchSize, shuffle: shuffle, sampler: sampler, dropLast: dropLast, generator: generator,
            collate: { .stack($0) })
    }
}

extension DataLoader where Batch == (Tensor, Tensor) {
    /// Batches of pairs of tensors, stacked each: `[batchSize, ..]`.
    ///
    /// - Precondition: `batchSize > 0`; not both a sampler and `shuffle`.
    @_disfavoredOverload  // A ``Dataset`` of such elements makes its batches itself.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, sampler: (any Sampler)? = nil, dropLast: Bool = false,
        generator: Generator = .default
    ) where Source.Element == (Tensor, Tensor) {
        self.init(
            dataset, batchSize: batchSize, shuffle: shuffle, sampler: sampler, dropLast: dropLast, generator: generator,
            collate: { (.stack($0.map(\.0)), .stack($0.map(\.1))) })
    }
}

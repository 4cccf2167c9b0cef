import Tensor

/// A dataset's batches: a plain sequence, and each iteration over it is an epoch (torch's `DataLoader`).
///
/// Shuffled, every epoch has a new order, which depends on the generator's seed alone. The last batch is smaller where the
/// batch size does not divide the dataset, unless it is dropped.
///
/// ```swift
/// let batches = DataLoader(training, batchSize: 32, shuffle: true, generator: Generator(seed: 7))
/// for epoch in 1...100 {
///     for (features, labels) in batches { ... }
/// }
/// ```
///
/// A ``Dataset`` makes its batches itself. Elements of another collection are put together by `collate`; tensors, and pairs
/// of them, are stacked; ``padSequence(_:value:)`` and its like help where sizes differ. Batches are made ahead on threads of their own
/// by ``prefetched(workers:depth:)``.
public struct DataLoader<Batch>: Sequence, Sendable {
    public let generator: Generator

    /// How many batches an epoch has.
    public let count: Int

    let startEpoch: @Sendable (Generator) -> EpochPlan
    let makeBatch: @Sendable (Positions) -> Batch

    public var underestimatedCount: Int { count }

    /// Starts an epoch: a random one takes its order from the generator now.
    public func makeIterator() -> Iterator { Iterator(self, at: LoaderPosition(generator.state)) }

    /// Goes on in the midst of an epoch: sets the generator back to where it was when the epoch began, takes the same order from
    /// it, and leaves out the batches that have been.
    ///
    /// ```swift
    /// for batch in try loader.makeIterator(at: saved) { ... }     // the rest of this epoch
    /// for batch in loader { ... }                                 // the next one
    /// ```
    ///
    /// A position that is before an epoch's start or past its end throws.
    public func makeIterator(at position: LoaderPosition) throws(LoaderPositionError) -> Iterator {
        try position.check(count)
        return resumed(at: position)
    }

    /// - Parameter position: has been checked.
    func resumed(at position: LoaderPosition) -> Iterator {
        generator.state = position.generator
        return Iterator(self, at: position)
    }

    /// One epoch, or the rest of one.
    public struct Iterator: IteratorProtocol, Sequence, Sendable {
        private let plan: EpochPlan
        private let makeBatch: @Sendable (Positions) -> Batch

        /// Where the epoch stands: what the next batch is.
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

/// An epoch's batches: an order cut into pieces of one size, or a list.
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
        if batchSize <= 0 { trap("DataLoader", "a batch has at least one element, got batchSize \(batchSize)") }
        if shuffle && sampler != nil { trap("DataLoader", "a sampler decides the order itself, without shuffle") }
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
                    trap("DataLoader", "\(type(of: sampler)) gives \(order.count) positions, its count is \(size)")
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

    /// Batches that the dataset makes.
    ///
    /// - Parameter sampler: the order, in place of the dataset's own or a shuffled one.
    /// - Precondition: `batchSize > 0`; a sampler, or `shuffle`, not both.
    public init<Source: Dataset>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, sampler: (any Sampler)? = nil, dropLast: Bool = false,
        generator: Generator = .default
    ) where Source.Batch == Batch {
        self.init(total: dataset.count, batchSize, shuffle, sampler, dropLast, generator) { dataset.batch(at: $0) }
    }

    /// Batches that the dataset makes, as a sampler parts it.
    public init<Source: Dataset>(_ dataset: Source, batches: some BatchSampler, generator: Generator = .default)
    where Source.Batch == Batch {
        self.init(total: dataset.count, batches, generator) { dataset.batch(at: $0) }
    }

    /// Batches of any collection's elements, put together by `collate`.
    ///
    /// - Parameter sampler: the order, in place of the dataset's own or a shuffled one.
    /// - Precondition: `batchSize > 0`; a sampler, or `shuffle`, not both.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, sampler: (any Sampler)? = nil, dropLast: Bool = false,
        generator: Generator = .default, collate: @escaping @Sendable ([Source.Element]) -> Batch
    ) {
        self.init(total: dataset.count, batchSize, shuffle, sampler, dropLast, generator) { collate(dataset.elements(at: $0)) }
    }

    /// Batches of any collection's elements, as a sampler parts it, put together by `collate`.
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
    /// Batches of tensors of one shape, stacked: `[batchSize, ..]`.
    ///
    /// - Precondition: `batchSize > 0`; a sampler, or `shuffle`, not both.
    @_disfavoredOverload  // A ``Dataset`` of such elements has its own way.
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
    /// Batches of pairs of tensors, the first and the second of each stacked: `[batchSize, ..]`.
    ///
    /// - Precondition: `batchSize > 0`; a sampler, or `shuffle`, not both.
    @_disfavoredOverload  // A ``Dataset`` of such elements has its own way.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, sampler: (any Sampler)? = nil, dropLast: Bool = false,
        generator: Generator = .default
    ) where Source.Element == (Tensor, Tensor) {
        self.init(
            dataset, batchSize: batchSize, shuffle: shuffle, sampler: sampler, dropLast: dropLast, generator: generator,
            collate: { (.stack($0.map(\.0)), .stack($0.map(\.1))) })
    }
}

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
/// batches ahead of time, on other threads. A function that draws random numbers, as augmentation does, takes them from a generator
/// that comes with each batch: see <doc:LoadingAndResuming>.
public struct DataLoader<Batch>: ResumableLoader, Sendable {
    /// The source of each epoch's order. Iterating advances it.
    public let generator: Generator

    /// The number of batches of an epoch.
    public let count: Int

    let startEpoch: @Sendable (Generator) -> EpochPlan
    /// Makes the batch that has these positions of elements and this position in the epoch.
    let makeBatch: @Sendable (Positions, LoaderPosition) -> Batch
    /// How many functions of a batch draw random numbers.
    var drawingFunctions = 0

    /// The number of batches of an epoch.
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
        try position.check(batches: count)
        return resumed(at: position)
    }

    /// - Parameter position: a position that has been checked.
    func resumed(at position: LoaderPosition) -> Iterator {
        generator.state = position.generator
        return Iterator(self, at: position)
    }

    /// One epoch, or the rest of one.
    public struct Iterator: PositionedIterator, Sequence, Sendable {
        private let plan: EpochPlan
        private let makeBatch: @Sendable (Positions, LoaderPosition) -> Batch

        /// The position of the next batch, from which ``DataLoader/makeIterator(at:)`` resumes.
        public private(set) var position: LoaderPosition

        fileprivate init(_ loader: DataLoader, at position: LoaderPosition) {
            plan = loader.startEpoch(loader.generator)
            // An epoch in the dataset's own order takes nothing from the generator, and yet shall not have the numbers of the one before.
            if loader.drawingFunctions > 0 { _ = loader.generator.split() }
            makeBatch = loader.makeBatch
            self.position = position
        }

        /// The next batch; nil at the epoch's end.
        public mutating func next() -> Batch? {
            guard let positions = plan[position.batch] else { return nil }
            defer { position.batch += 1 }
            return makeBatch(positions, position)
        }
    }
}

extension DataLoader.Iterator: JobSource {
    mutating func nextJob() -> (@Sendable () -> Batch)? {
        guard let positions = plan[position.batch] else { return nil }
        defer { position.batch += 1 }
        return { [makeBatch, position] in makeBatch(positions, position) }
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
        makeBatch: @escaping @Sendable (Positions, LoaderPosition) -> Batch
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
        total: Int, _ sampler: any BatchSampler, _ generator: Generator,
        makeBatch: @escaping @Sendable (Positions, LoaderPosition) -> Batch
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
        self.init(total: dataset.count, batchSize, shuffle, sampler, dropLast, generator) { positions, _ in
            dataset.batch(at: positions)
        }
    }

    /// Batches that the dataset makes itself, of the positions that a batch sampler returns.
    public init<Source: Dataset>(_ dataset: Source, batches: some BatchSampler, generator: Generator = .default)
    where Source.Batch == Batch {
        self.init(total: dataset.count, batches, generator) { positions, _ in dataset.batch(at: positions) }
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
        self.init(total: dataset.count, batchSize, shuffle, sampler, dropLast, generator) { positions, _ in
            collate(dataset.elements(at: positions))
        }
    }

    /// Batches of any collection's elements, collated by a function that also draws random numbers, as augmentation does.
    ///
    /// ```swift
    /// let batches = DataLoader(images, batchSize: 32, shuffle: true) { images, generator in
    ///     Tensor.stack(images.map { $0 + .normal($0.shape, std: 0.1, generator: generator) })
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - dataset: the elements.
    ///   - batchSize: the number of elements of a batch.
    ///   - shuffle: whether each epoch has a new random order.
    ///   - sampler: the order, instead of the dataset's own or a shuffled one.
    ///   - dropLast: whether a last batch that would be smaller is dropped.
    ///   - generator: the source of random orders, and of the generators of the batches.
    ///   - collate: makes a batch of its elements, and of numbers from a generator that is the batch's own: whatever thread makes the
    ///     batch, and after resuming in mid-epoch, it gives the same numbers.
    /// - Precondition: `batchSize > 0`; not both a sampler and `shuffle`.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, sampler: (any Sampler)? = nil, dropLast: Bool = false,
        generator: Generator = .default, collate: @escaping @Sendable ([Source.Element], Generator) -> Batch
    ) {
        self.init(total: dataset.count, batchSize, shuffle, sampler, dropLast, generator) { positions, position in
            collate(dataset.elements(at: positions), position.batchGenerator(function: 0))
        }
        drawingFunctions = 1
    }

    /// Batches of any collection's elements at the positions that a batch sampler returns, collated by a function.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batches: some BatchSampler, generator: Generator = .default,
        collate: @escaping @Sendable ([Source.Element]) -> Batch
    ) {
        self.init(total: dataset.count, batches, generator) { positions, _ in collate(dataset.elements(at: positions)) }
    }

    /// Batches of any collection's elements at the positions that a batch sampler returns, collated by a function that also draws random
    /// numbers, from a generator that is the batch's own.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batches: some BatchSampler, generator: Generator = .default,
        collate: @escaping @Sendable ([Source.Element], Generator) -> Batch
    ) {
        self.init(total: dataset.count, batches, generator) { positions, position in
            collate(dataset.elements(at: positions), position.batchGenerator(function: 0))
        }
        drawingFunctions = 1
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

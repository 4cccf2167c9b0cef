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
/// of them, are stacked.
public struct DataLoader<Batch>: Sequence, Sendable {
    public let batchSize: Int
    public let shuffle: Bool
    public let dropLast: Bool
    public let generator: Generator

    /// How many elements the dataset has, and how many of them an epoch has.
    private let total: Int
    private let size: Int
    private let makeBatch: @Sendable (Positions) -> Batch

    private init(
        size: Int, _ batchSize: Int, _ shuffle: Bool, _ dropLast: Bool, _ generator: Generator,
        makeBatch: @escaping @Sendable (Positions) -> Batch
    ) {
        if batchSize <= 0 { trap("DataLoader", "a batch has at least one element, got batchSize \(batchSize)") }
        self.batchSize = batchSize
        self.shuffle = shuffle
        self.dropLast = dropLast
        self.generator = generator
        self.size = dropLast ? size / batchSize * batchSize : size
        self.makeBatch = makeBatch
        total = size
    }

    /// Batches that the dataset makes.
    ///
    /// - Precondition: `batchSize > 0`.
    public init<Source: Dataset>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, dropLast: Bool = false, generator: Generator = .default
    ) where Source.Batch == Batch {
        self.init(size: dataset.count, batchSize, shuffle, dropLast, generator) { dataset.batch(at: $0) }
    }

    /// Batches of any collection's elements, put together by `collate`.
    ///
    /// - Precondition: `batchSize > 0`.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, dropLast: Bool = false, generator: Generator = .default,
        collate: @escaping @Sendable ([Source.Element]) -> Batch
    ) {
        self.init(size: dataset.count, batchSize, shuffle, dropLast, generator) { positions in
            collate(positions.map { dataset[dataset.index(dataset.startIndex, offsetBy: $0)] })
        }
    }

    /// How many batches an epoch has.
    public var count: Int { size / batchSize + (size.isMultiple(of: batchSize) ? 0 : 1) }

    public var underestimatedCount: Int { count }

    /// Starts an epoch: a shuffled one takes its order from the generator now.
    public func makeIterator() -> Iterator {
        Iterator(
            order: shuffle ? .permutation(total, generator: generator) : nil, end: size, batchSize: batchSize,
            makeBatch: makeBatch)
    }

    /// One epoch.
    public struct Iterator: IteratorProtocol {
        fileprivate let order: Tensor?
        fileprivate let end: Int
        fileprivate let batchSize: Int
        fileprivate let makeBatch: @Sendable (Positions) -> Batch
        private var start = 0

        fileprivate init(order: Tensor?, end: Int, batchSize: Int, makeBatch: @escaping @Sendable (Positions) -> Batch) {
            self.order = order
            self.end = end
            self.batchSize = batchSize
            self.makeBatch = makeBatch
        }

        public mutating func next() -> Batch? {
            if start >= end { return nil }
            let length = Swift.min(batchSize, end - start)
            defer { start += length }
            guard let order else { return makeBatch(Positions(start..<start + length)) }
            return makeBatch(Positions(unchecked: order.narrow(dim: 0, start: start, length: length)))
        }
    }
}

extension DataLoader where Batch == Tensor {
    /// Batches of tensors of one shape, stacked: `[batchSize, ..]`.
    ///
    /// - Precondition: `batchSize > 0`.
    @_disfavoredOverload  // A ``Dataset`` of such elements has its own way.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, dropLast: Bool = false, generator: Generator = .default
    ) where Source.Element == Tensor {
        self.init(
            dataset, batchSize: batchSize, shuffle: shuffle, dropLast: dropLast, generator: generator,
            collate: { .stack($0) })
    }
}

extension DataLoader where Batch == (Tensor, Tensor) {
    /// Batches of pairs of tensors, the first and the second of each stacked: `[batchSize, ..]`.
    ///
    /// - Precondition: `batchSize > 0`.
    @_disfavoredOverload  // A ``Dataset`` of such elements has its own way.
    public init<Source: RandomAccessCollection & Sendable>(
        _ dataset: Source, batchSize: Int, shuffle: Bool = false, dropLast: Bool = false, generator: Generator = .default
    ) where Source.Element == (Tensor, Tensor) {
        self.init(
            dataset, batchSize: batchSize, shuffle: shuffle, dropLast: dropLast, generator: generator,
            collate: { (.stack($0.map(\.0)), .stack($0.map(\.1))) })
    }
}

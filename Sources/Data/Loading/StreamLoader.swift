import Tensor

/// Batches of a stream: elements that arrive one after the other and need not fit in memory (torch's `IterableDataset`).
///
/// A stream is any sequence: lines of files, rows of a database, generated sentences. Each iteration starts it again. It cannot
/// be reordered as a whole, but it can be shuffled within a buffer: of `shuffleBuffer` waiting elements, a random one is next.
/// A stream that can fail has elements of type `Result`.
///
/// ```swift
/// let batches = StreamLoader(sentences, batchSize: 32, shuffleBuffer: 10_000, generator: Generator(seed: 7)) { padSequence($0) }
/// ```
public struct StreamLoader<Stream: Sequence & Sendable, Batch>: ResumableLoader, Sendable where Stream.Element: Sendable {
    /// The number of elements of a batch.
    public let batchSize: Int
    /// The number of elements that wait to be drawn from; 0 or 1 keeps the stream's order.
    public let shuffleBuffer: Int
    /// Whether a last batch that would be smaller is dropped.
    public let dropLast: Bool
    /// The source of the shuffle. Iterating advances it.
    public let generator: Generator

    let stream: Stream
    /// Makes the batch that has these elements and this position in the epoch.
    let makeBatch: @Sendable ([Stream.Element], LoaderPosition) -> Batch
    /// How many functions of a batch draw random numbers.
    var drawingFunctions = 0

    /// Traps where the loader could not make batches.
    init(
        batchSize: Int, shuffleBuffer: Int, dropLast: Bool, generator: Generator, stream: Stream,
        makeBatch: @escaping @Sendable ([Stream.Element], LoaderPosition) -> Batch, drawingFunctions: Int
    ) {
        if batchSize <= 0 { trap("StreamLoader", "batchSize must be positive, got \(batchSize)") }
        if shuffleBuffer < 0 { trap("StreamLoader", "shuffleBuffer must not be negative, got \(shuffleBuffer)") }
        self.batchSize = batchSize
        self.shuffleBuffer = shuffleBuffer
        self.dropLast = dropLast
        self.generator = generator
        self.stream = stream
        self.makeBatch = makeBatch
        self.drawingFunctions = drawingFunctions
    }

    /// Batches of a stream's elements, collated by a function.
    ///
    /// - Parameters:
    ///   - stream: the elements.
    ///   - batchSize: the number of elements of a batch.
    ///   - shuffleBuffer: the number of elements that wait to be drawn from; 0 or 1 keeps the order.
    ///   - dropLast: whether a last batch that would be smaller is dropped.
    ///   - generator: the source of the shuffle.
    ///   - collate: makes a batch of its elements.
    /// - Precondition: `batchSize > 0` and `shuffleBuffer >= 0`.
    public init(
        _ stream: Stream, batchSize: Int, shuffleBuffer: Int = 0, dropLast: Bool = false, generator: Generator = .default,
        collate: @escaping @Sendable ([Stream.Element]) -> Batch
    ) {
        self.init(
            batchSize: batchSize, shuffleBuffer: shuffleBuffer, dropLast: dropLast, generator: generator, stream: stream,
            makeBatch: { elements, _ in collate(elements) }, drawingFunctions: 0)
    }

    /// Batches of a stream's elements, collated by a function that also draws random numbers, as augmentation does.
    ///
    /// - Parameters:
    ///   - stream: the elements.
    ///   - batchSize: the number of elements of a batch.
    ///   - shuffleBuffer: the number of elements that wait to be drawn from; 0 or 1 keeps the order.
    ///   - dropLast: whether a last batch that would be smaller is dropped.
    ///   - generator: the source of the shuffle, and of the generators of the batches.
    ///   - collate: makes a batch of its elements, and of numbers from a generator that is the batch's own: whatever thread makes the
    ///     batch, and after resuming in mid-epoch, it gives the same numbers.
    /// - Precondition: `batchSize > 0` and `shuffleBuffer >= 0`.
    public init(
        _ stream: Stream, batchSize: Int, shuffleBuffer: Int = 0, dropLast: Bool = false, generator: Generator = .default,
        collate: @escaping @Sendable ([Stream.Element], Generator) -> Batch
    ) {
        self.init(
            batchSize: batchSize, shuffleBuffer: shuffleBuffer, dropLast: dropLast, generator: generator, stream: stream,
            makeBatch: { collate($0, $1.batchGenerator(function: 0)) }, drawingFunctions: 1)
    }

    /// Starts an epoch, and the stream anew.
    public func makeIterator() -> Iterator { Iterator(self, at: LoaderPosition(generator.state)) }

    /// Resumes an epoch: sets the generator back, and reads past the elements that have been returned. A position before the
    /// stream's start or past its end throws.
    public func makeIterator(at position: LoaderPosition) throws(LoaderPositionError) -> Iterator {
        try position.check()
        let state = generator.state
        let iterator = resumed(at: position)
        if iterator.position.batch == position.batch { return iterator }
        generator.state = state
        throw .pastEnd(batch: position.batch, batches: iterator.position.batch)
    }

    /// - Parameter position: a position that has been checked; where the stream ends before it, nothing is left.
    func resumed(at position: LoaderPosition) -> Iterator {
        generator.state = position.generator
        return Iterator(self, at: position)
    }

    /// One pass over the stream, or the rest of one.
    public struct Iterator: PositionedIterator, Sequence {
        private let loader: StreamLoader
        private var source: Stream.Iterator
        /// The epoch's own generator, so that other uses do not affect it.
        private let generator: Generator?
        private var waiting: [Stream.Element] = []

        /// The position of the next batch, from which ``StreamLoader/makeIterator(at:)`` resumes.
        public private(set) var position: LoaderPosition

        fileprivate init(_ loader: StreamLoader, at position: LoaderPosition) {
            self.loader = loader
            source = loader.stream.makeIterator()
            // Taken also where only functions of the batches draw, so that no epoch has the numbers of the one before.
            let own = loader.shuffleBuffer > 1 || loader.drawingFunctions > 0 ? loader.generator.split() : nil
            generator = loader.shuffleBuffer > 1 ? own : nil
            self.position = LoaderPosition(position.generator)
            while self.position.batch < position.batch, nextElements() != nil {}
        }

        /// The next batch; nil at the epoch's end.
        public mutating func next() -> Batch? {
            let current = position
            return nextElements().map { loader.makeBatch($0, current) }
        }

        private mutating func nextElements() -> [Stream.Element]? {
            var elements: [Stream.Element] = []
            while elements.count < loader.batchSize, let element = nextElement() { elements.append(element) }
            if elements.isEmpty || loader.dropLast && elements.count < loader.batchSize { return nil }
            position.batch += 1
            return elements
        }

        private mutating func nextElement() -> Stream.Element? {
            guard let generator else { return source.next() }
            while waiting.count < loader.shuffleBuffer, let element = source.next() { waiting.append(element) }
            if waiting.isEmpty { return nil }
            let drawn = Tensor.integers([], to: waiting.count, generator: generator).item(as: Int.self)
            waiting.swapAt(drawn, waiting.count - 1)
            return waiting.removeLast()
        }
    }
}

extension StreamLoader.Iterator: JobSource {
    mutating func nextJob() -> (@Sendable () -> Batch)? {
        let current = position
        guard let elements = nextElements() else { return nil }
        return { [makeBatch = loader.makeBatch] in makeBatch(elements, current) }
    }
}

extension StreamLoader where Batch: Sendable {
    /// The same batches in the same order, made ahead of time by other threads. One of them at a time reads the stream;
    /// `collate` runs on all of them.
    ///
    /// - Parameters:
    ///   - workers: the number of threads.
    ///   - depth: how many batches may be made ahead; two for each worker where nil.
    /// - Precondition: both are positive.
    public func prefetched(workers: Int = 1, depth: Int? = nil) -> Prefetched<Batch> {
        Prefetched(self, workers: workers, depth: depth)
    }
}

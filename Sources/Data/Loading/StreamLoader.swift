import Tensor

/// Batches of a stream: elements that come one after the other and need not fit in memory (torch's `IterableDataset`).
///
/// A stream is any sequence: lines of files, rows of a database, sentences made up as they are asked for. Each iteration starts it
/// anew. It cannot be put in another order, but shuffled within a window: `shuffleBuffer` elements wait, and one of them at
/// random goes next. A stream whose reading can fail has `Result`s for elements.
///
/// ```swift
/// let batches = StreamLoader(sentences, batchSize: 32, shuffleBuffer: 10_000, generator: Generator(seed: 7)) { padSequence($0) }
/// ```
public struct StreamLoader<Stream: Sequence & Sendable, Batch>: Sequence, Sendable where Stream.Element: Sendable {
    public let batchSize: Int
    public let shuffleBuffer: Int
    public let dropLast: Bool
    public let generator: Generator

    let stream: Stream
    let collate: @Sendable ([Stream.Element]) -> Batch

    /// - Parameter shuffleBuffer: how many elements wait to be drawn from; 0 or 1 keeps the order.
    /// - Precondition: `batchSize > 0`, no negative buffer.
    public init(
        _ stream: Stream, batchSize: Int, shuffleBuffer: Int = 0, dropLast: Bool = false, generator: Generator = .default,
        collate: @escaping @Sendable ([Stream.Element]) -> Batch
    ) {
        if batchSize <= 0 { trap("StreamLoader", "a batch has at least one element, got batchSize \(batchSize)") }
        if shuffleBuffer < 0 { trap("StreamLoader", "shuffleBuffer is from 0 on, got \(shuffleBuffer)") }
        self.stream = stream
        self.batchSize = batchSize
        self.shuffleBuffer = shuffleBuffer
        self.dropLast = dropLast
        self.generator = generator
        self.collate = collate
    }

    public func makeIterator() -> Iterator { Iterator(self, at: LoaderPosition(generator.state)) }

    /// Goes on in the midst of an epoch: sets the generator back, and reads over the elements that have been. A position that is
    /// before the stream's start or past its end throws.
    public func makeIterator(at position: LoaderPosition) throws(LoaderPositionError) -> Iterator {
        try position.check()
        let state = generator.state
        let iterator = resumed(at: position)
        if iterator.position.batch == position.batch { return iterator }
        generator.state = state
        throw .pastEnd(batch: position.batch, batches: iterator.position.batch)
    }

    /// - Parameter position: has been checked; nothing is left where the stream ends before.
    private func resumed(at position: LoaderPosition) -> Iterator {
        generator.state = position.generator
        return Iterator(self, at: position)
    }

    /// One pass over the stream, or the rest of one.
    public struct Iterator: IteratorProtocol, Sequence {
        private let loader: StreamLoader
        private var source: Stream.Iterator
        /// The epoch's own numbers, so that nothing else changes them.
        private let generator: Generator?
        private var waiting: [Stream.Element] = []

        /// Where the epoch stands: what the next batch is.
        public private(set) var position: LoaderPosition

        fileprivate init(_ loader: StreamLoader, at position: LoaderPosition) {
            self.loader = loader
            source = loader.stream.makeIterator()
            generator = loader.shuffleBuffer > 1 ? loader.generator.split() : nil
            self.position = LoaderPosition(position.generator)
            while self.position.batch < position.batch, nextElements() != nil {}
        }

        public mutating func next() -> Batch? { nextElements().map(loader.collate) }

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
        guard let elements = nextElements() else { return nil }
        return { [collate = loader.collate] in collate(elements) }
    }
}

extension StreamLoader where Batch: Sendable {
    /// The same batches in the same order, made ahead by threads of their own. The stream is read by one of them at a time;
    /// `collate` runs on all.
    ///
    /// - Parameter depth: how many batches may be made ahead; two a worker where nil.
    /// - Precondition: both positive.
    public func prefetched(workers: Int = 1, depth: Int? = nil) -> Prefetched<Batch> {
        Prefetched(workers: workers, depth: depth ?? 2 * workers) { makeIterator() }
    }

    /// The rest of an epoch, made ahead. See ``makeIterator(at:)``. The stream is read when the epoch starts, so that a position past
    /// its end does not throw: nothing is left.
    public func prefetched(
        workers: Int = 1, depth: Int? = nil, at position: LoaderPosition
    ) throws(LoaderPositionError) -> Prefetched<Batch> {
        try position.check()
        return Prefetched(workers: workers, depth: depth ?? 2 * workers) { resumed(at: position) }
    }
}

import Dispatch
import Synchronization

/// Something that gives out batches as work to be done. The jobs are taken in order, by one thread at a time, and done by any.
protocol JobSource<Batch> {
    associatedtype Batch
    /// What the next job makes.
    var position: LoaderPosition { get }
    mutating func nextJob() -> (@Sendable () -> Batch)?
}

/// Batches that threads of their own make ahead, while the last one is being used. See ``DataLoader/prefetched(workers:depth:)``.
///
/// The order, and each batch, is what it is without, whatever the number of workers. At most `depth` batches are made ahead, so
/// that memory is bounded where making is faster than using.
public struct Prefetched<Batch: Sendable>: Sequence, Sendable {
    public let workers: Int
    public let depth: Int
    private let start: @Sendable () -> sending any JobSource<Batch>

    /// - Parameter start: makes the source of an epoch's jobs.
    init(workers: Int, depth: Int, _ start: @escaping @Sendable () -> sending any JobSource<Batch>) {
        if workers <= 0 || depth <= 0 {
            trap("prefetched", "workers and depth are positive, got \(workers) and \(depth)")
        }
        self.workers = workers
        self.depth = depth
        self.start = start
    }

    /// Starts an epoch and its workers. They end with the epoch, or when the iterator is let go.
    public func makeIterator() -> Iterator {
        let source = start()
        let position = source.position
        return Iterator(Prefetcher(source, workers: workers, depth: depth), at: position)
    }

    public final class Iterator: IteratorProtocol {
        private let prefetcher: Prefetcher<Batch>
        private var taken = 0
        private var isAtEnd = false

        /// Where the epoch stands: what the next batch is, however many are made already.
        public private(set) var position: LoaderPosition

        init(_ prefetcher: Prefetcher<Batch>, at position: LoaderPosition) {
            self.prefetcher = prefetcher
            self.position = position
        }

        deinit { prefetcher.cancel() }

        /// The next batch; waits for it where it is not there yet.
        public func next() -> Batch? {
            if isAtEnd { return nil }
            let batch = prefetcher.take(taken)
            isAtEnd = batch == nil
            if !isAtEnd {
                taken += 1
                position.batch += 1
            }
            return batch
        }
    }
}

/// The workers of one epoch and what they have made: a ring of `depth` places. A worker takes a number after it was given leave,
/// so that all numbers that are out lie within `depth` of the consumer's, each in a place of its own.
final class Prefetcher<Batch: Sendable>: Sendable {
    private struct State {
        var source: any JobSource<Batch>
        /// How many jobs have been taken.
        var taken = 0
        var isOver = false
        var made: [Batch?]
    }

    private let state: Mutex<State>
    private let workers: Int
    /// Leave to make one more.
    private let leave = DispatchSemaphore(value: 0)
    /// Whether a place is filled.
    private let filled: [DispatchSemaphore]

    init(_ source: sending any JobSource<Batch>, workers: Int, depth: Int) {
        state = Mutex(State(source: source, made: Array(repeating: nil, count: depth)))
        self.workers = workers
        // Semaphores that start above 0 must not be let go below: these start at 0.
        filled = (0..<depth).map { _ in DispatchSemaphore(value: 0) }
        for _ in 0..<depth { leave.signal() }
        for worker in 0..<workers {
            // A queue of its own is a thread of its own, which may wait.
            DispatchQueue(label: "kindling.prefetch.\(worker)").async { self.work() }
        }
    }

    private func work() {
        while true {
            leave.wait()
            let next = state.withLock { state -> (number: Int, job: (@Sendable () -> Batch)?)? in
                if state.isOver { return nil }
                let job = state.source.nextJob()
                if job == nil { state.isOver = true }
                defer { state.taken += 1 }
                return (state.taken, job)
            }
            guard let next else { return }
            let place = next.number % filled.count
            if let batch = next.job?() { state.withLock { $0.made[place] = batch } }
            filled[place].signal()
            if next.job == nil {
                // The others have nothing to wait for.
                for _ in 0..<workers { leave.signal() }
                return
            }
        }
    }

    /// Batch number `number`, when it is made; nil at the end.
    func take(_ number: Int) -> Batch? {
        let place = number % filled.count
        filled[place].wait()
        let batch = state.withLock { $0.made[place].take() }
        leave.signal()
        return batch
    }

    /// Lets the workers end.
    func cancel() {
        state.withLock { $0.isOver = true }
        for _ in 0..<workers { leave.signal() }
    }
}

extension DataLoader where Batch: Sendable {
    /// The same batches in the same order, made ahead by threads of their own (torch's `num_workers` and `prefetch_factor`).
    ///
    /// ```swift
    /// for (images, labels) in loader.prefetched(workers: 4) { ... }
    /// ```
    ///
    /// It pays where making a batch takes long: reading and decoding files, not rows of a tensor in memory.
    ///
    /// - Parameter depth: how many batches may be made ahead; two a worker where nil.
    /// - Precondition: both positive.
    public func prefetched(workers: Int = 1, depth: Int? = nil) -> Prefetched<Batch> {
        Prefetched(workers: workers, depth: depth ?? 2 * workers) { makeIterator() }
    }

    /// The rest of an epoch, made ahead. See ``makeIterator(at:)``.
    public func prefetched(
        workers: Int = 1, depth: Int? = nil, at position: LoaderPosition
    ) throws(LoaderPositionError) -> Prefetched<Batch> {
        try position.check(count)
        return Prefetched(workers: workers, depth: depth ?? 2 * workers) { resumed(at: position) }
    }
}

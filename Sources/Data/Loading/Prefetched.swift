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
///
/// Batches are made in the mode (`evaluating`, `noGrad`, ...) and with the other task-local values of the place where the iterator
/// is made: where the `for` loop starts. What the mode is where the loader was made, or where a batch is taken, does not matter.
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
        // More workers than batches that may be made ahead would only wait.
        return Iterator(Prefetcher(source, depth: depth), workers: Swift.min(workers, depth), at: position)
    }

    public final class Iterator: IteratorProtocol {
        private let prefetcher: Prefetcher<Batch>
        private let workers: [Task<Void, Never>]
        private var taken = 0
        private var isAtEnd = false

        /// Where the epoch stands: what the next batch is, however many are made already.
        public private(set) var position: LoaderPosition

        init(_ prefetcher: Prefetcher<Batch>, workers: Int, at position: LoaderPosition) {
            self.prefetcher = prefetcher
            self.workers = prefetcher.start(workers: workers)
            self.position = position
        }

        /// The workers stop after the batch that they are at, in which the task is cancelled.
        deinit {
            for worker in workers { worker.cancel() }
            prefetcher.cancel()
        }

        /// The next batch; waits for it where it is not there yet.
        ///
        /// Workers have threads of their own, so that any number of tasks may wait here and all of them go on. Meanwhile each holds one
        /// of Swift's few threads, as with any call that waits: what the batches are made of must not wait for another task.
        public func next() -> Batch? {
            if isAtEnd { return nil }
            let batch = workers.isEmpty ? prefetcher.makeNext() : prefetcher.take(taken)
            isAtEnd = batch == nil
            if !isAtEnd {
                taken += 1
                position.batch += 1
            }
            return batch
        }
    }
}

/// What the workers of one epoch share: where jobs come from, and a ring of `depth` places for what they have made. A worker takes a
/// number after it was given leave, so that all numbers that are out lie within `depth` of the consumer's, each in a place of its own.
final class Prefetcher<Batch: Sendable>: Sendable {
    private struct Source {
        var jobs: any JobSource<Batch>
        /// How many jobs have been taken.
        var taken = 0
        var isAtEnd = false

        /// The next job's number and the job, or nil for the end of the epoch, which comes once.
        mutating func next() -> (number: Int, job: (@Sendable () -> Batch)?)? {
            if isAtEnd { return nil }
            let job = jobs.nextJob()
            isAtEnd = job == nil
            defer { taken += 1 }
            return (taken, job)
        }
    }

    /// Workers alone wait for each other here: reading a stream may take long.
    private let source: Mutex<Source>
    /// The ring; nil once nobody will take any more.
    private let made: Mutex<[Batch?]?>
    /// Leave to make one more.
    private let leave = DispatchSemaphore(value: 0)
    /// Whether a place is filled.
    private let filled: [DispatchSemaphore]

    init(_ jobs: sending any JobSource<Batch>, depth: Int) {
        source = Mutex(Source(jobs: jobs))
        made = Mutex(Array(repeating: nil, count: depth))
        // Semaphores that start above 0 must not be let go below: these start at 0.
        filled = (0..<depth).map { _ in DispatchSemaphore(value: 0) }
        for _ in 0..<depth { leave.signal() }
    }

    /// Starts as many workers as there are threads to be had, which may be none: the consumer then makes the batches.
    func start(workers: Int) -> [Task<Void, Never>] {
        var tasks: [Task<Void, Never>] = []
        while tasks.count < workers, let task = WorkerThread.start({ self.work() }) { tasks.append(task) }
        return tasks
    }

    private func work() {
        while true {
            leave.wait()
            guard !Task.isCancelled, let (number, job) = source.withLock({ $0.next() }) else { break }
            let place = number % filled.count
            if let batch = job?() { made.withLock { $0?[place] = batch } }
            filled[place].signal()
            if job == nil { break }
        }
        // The next one has nothing to wait for either.
        leave.signal()
    }

    /// Batch number `number`, when a worker has made it; nil at the end.
    func take(_ number: Int) -> Batch? {
        let place = number % filled.count
        filled[place].wait()
        let batch = made.withLock { $0?[place].take() }
        leave.signal()
        return batch
    }

    /// The next batch, made here.
    func makeNext() -> Batch? { source.withLock { $0.next() }?.job?() }

    /// Lets go of what was made, and of the workers, whose tasks have been cancelled.
    func cancel() {
        _ = made.withLock { $0.take() }
        leave.signal()
    }
}

extension DataLoader where Batch: Sendable {
    /// The same batches in the same order, made ahead by threads of their own (torch's `num_workers` and `prefetch_factor`).
    ///
    /// ```swift
    /// for (images, labels) in loader.prefetched(workers: 4) { ... }
    /// ```
    ///
    /// It pays where making a batch takes long: reading and decoding files, not rows of a tensor in memory. The threads end with
    /// the epoch, or soon after the iterator is let go; work that takes long may look at `Task.isCancelled` meanwhile. Where no
    /// more threads can be had, fewer work.
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

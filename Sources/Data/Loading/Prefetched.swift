import Dispatch
import Synchronization

/// A source of batches as jobs. One thread at a time takes the next job, in order; any thread may run it.
protocol JobSource<Output> {
    // Not named Batch: the alias that a conforming iterator gets would hide its loader's Batch, which is public.
    associatedtype Output
    var position: LoaderPosition { get }
    /// Returns the next job, which makes a batch; nil at the end.
    mutating func nextJob() -> (@Sendable () -> Output)?
}

/// Batches that other threads make ahead of time. See ``DataLoader/prefetched(workers:depth:)``.
///
/// The batches and their order are the same as without, whatever the number of workers. At most `depth` batches are made ahead,
/// which bounds the memory where making them is faster than using them.
///
/// Batches are made in the mode (`evaluating`, `noGrad`, ...) and with the other task-local values at the place where the
/// iterator is created, which is where the `for` loop starts. The modes in which the loader is created or a batch is taken do
/// not matter.
public struct Prefetched<Batch: Sendable>: ResumableLoader, Sendable {
    /// The number of threads that make batches.
    public let workers: Int
    /// The largest number of batches that are made ahead.
    public let depth: Int
    /// The loader's generator. Starting an epoch advances it; that batches are made ahead does not.
    public let generator: Generator
    /// The number of batches of an epoch, where the loader knows it; else 0.
    public let underestimatedCount: Int

    /// Starts an epoch of the loader.
    var start: @Sendable () -> sending any JobSource<Batch>
    /// Goes on with an epoch of the loader.
    private let resume: @Sendable (LoaderPosition) throws(LoaderPositionError) -> sending any JobSource<Batch>

    /// - Parameter depth: two for each worker where nil.
    init<Loader: ResumableLoader & Sendable>(_ loader: Loader, workers: Int, depth: Int?)
    where Loader.Iterator: JobSource<Batch> & SendableMetatype {
        let depth = depth ?? 2 * workers
        if workers <= 0 || depth <= 0 {
            trap("prefetched", "workers and depth must be positive, got \(workers) and \(depth)")
        }
        self.workers = workers
        self.depth = depth
        generator = loader.generator
        underestimatedCount = loader.underestimatedCount
        start = { loader.makeIterator() }
        resume = { position throws(LoaderPositionError) in try loader.makeIterator(at: position) }
    }

    /// Starts an epoch and its workers. They end with the epoch, or when the iterator is deinitialized.
    public func makeIterator() -> Iterator { Iterator(start(), workers: workers, depth: depth) }

    /// Goes on with an epoch, and starts its workers.
    ///
    /// ```swift
    /// for batch in try loader.prefetched(workers: 4).makeIterator(at: saved) { ... }      // the rest of this epoch
    /// ```
    public func makeIterator(at position: LoaderPosition) throws(LoaderPositionError) -> Iterator {
        Iterator(try resume(position), workers: workers, depth: depth)
    }

    /// One epoch's batches. Its workers end with it.
    public final class Iterator: PositionedIterator, Sequence {
        private let prefetcher: Prefetcher<Batch>
        private let workers: [Task<Void, Never>]
        private var taken = 0
        private var isAtEnd = false

        /// The position of the next batch, no matter how many are made already.
        public private(set) var position: LoaderPosition

        init(_ source: sending any JobSource<Batch>, workers: Int, depth: Int) {
            position = source.position
            prefetcher = Prefetcher(source, depth: depth)
            // More workers than batches that may be made ahead would only wait.
            self.workers = prefetcher.start(workers: Swift.min(workers, depth))
        }

        /// Workers stop after their current batch, whose task is cancelled.
        deinit {
            for worker in workers { worker.cancel() }
            prefetcher.cancel()
        }

        /// The next batch, for which it waits where necessary; nil at the end.
        ///
        /// Workers have threads of their own, so that any number of tasks may wait here and all of them make progress. A
        /// waiting task blocks one of Swift's few threads, as any blocking call does: making a batch must not wait for another
        /// task.
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

/// The state that the workers of one epoch share: the source of jobs, and a ring buffer of `depth` slots for their results. A
/// worker takes a job only with a permit, so that all outstanding numbers lie within `depth` of the consumer's, each in a slot
/// of its own.
final class Prefetcher<Batch: Sendable>: Sendable {
    private struct Source {
        var jobs: any JobSource<Batch>
        /// How many jobs have been taken.
        var taken = 0
        var isAtEnd = false

        /// The next job and its number; a job of nil marks the end of the epoch and is returned once.
        mutating func next() -> (number: Int, job: (@Sendable () -> Batch)?)? {
            if isAtEnd { return nil }
            let job = jobs.nextJob()
            isAtEnd = job == nil
            defer { taken += 1 }
            return (taken, job)
        }
    }

    /// Only workers wait for this lock: reading a stream may take long.
    private let source: Mutex<Source>
    /// The ring buffer; nil after cancellation.
    private let made: Mutex<[Batch?]?>
    /// Permits to make one more batch.
    private let leave = DispatchSemaphore(value: 0)
    /// Signals that a slot is filled.
    private let filled: [DispatchSemaphore]

    init(_ jobs: sending any JobSource<Batch>, depth: Int) {
        source = Mutex(Source(jobs: jobs))
        made = Mutex(Array(repeating: nil, count: depth))
        // A semaphore must not be deinitialized below its initial value, so these start at 0.
        filled = (0..<depth).map { _ in DispatchSemaphore(value: 0) }
        for _ in 0..<depth { leave.signal() }
    }

    /// Starts as many workers as threads can be created, possibly none: the consumer then makes the batches.
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
        // Wakes the next worker, which has nothing to wait for either.
        leave.signal()
    }

    /// Batch number `number`, once a worker has made it; nil at the end.
    func take(_ number: Int) -> Batch? {
        let place = number % filled.count
        filled[place].wait()
        let batch = made.withLock { $0?[place].take() }
        leave.signal()
        return batch
    }

    /// Makes the next batch on the caller's thread.
    func makeNext() -> Batch? { source.withLock { $0.next() }?.job?() }

    /// Releases the batches, and wakes the workers, whose tasks have been cancelled.
    func cancel() {
        _ = made.withLock { $0.take() }
        leave.signal()
    }
}

extension DataLoader where Batch: Sendable {
    /// The same batches in the same order, made ahead of time by other threads (torch's `num_workers` and `prefetch_factor`).
    ///
    /// ```swift
    /// for (images, labels) in loader.prefetched(workers: 4) { ... }
    /// ```
    ///
    /// It pays where making a batch takes long: reading and decoding files, not rows of a tensor in memory. The threads end
    /// with the epoch, or soon after the iterator is deinitialized; long work can check `Task.isCancelled`. Where no more
    /// threads can be created, fewer are used.
    ///
    /// - Parameters:
    ///   - workers: the number of threads.
    ///   - depth: how many batches may be made ahead; two for each worker where nil.
    /// - Precondition: both are positive.
    public func prefetched(workers: Int = 1, depth: Int? = nil) -> Prefetched<Batch> {
        Prefetched(self, workers: workers, depth: depth)
    }
}

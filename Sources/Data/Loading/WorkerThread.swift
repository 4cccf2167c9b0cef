import CKernels
import Dispatch
import Synchronization

/// A thread of its own for one task, which may wait on it as long as it likes: Swift's and Dispatch's threads are few and shared.
///
/// What runs on it is a `Task` since that starts with all task-local values of the place that makes it: our modes, and the user's.
final class WorkerThread: TaskExecutor {
    private let job = Mutex<UnownedJob?>(nil)
    private let hasJob = DispatchSemaphore(value: 0)

    /// Runs `body` on a new thread; nil where no more threads can be had.
    static func start(_ body: @escaping @Sendable () -> Void) -> Task<Void, Never>? {
        let thread = WorkerThread()
        let reference = Unmanaged.passRetained(thread)
        let isStarted = kindling_start_thread(
            { reference in
                if let reference { Unmanaged<WorkerThread>.fromOpaque(reference).takeRetainedValue().run() }
                return nil
            }, reference.toOpaque())
        if !isStarted {
            reference.release()
            return nil
        }
        return Task(executorPreference: thread) { body() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.job.withLock { $0 = job }
        hasJob.signal()
    }

    /// The body does not suspend: it is one job.
    private func run() {
        hasJob.wait()
        job.withLock { $0 }?.runSynchronously(on: asUnownedTaskExecutor())
    }
}

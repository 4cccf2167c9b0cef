import CKernels
import Dispatch
import Synchronization

/// A thread for one task, which may block it as long as it likes: Swift's and Dispatch's threads are few and shared.
///
/// The body runs in a `Task`, which inherits all task-local values at the place of creation: our modes, and the user's own.
final class WorkerThread: TaskExecutor {
    private let job = Mutex<UnownedJob?>(nil)
    private let hasJob = DispatchSemaphore(value: 0)

    /// Runs `body` on a new thread; nil where no more threads can be created.
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

    /// The body does not suspend, so it is one job.
    private func run() {
        hasJob.wait()
        job.withLock { $0 }?.runSynchronously(on: asUnownedTaskExecutor())
    }
}

import Dispatch
import Synchronization

/// Writes checkpoints on a thread of its own, one after the other. Of those that wait, the newest wins, and
/// beside it those of steps that are kept.
final class CheckpointWriter: Sendable {
    struct Job: Sendable {
        let step: Int
        /// How many checkpoints stay, and which beside the newest.
        let keptCount: Int
        let keptSteps: Set<Int>
        /// Completes the state and writes it. What takes long, such as encoding, is in here.
        let write: @Sendable (_ path: String) throws -> Void
    }

    private struct Queue {
        var jobs: [Job] = []
        var isWriting = false
        /// Why the last checkpoint could not be written.
        var failure: (any Error)?
        var failed: Job?
        var isReported = false
    }

    private let folder: RunFolder
    private let queue = DispatchQueue(label: "checkpoints")
    private let waiting = Mutex(Queue())

    init(_ folder: RunFolder) { self.folder = folder }

    /// Has a checkpoint written soon.
    func submit(_ job: Job) {
        let mustStart = waiting.withLock { queue in
            queue.jobs.removeAll { !job.keptSteps.contains($0.step) || $0.step == job.step }
            queue.jobs.append(job)
            defer { queue.isWriting = true }
            return !queue.isWriting
        }
        if mustStart { queue.async { [self] in writeAll() } }
    }

    private func writeAll() {
        while let job = next() {
            do {
                try job.write(folder.file(ofStep: job.step))
                folder.removeCheckpoints(exceptNewest: job.keptCount, until: job.step, and: job.keptSteps)
                waiting.withLock { ($0.failure, $0.failed, $0.isReported) = (nil, nil, false) }
            } catch {
                waiting.withLock { [error] in ($0.failure, $0.failed) = (error, job) }
            }
        }
    }

    private func next() -> Job? {
        waiting.withLock { queue in
            queue.isWriting = !queue.jobs.isEmpty
            return queue.jobs.isEmpty ? nil : queue.jobs.removeFirst()
        }
    }

    /// Why checkpoints cannot be written: once, until one could.
    func unreportedFailure() -> (any Error)? {
        waiting.withLock { queue in
            defer { queue.isReported = queue.failure != nil }
            return queue.isReported ? nil : queue.failure
        }
    }

    /// Waits until everything is written. What could not be written before may be now, and is tried once more.
    ///
    /// - Throws: what went wrong with the newest checkpoint.
    func finish() throws {
        queue.sync {}
        if let job = waiting.withLock({ $0.failed }) {
            submit(job)
            queue.sync {}
        }
        if let failure = waiting.withLock({ $0.failure }) { throw failure }
    }
}

import Synchronization

/// Gathers the rows of several requests and computes them at once: at most `rows` of them, and none waits longer than `delay`.
///
/// A batch that fails is computed again row by row, so that a row that fails fails alone.
final class BatchQueue<Output: Sendable>: Sendable {
    typealias Compute = @Sendable ([[Double]]) throws -> [Output]

    private struct Waiting {
        let row: [Double]
        let continuation: CheckedContinuation<Output, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        /// Counts the batches, so that the timer of one does not end the next.
        var batch = 0
    }

    private let rows: Int
    private let delay: Duration
    private let compute: Compute
    private let state = Mutex(State())

    init(rows: Int, delay: Duration, compute: @escaping Compute) {
        self.rows = rows
        self.delay = delay
        self.compute = compute
    }

    /// The output of a row, computed with others.
    func output(of row: [Double]) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            let (full, timed) = state.withLock { state -> ([Waiting], Int?) in
                state.waiting.append(Waiting(row: row, continuation: continuation))
                if state.waiting.count >= rows { return (Self.take(&state), nil) }
                return ([], state.waiting.count == 1 ? state.batch : nil)
            }
            run(full)
            if let timed { Task { await self.expire(timed) } }
        }
    }

    private static func take(_ state: inout State) -> [Waiting] {
        state.batch += 1
        return exchange(&state.waiting, with: [])
    }

    private func expire(_ batch: Int) async {
        try? await Task.sleep(for: delay)
        run(state.withLock { $0.batch == batch ? Self.take(&$0) : [] })
    }

    private func run(_ batch: [Waiting]) {
        guard !batch.isEmpty else { return }
        if let outputs = try? compute(batch.map(\.row)), outputs.count == batch.count {
            for (waiting, output) in zip(batch, outputs) { waiting.continuation.resume(returning: output) }
            return
        }
        for waiting in batch {
            waiting.continuation.resume(
                with: Result {
                    let outputs = try compute([waiting.row])
                    guard let output = outputs.first else { throw Problem(.internalServerError, "the model gave no answer") }
                    return output
                })
        }
    }
}

import Compilation
import Foundation
import Synchronization
import Testing

@Suite("A task that outlives the compiled call that started it")
struct OutlivedTracingTests {
    private final class State: Sendable {
        let isTracing = Mutex(false)
        let seen = Mutex<Double?>(nil)
    }

    @Test("reads parameters as they are, also while another function is traced", .timeLimit(.minutes(5)))
    func parameters() async {
        let cell = ParameterCell(.zeros([]))
        let state = State()
        let first = Compiled { inputs in
            let sum = inputs[0] + (cell.value ?? inputs[0])
            Task {
                while !state.isTracing.withLock({ $0 }) { await Task.yield() }
                state.seen.withLock { $0 = cell.value?.item() }
            }
            return [sum]
        }
        let second = Compiled { inputs in
            state.isTracing.withLock { $0 = true }
            while state.seen.withLock({ $0 == nil }) { usleep(100) }
            return inputs
        }
        _ = first(Tensor(1.0))
        cell.value = .ones([])
        // A thread of its own may wait for the task.
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                _ = second(Tensor(1.0))
                continuation.resume()
            }
        }
        #expect(state.seen.withLock { $0 } == 1)
    }
}

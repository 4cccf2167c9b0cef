import Synchronization
import Testing

@testable import Tensor

@Suite("Threads", .serialized)
struct ThreadsTests {
    /// Runs `body` with each number of threads.
    private func withThreads<R>(_ counts: [Int], _ body: () -> R) -> [R] {
        let before = Kindling.threads
        defer { Kindling.threads = before }
        return counts.map {
            Kindling.threads = $0
            return body()
        }
    }

    @Test("Every chunk is run once, whatever the number of threads", arguments: [0, 1, 7, 8, 9, 1000])
    func chunks(count: Int) {
        let runs = withThreads([1, 2, 5]) {
            let hits = Mutex([Int](repeating: 0, count: count))
            for _ in 0..<20 { parallel(count, grain: 8) { range in hits.withLock { for i in range { $0[i] += 1 } } } }
            return hits.withLock { $0 }
        }
        for hits in runs { #expect(hits == [Int](repeating: 20, count: count)) }
    }

    @Test("A chunk may split its own work, and tasks may compute at the same time")
    func nested() async {
        let count = Count()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    parallel(16, grain: 1) { outer in
                        parallel(32, grain: 4) { inner in count.add(outer.count * inner.count) }
                    }
                }
            }
        }
        #expect(count.total.withLock { $0 } == 8 * 16 * 32)
    }

    @Test(
        "Products have the same bits for any number of threads", arguments: [[40, 300, 500], [130, 70, 1100], [1, 900, 700]])
    func products(sizes: [Int]) {
        let generator = Generator(seed: 3)
        let (a, b) = (
            Tensor.normal([sizes[0], sizes[2]], generator: generator),
            Tensor.normal([sizes[2], sizes[1]], generator: generator)
        )
        let results = withThreads([1, 2, 3]) { a.matmul(b).array(of: Float.self) }
        #expect(results[0] == results[1] && results[0] == results[2])
    }
}

private final class Count: Sendable {
    let total = Mutex(0)

    func add(_ more: Int) { total.withLock { $0 += more } }
}

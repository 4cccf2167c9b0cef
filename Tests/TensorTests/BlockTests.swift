import Foundation
import Synchronization
import Testing

@testable import Tensor

@Suite("Blocks of memory", .enabled(if: memoryIsRecycled))
struct BlockTests {
    /// How many blocks the system had to give for what threads do, one after the other. They all stay until the last one is done.
    private func newBlocks(threads count: Int, _ body: @escaping @Sendable () -> Void) -> Int {
        let new = Mutex(0)
        let (done, end) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        for _ in 0..<count {
            Thread.detachNewThread {
                body()
                new.withLock { $0 += systemAllocations() }
                done.signal()
                end.wait()
            }
            done.wait()
        }
        for _ in 0..<count { end.signal() }
        return new.withLock { $0 }
    }

    @Test("that many threads free are bounded for all threads together")
    func held() {
        let perThread = 256
        let new = newBlocks(threads: 64) {
            let tensors = (0..<perThread).map { _ in Tensor.zeros([4000]) }
            #expect(tensors.count == perThread)
        }
        #expect(new < 64 * perThread / 3)
    }

    @Test("are reused by the thread that allocated them when another one frees them")
    func handedOn() {
        let count = 20_000
        let new = Mutex(0)
        let queue = Mutex([Tensor]())
        let (room, filled, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        for _ in 0..<16 { room.signal() }
        Thread.detachNewThread {
            for _ in 0..<count {
                room.wait()
                queue.withLock { $0.append(.zeros([1000])) }
                filled.signal()
            }
            new.withLock { $0 = systemAllocations() }
            done.signal()
        }
        Thread.detachNewThread {
            for _ in 0..<count {
                filled.wait()
                _ = queue.withLock { $0.removeLast() }
                room.signal()
            }
            done.signal()
        }
        for _ in 0..<2 { done.wait() }
        #expect(new.withLock { $0 } < count / 8)
    }

    @Test("of a thread that ends are reused by the next one")
    func ended() {
        let perThread = 100
        let new = (0..<200).reduce(0) { sum, _ in
            sum
                + newBlocks(threads: 1) {
                    let tensors = (0..<perThread).map { _ in Tensor.zeros([1000]) }
                    #expect(tensors.count == perThread)
                }
        }
        #expect(new < 200 * perThread / 8)
    }
}

import Data
import Synchronization
import Tensor
import Testing

@Suite("Memory of batches made ahead", .enabled(if: memoryIsRecycled))
struct PrefetchMemoryTests {
    @Test("comes back to the workers from who lets it go, epoch after epoch")
    func epochs() {
        let new = Mutex(0)
        let rows = (0..<256).map { _ in Tensor.zeros([100]) }
        let ahead = DataLoader(rows, batchSize: 8) { rows in
            let before = systemAllocations()
            let batch = Tensor.stack(rows)
            let after = systemAllocations()
            new.withLock { $0 += after - before }
            return batch
        }.prefetched(workers: 4)
        let epochs = 500
        for _ in 0..<epochs { for batch in ahead { #expect(batch.shape == [8, 100]) } }
        // Each batch takes a block at least.
        let blocks = epochs * 32
        #expect(new.withLock { $0 } < blocks / 8)
    }
}

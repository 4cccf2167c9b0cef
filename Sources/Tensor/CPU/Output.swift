import CKernels

/// Where a kernel writes its results. Those which the caches could not hold go past them, block by block through a small buffer:
/// memory is then not read before it is written, and the operands stay in the cache.
struct Output<T> {
    private let base: UnsafeMutablePointer<T>
    private let isStreamed: Bool

    /// Bytes of a result that would fill much of a cache.
    private static var large: Int { 8 << 20 }

    init(_ result: Tensor) {
        base = result.pointer(T.self)
        isStreamed = result.count * MemoryLayout<T>.stride >= Output.large
    }

    /// Calls the kernel with where to write, how many of the elements from `start` on have been written, and how many to write.
    @inline(__always)
    func write(_ start: Int, _ count: Int, _ kernel: (_ to: UnsafeMutablePointer<T>, _ done: Int, _ count: Int) -> Void) {
        if isStreamed { stream(start, count, kernel) } else { kernel(base + start, 0, count) }
    }

    @inline(never)
    private func stream(_ start: Int, _ count: Int, _ kernel: (UnsafeMutablePointer<T>, Int, Int) -> Void) {
        let block = 8192 / MemoryLayout<T>.stride
        withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 64) { buffer in
            let elements = buffer.baseAddress!.assumingMemoryBound(to: T.self)
            for done in stride(from: 0, to: count, by: block) {
                let length = min(block, count - done)
                kernel(elements, done, length)
                kindling_stream(base + start + done, elements, length * MemoryLayout<T>.stride)
            }
            kindling_finish_streams()
        }
    }
}

import CKernels

/// Settings of the whole framework.
public enum Kindling {
    /// How many threads compute, the caller's among them: one for each processor that the process may use, unless the environment
    /// variable `KINDLING_NUM_THREADS` (or `OMP_NUM_THREADS`) says otherwise when it starts (torch's `set_num_threads`).
    ///
    /// Results don't depend on it, to the bit.
    ///
    /// - Precondition: at least 1.
    public static var threads: Int {
        get { Int(kindling_threads()) }
        set {
            if newValue < 1 { trap("threads", "\(newValue) threads cannot compute; at least 1 is needed") }
            kindling_set_threads(Int32(clamping: newValue))
        }
    }
}

/// Calls `body` for the ranges of `grain` that `0..<count` is made of (the last may be shorter), on several threads where there is
/// more than one. The grain is some 10 µs of work: less is not worth a handover.
///
/// The ranges don't depend on the number of threads, and no result may depend on their order.
@inline(__always)
package func parallel(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    if count > grain { return parallelRanges(count, max(grain, 1), body) }
    if count > 0 { body(0..<count) }
}

/// The same for elements that don't depend on each other: even ranges of at least the grain, few long ones rather than many short
/// ones, since memory is read faster so.
@inline(__always)
package func parallel(elements count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    parallel(count, grain: evenGrain(count, grain), body)
}

/// The sum of what `body` gives for even ranges of at least the grain, added in their order.
package func parallelSum(_ count: Int, grain: Int, _ body: (Range<Int>) -> Double) -> Double {
    if count <= grain { return body(0..<count) }
    let grain = evenGrain(count, grain)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: (count + grain - 1) / grain) { sums in
        parallel(count, grain: grain) { sums[$0.lowerBound / grain] = body($0) }
        return sums.reduce(0, +)
    }
}

/// How many elements make an even range of at least the grain. Two kernels that follow each other then halve the same elements
/// at the same index, and each core finds what it wrote.
func evenGrain(_ count: Int, _ grain: Int) -> Int {
    if count <= grain { return grain }
    let most = max(16, count >> 20)
    let chunks = min((count + grain - 1) / grain, most)
    let size = (count + (chunks + 1) / 2 * 2 - 1) / ((chunks + 1) / 2 * 2)
    return size < 4096 ? size : (size + 63) & ~63
}

@inline(never)
private func parallelRanges(_ count: Int, _ grain: Int, _ body: (Range<Int>) -> Void) {
    withoutActuallyEscaping(body) { body in
        var job = { (chunk: Int) in body(chunk * grain..<min((chunk + 1) * grain, count)) }
        withUnsafeMutablePointer(to: &job) { job in
            kindling_parallel(
                (count + grain - 1) / grain, { $0!.assumingMemoryBound(to: ((Int) -> Void).self).pointee($1) }, job)
        }
    }
}

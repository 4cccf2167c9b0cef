// What is said in another way now: the former one still compiles, and the compiler says the new one.

extension DataLoader where Batch: Sendable {
    /// The rest of an epoch, made ahead of time, each time it is iterated over.
    @available(*, deprecated, message: "use prefetched(workers:depth:).makeIterator(at:)")
    public func prefetched(
        workers: Int = 1, depth: Int? = nil, at position: LoaderPosition
    ) throws(LoaderPositionError) -> Prefetched<Batch> {
        try position.check(batches: count)
        var result = prefetched(workers: workers, depth: depth)
        result.start = { resumed(at: position) }
        return result
    }
}

extension StreamLoader where Batch: Sendable {
    /// The rest of an epoch, made ahead of time, each time it is iterated over. A position past the stream's end does not throw: nothing
    /// is left.
    @available(*, deprecated, message: "use prefetched(workers:depth:).makeIterator(at:)")
    public func prefetched(
        workers: Int = 1, depth: Int? = nil, at position: LoaderPosition
    ) throws(LoaderPositionError) -> Prefetched<Batch> {
        try position.check()
        var result = prefetched(workers: workers, depth: depth)
        result.start = { resumed(at: position) }
        return result
    }
}

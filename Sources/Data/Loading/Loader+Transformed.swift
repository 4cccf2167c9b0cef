import Tensor

// Batches that something else is made of, where they are made: by the workers, if they are prefetched.
extension DataLoader {
    /// The same batches in the same order, each changed by a function.
    ///
    /// ```swift
    /// let flat = loader.transformed { ($0.0.flatten(from: 1), $0.1) }
    /// ```
    public func transformed<Other>(_ transform: @escaping @Sendable (Batch) -> Other) -> DataLoader<Other> {
        changed(drawing: 0) { batch, _ in transform(batch) }
    }

    /// The same batches in the same order, each changed by a function that draws random numbers from a generator which is the batch's own:
    /// whatever thread makes the batch, and after resuming in mid-epoch, it gives the same numbers. Several functions in a row have a
    /// stream each.
    ///
    /// ```swift
    /// let noisy = loader.transformed { batch, generator in
    ///     (batch.0 + .normal(batch.0.shape, std: 0.1, generator: generator), batch.1)
    /// }
    /// ```
    @_disfavoredOverload  // A closure of two parameters also takes a pair apart.
    public func transformed<Other>(_ transform: @escaping @Sendable (Batch, Generator) -> Other) -> DataLoader<Other> {
        changed(drawing: 1) { [drawingFunctions] in transform($0, $1.batchGenerator(function: drawingFunctions)) }
    }

    private func changed<Other>(
        drawing more: Int, _ change: @escaping @Sendable (Batch, LoaderPosition) -> Other
    ) -> DataLoader<Other> {
        DataLoader<Other>(
            generator: generator, count: count, startEpoch: startEpoch,
            makeBatch: { [makeBatch] in change(makeBatch($0, $1), $1) }, drawingFunctions: drawingFunctions + more)
    }
}

extension StreamLoader {
    /// The same batches in the same order, each changed by a function.
    public func transformed<Other>(_ transform: @escaping @Sendable (Batch) -> Other) -> StreamLoader<Stream, Other> {
        changed(drawing: 0) { batch, _ in transform(batch) }
    }

    /// The same batches in the same order, each changed by a function that draws random numbers from a generator which is the batch's own.
    /// See <doc:LoadingAndResuming>.
    @_disfavoredOverload  // A closure of two parameters also takes a pair apart.
    public func transformed<Other>(
        _ transform: @escaping @Sendable (Batch, Generator) -> Other
    ) -> StreamLoader<Stream, Other> {
        changed(drawing: 1) { [drawingFunctions] in transform($0, $1.batchGenerator(function: drawingFunctions)) }
    }

    private func changed<Other>(
        drawing more: Int, _ change: @escaping @Sendable (Batch, LoaderPosition) -> Other
    ) -> StreamLoader<Stream, Other> {
        StreamLoader<Stream, Other>(
            batchSize: batchSize, shuffleBuffer: shuffleBuffer, dropLast: dropLast, generator: generator, stream: stream,
            makeBatch: { [makeBatch] in change(makeBatch($0, $1), $1) }, drawingFunctions: drawingFunctions + more)
    }
}

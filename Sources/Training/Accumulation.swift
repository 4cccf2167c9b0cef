/// Batches in groups, of which each is one step of training. They are made by `grouped(by:)`, which all loaders have.
public struct Grouped<Loader: ResumableLoader>: ResumableLoader {
    /// The number of batches in a group.
    public let size: Int
    let loader: Loader

    /// The loader's.
    public var generator: Generator { loader.generator }
    /// The number of groups of an epoch, where the loader knows the number of batches; else 0.
    public var underestimatedCount: Int { (loader.underestimatedCount + size - 1) / size }

    /// Starts an epoch of the loader.
    public func makeIterator() -> Iterator { Iterator(size: size, batches: loader.makeIterator()) }

    /// Goes on with an epoch of the loader.
    public func makeIterator(at position: LoaderPosition) throws(LoaderPositionError) -> Iterator {
        Iterator(size: size, batches: try loader.makeIterator(at: position))
    }

    /// The groups of an epoch.
    public struct Iterator: PositionedIterator {
        let size: Int
        var batches: Loader.Iterator

        /// The position of the next group's first batch.
        public var position: LoaderPosition { batches.position }

        /// The next group; nil at the epoch's end.
        public mutating func next() -> [Loader.Element]? {
            var group: [Loader.Element] = []
            while group.count < size, let batch = batches.next() { group.append(batch) }
            return group.isEmpty ? nil : group
        }
    }
}

extension ResumableLoader {
    /// The same batches in groups, for gradients that are accumulated over several batches: a group is one step of a run, so that no
    /// checkpoint falls within it. The last group of an epoch may be smaller.
    ///
    /// ```swift
    /// for group in epoch.batches(loader.grouped(by: 4)) {
    ///     let (loss, gradients) = accumulatedGradients(over: group) { x, y in mseLoss(model(x), y) }
    ///     optimizer.step(gradients)
    ///     run.row.loss.add(loss)
    /// }
    /// ```
    ///
    /// - Precondition: a positive number of batches.
    public func grouped(by size: Int) -> Grouped<Self> {
        if size <= 0 { trap("grouped(by:)", "the number of batches must be positive, got \(size)") }
        return Grouped(size: size, loader: self)
    }
}

/// The mean loss over some batches, and its gradients: those of one larger batch, of which only a part must fit in memory.
///
/// Statistics of the batch, as of ``/NN/BatchNorm``, remain those of each batch.
///
/// - Parameters:
///   - batches: at least one.
///   - weight: how much a batch counts: its number of examples makes the mean that over the examples, where batches differ in size. All count
///     the same where it is nil.
///   - loss: of a batch, a single number.
/// - Returns: `Σ wᵢ lossᵢ / Σ wᵢ`, untracked, and its gradients.
/// - Precondition: the weights' sum is positive.
public func accumulatedGradients<Batch>(
    over batches: [Batch], weight: ((Batch) -> Double)? = nil, _ loss: (Batch) throws -> Tensor
) rethrows -> (loss: Tensor, gradients: Gradients) {
    let weights = batches.map { weight?($0) ?? 1 }
    let total = weights.reduce(0, +)
    if !(total > 0) { trap("accumulatedGradients", "the sum of the batches' weights must be positive, got \(total)") }
    var (mean, gradients) = (Tensor(0.0), Gradients())
    for (index, batch) in batches.enumerated() {
        let share = try loss(batch) * (weights[index] / total)
        gradients += share.gradients()
        mean = index == 0 ? share.detached() : mean + share.detached()
    }
    return (mean, gradients)
}

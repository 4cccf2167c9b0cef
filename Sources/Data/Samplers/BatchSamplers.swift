import Tensor

/// A sampler's positions in batches of one size (torch's `BatchSampler`).
public struct UniformBatchSampler: BatchSampler {
    /// The sampler whose positions are batched.
    public let sampler: any Sampler
    /// The number of positions of a batch.
    public let batchSize: Int
    /// Whether a last batch that would be smaller is dropped.
    public let dropLast: Bool

    /// Batches of a sampler's positions.
    ///
    /// - Precondition: `batchSize > 0`.
    public init(_ sampler: some Sampler, batchSize: Int, dropLast: Bool = false) {
        if batchSize <= 0 { trap("UniformBatchSampler", "batchSize must be positive, got \(batchSize)") }
        self.sampler = sampler
        self.batchSize = batchSize
        self.dropLast = dropLast
    }

    public var count: Int { sampler.count.parts(of: batchSize, dropLast: dropLast) }

    public func batches(_ generator: Generator) -> [Positions] {
        let order = sampler.positions(generator)
        return (0..<count).map { order.part($0 * batchSize, Swift.min(batchSize, order.count - $0 * batchSize)) }
    }
}

/// Batches of elements of similar length, in random order, so that little of a batch is padding.
///
/// Elements of equal length are shuffled among themselves, and the batches as a whole.
public struct LengthBatchSampler: BatchSampler {
    /// The length of each element of the dataset.
    public let lengths: [Int]
    /// The number of elements of a batch.
    public let batchSize: Int

    /// Batches of elements with these lengths.
    ///
    /// - Parameters:
    ///   - lengths: the length of each element of the dataset.
    ///   - batchSize: the number of elements of a batch.
    /// - Precondition: `batchSize > 0`.
    public init(lengths: [Int], batchSize: Int) {
        if batchSize <= 0 { trap("LengthBatchSampler", "batchSize must be positive, got \(batchSize)") }
        self.lengths = lengths
        self.batchSize = batchSize
    }

    public var count: Int { lengths.count.parts(of: batchSize) }

    public func batches(_ generator: Generator) -> [Positions] {
        // A stable sort of a random order.
        let order = generator.permutation(lengths.count).sorted { lengths[$0] < lengths[$1] }
        var batches = (0..<count).map { Positions(Array(order.dropFirst($0 * batchSize).prefix(batchSize))) }
        generator.shuffle(&batches)
        return batches
    }
}

extension Int {
    /// The number of chunks of a size, the last one smaller unless it is dropped.
    func parts(of size: Int, dropLast: Bool = false) -> Int { self / size + (dropLast || isMultiple(of: size) ? 0 : 1) }
}

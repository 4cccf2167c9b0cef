import Tensor

/// A sampler's positions, so many at a time (torch's `BatchSampler`).
public struct UniformBatchSampler: BatchSampler {
    public let sampler: any Sampler
    public let batchSize: Int
    public let dropLast: Bool

    /// - Precondition: `batchSize > 0`.
    public init(_ sampler: some Sampler, batchSize: Int, dropLast: Bool = false) {
        if batchSize <= 0 { trap("UniformBatchSampler", "a batch has at least one element, got batchSize \(batchSize)") }
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

/// Batches of elements of about one length, in random order: little of them is padding.
///
/// Elements of one length are shuffled among themselves, the batches as wholes.
public struct LengthBatchSampler: BatchSampler {
    public let lengths: [Int]
    public let batchSize: Int

    /// - Parameter lengths: each element's.
    /// - Precondition: `batchSize > 0`.
    public init(lengths: [Int], batchSize: Int) {
        if batchSize <= 0 { trap("LengthBatchSampler", "a batch has at least one element, got batchSize \(batchSize)") }
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
    /// How many parts of a size this makes, the last one smaller unless it is dropped.
    func parts(of size: Int, dropLast: Bool = false) -> Int { self / size + (dropLast || isMultiple(of: size) ? 0 : 1) }
}

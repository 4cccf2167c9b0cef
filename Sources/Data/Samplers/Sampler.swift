import Tensor

/// The order in which an epoch visits a dataset (torch's `Sampler`).
///
/// ```swift
/// struct EverySecond: Sampler {
///     let size: Int
///     var count: Int { (size + 1) / 2 }
///     func positions(_ generator: Generator) -> Positions { Positions(Array(stride(from: 0, to: size, by: 2))) }
/// }
/// let batches = DataLoader(dataset, batchSize: 32, sampler: EverySecond(size: dataset.count))
/// ```
public protocol Sampler: Sendable {
    /// The number of positions of an epoch.
    var count: Int { get }

    /// An epoch's positions, counted from 0, in order. All randomness comes from the generator, so that its seed determines
    /// them.
    func positions(_ generator: Generator) -> Positions
}

/// The order in which an epoch visits a dataset, in batches (torch's `BatchSampler`).
public protocol BatchSampler: Sendable {
    /// The number of batches of an epoch.
    var count: Int { get }

    /// An epoch's batches, in order.
    func batches(_ generator: Generator) -> [Positions]
}

/// Visits a dataset from its start to its end (torch's `SequentialSampler`).
public struct SequentialSampler: Sampler {
    public let count: Int

    /// All positions of a dataset, in order.
    ///
    /// - Parameter count: the number of elements of the dataset.
    public init(count: Int) {
        if count < 0 { trap("SequentialSampler", "the number of elements must not be negative, got \(count)") }
        self.count = count
    }

    public func positions(_ generator: Generator) -> Positions { Positions(0..<count) }
}

/// Visits a dataset in random order (torch's `RandomSampler`).
///
/// With replacement, each position is drawn from the whole dataset, so that some occur more than once and some not at all.
/// Without, every position occurs once before any is repeated.
public struct RandomSampler: Sampler {
    public let count: Int
    /// Whether each position is drawn from the whole dataset.
    public let replacement: Bool
    private let size: Int

    /// Random positions of a dataset.
    ///
    ///   - size: the number of elements of the dataset.
    ///   - replacement: whether each position is drawn from the whole dataset.
    ///   - samples: the number of positions of an epoch; the dataset's size where nil.
    /// - Precondition: no samples are drawn from an empty dataset.
    public init(size: Int, replacement: Bool = false, samples: Int? = nil) {
        let samples = samples ?? size
        if size < 0 || samples < 0 || size == 0 && samples > 0 {
            trap("RandomSampler", "cannot draw \(samples) samples from \(size) elements")
        }
        (self.size, self.replacement, count) = (size, replacement, samples)
    }

    public func positions(_ generator: Generator) -> Positions {
        if count == 0 { return Positions(0..<0) }
        if replacement { return Positions(unchecked: .integers([count], to: size, generator: generator)) }
        if count == size { return Positions(unchecked: .permutation(size, generator: generator)) }
        var order: [Int] = []
        while order.count < count { order += generator.permutation(size).prefix(count - order.count) }
        return Positions(unchecked: Tensor(order, shape: [count]))
    }
}

/// Visits some positions in random order (torch's `SubsetRandomSampler`).
public struct SubsetRandomSampler: Sampler {
    private let subset: [Int]

    /// The positions to visit.
    public init(_ positions: [Int]) { subset = positions }

    /// The positions to visit, as a tensor.
    ///
    /// - Parameter positions: a vector of integers, such as the splits return.
    public init(_ positions: Tensor) { subset = Array(Positions(positions)) }

    public var count: Int { subset.count }

    public func positions(_ generator: Generator) -> Positions {
        var order = subset
        generator.shuffle(&order)
        return Positions(order)
    }
}

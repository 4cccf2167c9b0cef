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
    /// How many positions an epoch has.
    var count: Int { get }

    /// An epoch's positions, counted from 0, in order. What is random comes from the generator, so that the seed decides.
    func positions(_ generator: Generator) -> Positions
}

/// How an epoch's positions come in batches (torch's `BatchSampler`).
public protocol BatchSampler: Sendable {
    /// How many batches an epoch has.
    var count: Int { get }

    /// An epoch's batches, in order.
    func batches(_ generator: Generator) -> [Positions]
}

/// A dataset from its start to its end (torch's `SequentialSampler`).
public struct SequentialSampler: Sampler {
    public let count: Int

    /// - Parameter count: the dataset's.
    public init(count: Int) {
        if count < 0 { trap("SequentialSampler", "there are no \(count) elements") }
        self.count = count
    }

    public func positions(_ generator: Generator) -> Positions { Positions(0..<count) }
}

/// A dataset in random order (torch's `RandomSampler`).
///
/// With replacement, each draw is from the whole dataset, so that some elements come more than once and some not at all. Without,
/// more samples than elements come as one order after the other.
public struct RandomSampler: Sampler {
    public let count: Int
    public let replacement: Bool
    private let size: Int

    /// - Parameters:
    ///   - size: the dataset's count.
    ///   - samples: how many positions an epoch has; as many as the dataset where nil.
    /// - Precondition: samples of an empty dataset are none.
    public init(size: Int, replacement: Bool = false, samples: Int? = nil) {
        let samples = samples ?? size
        if size < 0 || samples < 0 || size == 0 && samples > 0 {
            trap("RandomSampler", "there are no \(samples) samples of \(size) elements")
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

/// Some positions in random order (torch's `SubsetRandomSampler`).
public struct SubsetRandomSampler: Sampler {
    private let subset: [Int]

    public init(_ positions: [Int]) { subset = positions }

    /// - Parameter positions: a vector of integers, as the splits return.
    public init(_ positions: Tensor) { subset = Array(Positions(positions)) }

    public var count: Int { subset.count }

    public func positions(_ generator: Generator) -> Positions {
        var order = subset
        generator.shuffle(&order)
        return Positions(order)
    }
}

import Tensor

/// A loader's position in an epoch. It can be saved, and resumed from in another process.
///
/// Decoding a position that no loader can have had throws a ``LoaderPositionError``, and so does resuming from one past the
/// epoch's end.
public struct LoaderPosition: Sendable, Equatable, Codable {
    /// The seed of the loader's generator.
    public var seed: UInt64
    /// The block of the generator's stream at which the epoch started.
    public var block: UInt64
    /// How many batches of the epoch have been returned.
    public var batch: Int

    /// A position after some batches of an epoch that started in a generator's state.
    public init(_ generator: Generator.State, batch: Int = 0) {
        (seed, block, self.batch) = (generator.seed, generator.position, batch)
    }

    /// A position that was encoded, under the keys `seed`, `block` and `batch`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        seed = try values.decode(UInt64.self, forKey: .seed)
        block = try values.decode(UInt64.self, forKey: .block)
        batch = try values.decode(Int.self, forKey: .batch)
        try check()
    }

    /// The state of the loader's generator when the epoch started.
    public var generator: Generator.State { Generator.State(seed: seed, position: block) }

    /// Throws where an epoch of so many batches has no such position.
    ///
    /// - Parameter batches: the number of batches of an epoch; nil where it is unknown.
    public func check(batches: Int? = nil) throws(LoaderPositionError) {
        if batch < 0 { throw .negative(batch: batch) }
        // The order of this epoch takes some blocks, and later epochs take more.
        if block > 1 << 62 { throw .generator(block: block) }
        if let batches, batch > batches { throw .pastEnd(batch: batch, batches: batches) }
    }

    /// The numbers that a function of the next batch may draw: a stream of their own for each batch of each epoch, and for each of the
    /// functions that a batch goes through.
    func batchGenerator(function: Int) -> Generator { generator.derived(by: UInt64(batch), UInt64(function)) }
}

/// A position that a loader cannot have.
public enum LoaderPositionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The number of returned batches is negative.
    case negative(batch: Int)
    /// More batches have been returned than an epoch has.
    case pastEnd(batch: Int, batches: Int)
    /// The block is past the end of a generator's stream.
    case generator(block: UInt64)

    public var description: String {
        switch self {
        case .negative(let batch): "loader position: the number of batches must not be negative, got \(batch)"
        case .pastEnd(let batch, let batches): "loader position: \(batch) batches exceed the \(batches) of an epoch"
        case .generator(let block): "loader position: block \(block) is past the end of a generator's stream"
        }
    }
}

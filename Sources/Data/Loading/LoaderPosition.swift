import Tensor

/// Where a loader stands in an epoch. Saved, it goes on from there in another process.
///
/// One that is decoded from what no loader saved is refused (``LoaderPositionError``), and so is one past the epoch's end, where it
/// is used.
public struct LoaderPosition: Sendable, Equatable, Codable {
    /// The state of the loader's generator when the epoch began.
    public var seed: UInt64
    public var block: UInt64
    /// How many batches of the epoch have been.
    public var batch: Int

    init(_ state: Generator.State, batch: Int = 0) { (seed, block, self.batch) = (state.seed, state.position, batch) }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        seed = try values.decode(UInt64.self, forKey: .seed)
        block = try values.decode(UInt64.self, forKey: .block)
        batch = try values.decode(Int.self, forKey: .batch)
        try check()
    }

    var generator: Generator.State { Generator.State(seed: seed, position: block) }

    /// Throws where no epoch of so many batches has such a position.
    ///
    /// - Parameter batches: nil where that is not known.
    func check(_ batches: Int? = nil) throws(LoaderPositionError) {
        if batch < 0 { throw .negative(batch: batch) }
        // An epoch takes some blocks from here on, and the next ones more.
        if block > 1 << 62 { throw .generator(block: block) }
        if let batches, batch > batches { throw .pastEnd(batch: batch, batches: batches) }
    }
}

/// Why a position is none of a loader's.
public enum LoaderPositionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Fewer than no batches have been.
    case negative(batch: Int)
    /// More batches have been than an epoch has.
    case pastEnd(batch: Int, batches: Int)
    /// No generator gets to such a block.
    case generator(block: UInt64)

    public var description: String {
        switch self {
        case .negative(let batch): "loader position: the number of batches must not be negative, got \(batch)"
        case .pastEnd(let batch, let batches): "loader position: \(batch) batches have been, but an epoch has \(batches)"
        case .generator(let block): "loader position: no generator gets to block \(block)"
        }
    }
}

import Synchronization

/// A source of random numbers with a seed. The same seed gives the same numbers, in the order of the requests.
///
/// Counter-based: a request for n numbers takes the next blocks of the count, and each number is a function of its own
/// place, so that no number depends on which thread makes it. It may be shared between tasks; then the order of their
/// requests decides.
///
/// ```swift
/// let generator = Generator(seed: 42)
/// let weights = Tensor.normal([30, 1], generator: generator)
/// ```
public final class Generator: Sendable {
    /// The state of a generator. Saved and restored, it continues the same stream of numbers.
    ///
    /// Decoding a position that no generator reaches, past block 2⁶², throws a `DecodingError`.
    public struct State: Sendable, Equatable, Codable {
        /// The seed of the stream.
        public var seed: UInt64
        /// The number of blocks of four words that have been taken.
        public var position: UInt64

        /// The state of a generator with this seed, after a number of blocks.
        public init(seed: UInt64, position: UInt64 = 0) {
            self.seed = seed
            self.position = position
        }

        /// A state that was encoded, under the keys `seed` and `position`.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            seed = try values.decode(UInt64.self, forKey: .seed)
            position = try values.decode(UInt64.self, forKey: .position)
            if position > 1 << 62 {
                throw DecodingError.dataCorruptedError(
                    forKey: .position, in: values, debugDescription: "block \(position) is past the end of a generator's stream"
                )
            }
        }

        /// A generator with a stream of its own, which is a function of this state and of the indices alone.
        ///
        /// Nothing is advanced, so that any number of them can be derived in any order, on any thread: one for each batch of an epoch,
        /// for example. Other indices, in another order or number, give other streams.
        ///
        /// ```swift
        /// let noise = Tensor.normal([8], generator: state.derived(by: 3))      // the same numbers whenever it is asked
        /// ```
        public func derived(by index: UInt64, _ more: UInt64...) -> Generator {
            Generator(seed: more.reduce(derivedSeed(index)) { State(seed: $0).derivedSeed($1) })
        }

        /// The index is in the upper words of the counter, which are 0 in the blocks of the stream itself.
        private func derivedSeed(_ index: UInt64) -> UInt64 {
            let counter = SIMD4(
                UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32),
                UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32) ^ 1 << 31)
            return Philox(seed: seed).block(at: counter).seed
        }
    }

    private let current: Mutex<State>

    /// A generator at the start of the stream of a seed.
    public init(seed: UInt64) { current = Mutex(State(seed: seed)) }

    /// A generator in the state of another one.
    init(_ state: State) { current = Mutex(state) }

    /// The generator that is used where none is passed. Its seed is 0 until ``manualSeed(_:)``.
    public static let `default` = Generator(seed: 0)

    /// The current state. Setting it continues from another position of a stream.
    public var state: State {
        get { current.withLock { $0 } }
        set {
            GraphTracer.current?.noteState(of: self)
            current.withLock { $0 = newValue }
        }
    }

    /// Restarts from a seed (torch's `manual_seed`).
    public func manualSeed(_ seed: UInt64) { state = State(seed: seed) }

    /// A generator with a stream of its own, determined by this one's state: for a worker, for example.
    public func split() -> Generator {
        let (philox, start) = take(words: 2)
        return Generator(seed: philox.block(at: start).seed)
    }

    /// Takes the blocks for this many words.
    func take(words: Int) -> (philox: Philox, start: UInt64) {
        GraphTracer.current?.noteHostDraw()
        let blocks = UInt64((words + 3) / 4)
        return current.withLock { state in
            defer { state.position += blocks }
            return (Philox(seed: state.seed), state.position)
        }
    }
}

extension Philox.Block {
    /// The seed of a stream that is derived from a block.
    fileprivate var seed: UInt64 { UInt64(self[0]) << 32 | UInt64(self[1]) }
}

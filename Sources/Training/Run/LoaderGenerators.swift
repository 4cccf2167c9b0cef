import Tensor

/// The generators of a run's loaders, which have no names: after a restart, one is recognized by its seed and the number of its loop.
///
/// A loader that is made for one epoch, or is given a seed in it, therefore stays as it is made.
struct LoaderGenerators {
    /// The state of one that was there when a checkpoint was saved.
    struct Saved: Codable, Sendable {
        /// The number of its last loop in an epoch.
        let loop: Int
        let state: Generator.State
    }

    private struct Known {
        /// It does not live on because the run knows it.
        weak var generator: Generator?
        var loop: Int
    }

    private var known: [Known] = []
    /// Those of the checkpoint that have not been met yet.
    private var awaited: [Saved] = []

    init(_ saved: [Saved] = []) { awaited = saved }

    /// What a checkpoint saves.
    var saved: [Saved] {
        known.compactMap { known in known.generator.map { Saved(loop: known.loop, state: $0.state) } } + awaited
    }

    /// Notes the generator of a loop.
    ///
    /// - Returns: the checkpoint's state of it, where it is met for the first time.
    mutating func meet(_ generator: Generator, inLoop loop: Int) -> Generator.State? {
        if let index = known.firstIndex(where: { $0.generator === generator }) {
            known[index].loop = loop
            return nil
        }
        known.removeAll { $0.generator == nil }
        known.append(Known(generator: generator, loop: loop))
        let candidates = awaited.indices.filter { awaited[$0].state.seed == generator.state.seed }
        guard let index = candidates.first(where: { awaited[$0].loop == loop }) ?? candidates.first else { return nil }
        return awaited.remove(at: index).state
    }
}

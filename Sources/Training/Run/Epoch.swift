import Data

/// An epoch of a run.
public struct Epoch: CustomStringConvertible {
    /// Counted from 1.
    public let number: Int
    let loops: any LoopKeeper

    /// A loader's batches. It may be called several times in an epoch, for one loop after the other or, as in `zip`, side by side.
    ///
    /// Each batch is a step, which the run counts. Loops that train nothing, such as a validation, iterate their loader itself.
    ///
    /// ```swift
    /// for (x, y) in epoch.batches(loader.prefetched(workers: 2)) { ... }
    /// ```
    ///
    /// In a resumed epoch, loops that were finished are skipped, and the one that was not continues with the batches it had not
    /// seen. Whatever the code before it has done in this epoch is replaced by the checkpoint when it starts.
    public func batches<Loader: ResumableLoader>(_ loader: Loader) -> Batches<Loader> { Batches(loader: loader, loops: loops) }

    /// The number.
    public var description: String { "\(number)" }
}

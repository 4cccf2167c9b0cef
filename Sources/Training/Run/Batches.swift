import Data

/// The batches of a loader in an epoch of a run, which counts a step for each, and saves and stops between two of them.
///
/// In a resumed epoch they start where the checkpoint was saved.
public struct Batches<Loader: ResumableLoader>: Sequence {
    let loader: Loader
    let loops: any LoopKeeper

    public var underestimatedCount: Int { loader.underestimatedCount }

    /// Begins, or resumes, the loop over the batches.
    public func makeIterator() -> Iterator {
        let iterator = Iterator(loader, loops)
        loops.begin(iterator)
        return iterator
    }

    /// A loop over batches.
    public final class Iterator: IteratorProtocol, BatchLoop {
        private let loader: Loader
        // A loop belongs to one task, and nothing here calls back into it: checks of exclusive access, some six nanoseconds each, would be most of a step's cost.
        @exclusivity(unchecked) @usableFromInline var batches: Loader.Iterator?
        @usableFromInline let loops: any LoopKeeper
        @usableFromInline let counter: StepCounter
        /// Whether the step of a batch that was given out is to be counted by this loop.
        @exclusivity(unchecked) @usableFromInline var countsStep = false

        init(_ loader: Loader, _ loops: any LoopKeeper) {
            self.loader = loader
            self.loops = loops
            counter = loops.counter
        }

        /// The next batch; nil at the end, and where the run stops. The step of the batch before has been made.
        @inlinable public func next() -> Loader.Element? {
            if countsStep {
                countsStep = false
                if counter.advance() && !loops.pause(self) { batches = nil }
            }
            guard let batch = batches?.next() else {
                batches = nil
                loops.end(self)
                return nil
            }
            countsStep = isLeader
            return batch
        }

        /// A loop that is left by `break` has made the step of its last batch.
        deinit { if countsStep && countsStepWhenLeft { counter.step &+= 1 } }

        /// Whether this loop counts the run's steps: of loops that run side by side, as in `zip`, the first one does.
        @exclusivity(unchecked) @usableFromInline var isLeader = false
        @exclusivity(unchecked) @usableFromInline var countsStepWhenLeft = true

        @usableFromInline var generator: Generator { loader.generator }
        @usableFromInline var position: LoaderPosition? { batches?.position }
        @usableFromInline var expectedSteps: Int? { loader.underestimatedCount > 0 ? loader.underestimatedCount : nil }

        @usableFromInline func start() { batches = loader.makeIterator() }
        @usableFromInline func start(at position: LoaderPosition) throws(LoaderPositionError) {
            batches = try loader.makeIterator(at: position)
        }
    }
}

/// A loop over batches, as a run sees it.
@usableFromInline protocol BatchLoop: AnyObject {
    /// The loader's.
    var generator: Generator { get }
    /// The position of the next batch; nil before the start and after the end.
    var position: LoaderPosition? { get }
    /// The number of steps of an epoch; nil where the loader does not know.
    var expectedSteps: Int? { get }
    var isLeader: Bool { get set }
    /// Whether the last batch is a step where the loop is left before its end.
    var countsStepWhenLeft: Bool { get set }
    func start()
    func start(at position: LoaderPosition) throws(LoaderPositionError)
}

/// A run, as a loop sees it.
@usableFromInline protocol LoopKeeper: AnyObject {
    var counter: StepCounter { get }
    /// Starts a loop, or resumes it, or leaves it at its end.
    func begin(_ loop: any BatchLoop)
    /// Notes that a loop has no more batches.
    func end(_ loop: any BatchLoop)
    /// Does what is due between two steps; false where the run stops.
    func pause(_ loop: any BatchLoop) -> Bool
}
